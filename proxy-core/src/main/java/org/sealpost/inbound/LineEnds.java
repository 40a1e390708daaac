package org.sealpost.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sealpost.mime.Content;

/** Line ends as POP3 wants them: CRLF, also after the last line. */
final class LineEnds {
  private static final int BUFFER = 1 << 13;

  private LineEnds() {}

  /** Whether every CR and LF is part of a CRLF, and the content is empty or ends in one. */
  static boolean areCanonical(Content content) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte last = '\n';
    try (InputStream in = content.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!areCanonical(buffer, n, last)) {
          return false;
        }
        last = n == 0 ? last : buffer[n - 1];
      }
    }
    return last == '\n';
  }

  private static boolean areCanonical(byte[] bytes, int length, byte before) {
    boolean afterCr = before == '\r';
    for (int i = 0; i < length; i++) {
      if (afterCr != (bytes[i] == '\n')) {
        return false;
      }
      afterCr = bytes[i] == '\r';
    }
    return true;
  }

  /** Copies with each bare CR and each bare LF made a CRLF. */
  static void copy(Content content, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte[] canonical = new byte[2 * BUFFER + 2];
    byte last = '\n';
    try (InputStream in = content.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int length = 0;
        for (int i = 0; i < n; i++) {
          byte b = buffer[i];
          if (last == '\r' && b != '\n') {
            canonical[length++] = '\n';
          } else if (last != '\r' && b == '\n') {
            canonical[length++] = '\r';
          }
          canonical[length++] = b;
          last = b;
        }
        out.write(canonical, 0, length);
      }
    }
    if (last != '\n') {
      out.write(last == '\r' ? new byte[] {'\n'} : new byte[] {'\r', '\n'});
    }
  }
}
