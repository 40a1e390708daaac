package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Writes a mail into DATA (RFC 5321 §4.5.2). A dot is put before every dot behind an LF, be it bare
 * or not, so that no mail can end its DATA before {@link #finish}.
 */
final class DotWriter extends OutputStream {
  private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private byte beforeLast = '\r';
  private byte last = '\n';

  DotWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return;
    }
    int end = offset + length;
    int from = offset;
    if (last == '\n' && bytes[offset] == '.') {
      out.write('.');
    }
    for (int at = offset; at < end - 1; at++) {
      if (bytes[at] == '\n' && bytes[at + 1] == '.') {
        out.write(bytes, from, at + 1 - from);
        out.write('.');
        from = at + 1;
      }
    }
    out.write(bytes, from, end - from);
    beforeLast = length > 1 ? bytes[end - 2] : last;
    last = bytes[end - 1];
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Ends the last line if it is not, and the mail. Flushes; does not close. */
  void finish() throws IOException {
    if (last != '\n' || beforeLast != '\r') {
      out.write(CRLF);
    }
    out.write(END);
    out.flush();
  }
}
