package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sealpost.mime.Content;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.Header;

/** A header, then what followed the original header, byte for byte. */
record VerbatimMail(Header header, Content rest) implements EntityWriter {
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

  /** The mail under another header. */
  static VerbatimMail of(Header original, Content mail, Header header) {
    long size = original.fields().stream().mapToLong(field -> field.raw().length).sum();
    return new VerbatimMail(header, mail.slice(size, mail.size() - size));
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    header.writeTo(out);
    if (rest.size() == 0) {
      // A mail of a header only; the empty line keeps it one (RFC 5322 §3.5).
      out.write(CRLF);
    }
    try (InputStream in = rest.open()) {
      in.transferTo(out);
    }
  }

  /** Exactly what is written. */
  long size() {
    return HeaderSize.of(header) + (rest.size() == 0 ? CRLF.length : rest.size());
  }

  boolean hasEightBit() throws IOException {
    byte[] buffer = new byte[1 << 13];
    try (InputStream in = rest.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (EightBit.isIn(buffer, n)) {
          return true;
        }
      }
    }
    return EightBit.isIn(header);
  }
}
