package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** How one entity is written in canonical form. */
sealed interface CanonicalPart {
  byte[] CRLF = "\r\n".getBytes(US_ASCII);
  byte[] DASHES = "--".getBytes(US_ASCII);

  void writeTo(OutputStream out) throws IOException;

  /** Exactly what {@link #writeTo} writes, in bytes. */
  default long size() throws IOException {
    CountingOutput count = new CountingOutput();
    writeTo(count);
    return count.written();
  }

  /** Whether the signatures within survive. */
  default boolean keepsSignatures() {
    return true;
  }

  private static void writeHeader(Header header, OutputStream out) throws IOException {
    header.writeTo(out);
    out.write(CRLF);
  }

  private static long sizeOf(Header header) throws IOException {
    CountingOutput count = new CountingOutput();
    writeHeader(header, count);
    return count.written();
  }

  private static void copy(Content content, OutputStream out) throws IOException {
    try (InputStream in = content.open()) {
      LargeBlocks.copy(in, content.size(), out);
    }
  }

  /** A body that needs no change. */
  record Copied(Header header, Content body) implements CanonicalPart {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      writeHeader(header, out);
      copy(body, out);
    }

    @Override
    public long size() throws IOException {
      return sizeOf(header) + body.size();
    }
  }

  /** A body of which only the line ends change. */
  record Lines(Header header, Content body) implements CanonicalPart {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      writeHeader(header, out);
      try (InputStream in = new CrlfInput(body.open(), false)) {
        LargeBlocks.copy(in, body.size(), out);
      }
    }
  }

  /**
   * A body that is decoded and encoded again.
   *
   * @param text whether a CR or LF alone is a line end
   */
  record Encoded(Header header, Content body, String from, String to, boolean text)
      implements CanonicalPart {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      writeHeader(header, out);
      try (InputStream raw = body.open();
          InputStream lines = text ? new CrlfInput(raw, true) : raw;
          InputStream decoded = TransferDecoding.of(from, lines)) {
        if (to.equals("base64")) {
          Base64Output encoder = new Base64Output(out);
          LargeBlocks.copy(decoded, body.size(), encoder);
          encoder.finish();
        } else {
          QuotedPrintableOutput encoder = new QuotedPrintableOutput(out);
          LargeBlocks.copy(decoded, body.size(), encoder);
          encoder.finish();
        }
      }
    }
  }

  /** The mail in a message/rfc822. */
  record Message(Header header, CanonicalPart mail) implements CanonicalPart {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      writeHeader(header, out);
      mail.writeTo(out);
    }

    @Override
    public long size() throws IOException {
      return sizeOf(header) + mail.size();
    }
  }

  /**
   * A multipart.
   *
   * @param boundary empty if no delimiter was found: then the preamble is all there is
   * @param keepsSignatures false if it or a part of it is a multipart/signed that is written
   *     otherwise than it was signed
   */
  record Multipart(
      Header header,
      Content preamble,
      byte[] boundary,
      List<CanonicalPart> parts,
      boolean keepsSignatures)
      implements CanonicalPart {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      writeHeader(header, out);
      writePreamble(out);
      if (boundary.length == 0) {
        return;
      }
      for (CanonicalPart part : parts) {
        writeDelimiter(out);
        out.write(CRLF);
        part.writeTo(out);
        out.write(CRLF);
      }
      writeDelimiter(out);
      out.write(DASHES);
    }

    private void writePreamble(OutputStream out) throws IOException {
      try (InputStream in = preamble.open()) {
        LineCleaner.clean(in, out);
      }
      if (boundary.length > 0 && preamble.size() > 0) {
        out.write(CRLF);
      }
    }

    private void writeDelimiter(OutputStream out) throws IOException {
      out.write(DASHES);
      out.write(boundary);
    }

    @Override
    public long size() throws IOException {
      CountingOutput frame = new CountingOutput();
      new Multipart(header, preamble, boundary, List.of(), true).writeTo(frame);
      long size = frame.written();
      long around = DASHES.length + boundary.length + 2L * CRLF.length;
      for (CanonicalPart part : parts) {
        size += part.size() + around;
      }
      return size;
    }
  }
}
