package org.sealpost.card.api;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes frames off a stream: header lines ending in CRLF, one of them {@code Content-Length}, an
 * empty line, then that many octets. Header and content are bounded before anything is allocated,
 * and a content grows only as its octets arrive. Not safe for use by several threads.
 */
final class FrameReader {
  /** The largest content of a frame, in octets. */
  static final int MAX_CONTENT = 1 << 20;

  private static final int MAX_HEADER = 512;
  private static final int CHUNK = 8192;

  private final InputStream in;
  private final Runnable frameBegins;
  private final Runnable frameEnds;

  /**
   * @param frameBegins called at the first octet of a frame
   * @param frameEnds called when the frame is complete
   */
  FrameReader(InputStream in, Runnable frameBegins, Runnable frameEnds) {
    this.in = in;
    this.frameBegins = frameBegins;
    this.frameEnds = frameEnds;
  }

  /** The next frame's content; empty at the end of the stream. */
  Optional<byte[]> next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    frameBegins.run();
    byte[] content = readContent(readHeader(first));
    frameEnds.run();
    return Optional.of(content);
  }

  private int readHeader(int first) throws IOException {
    OptionalInt length = OptionalInt.empty();
    StringBuilder line = new StringBuilder();
    int octet = first;
    for (int count = 1; count <= MAX_HEADER; count++) {
      if (octet == '\r') {
        if (read() != '\n') {
          throw new IOException("a CR without LF in a frame's header");
        }
        if (line.isEmpty()) {
          return length.orElseThrow(() -> new IOException("a frame without Content-Length"));
        }
        length = contentLength(line.toString(), length);
        line.setLength(0);
      } else if (octet < ' ' || octet > '~') {
        throw new IOException("an octet that does not belong into a frame's header");
      } else {
        line.append((char) octet);
      }
      octet = read();
    }
    throw new IOException("a frame's header is too long");
  }

  private static OptionalInt contentLength(String line, OptionalInt known) throws IOException {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new IOException("a header line without a colon");
    }
    if (!line.substring(0, colon).toLowerCase(Locale.ROOT).equals("content-length")) {
      return known;
    }
    String value = line.substring(colon + 1).strip();
    if (known.isPresent() || !value.matches("[0-9]{1,7}")) {
      throw new IOException("a Content-Length that cannot be");
    }
    int length = Integer.parseInt(value);
    if (length > MAX_CONTENT) {
      throw new IOException("a frame of " + length + " octets is too large");
    }
    return OptionalInt.of(length);
  }

  private byte[] readContent(int length) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream(Math.min(length, CHUNK));
    byte[] chunk = new byte[Math.min(length, CHUNK)];
    for (int left = length; left > 0; ) {
      int count = in.read(chunk, 0, Math.min(left, chunk.length));
      if (count < 0) {
        throw new EOFException("the stream ends inside a frame");
      }
      content.write(chunk, 0, count);
      left -= count;
    }
    return content.toByteArray();
  }

  private int read() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("the stream ends inside a frame's header");
    }
    return octet;
  }

  /** The octets of a frame with this content. */
  static byte[] frame(byte[] content) throws IOException {
    if (content.length > MAX_CONTENT) {
      throw new IOException("a frame of " + content.length + " octets is too large");
    }
    byte[] header =
        ("Content-Length: " + content.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[header.length + content.length];
    System.arraycopy(header, 0, frame, 0, header.length);
    System.arraycopy(content, 0, frame, header.length, content.length);
    return frame;
  }
}
