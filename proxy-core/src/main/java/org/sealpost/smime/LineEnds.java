package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sealpost.mime.Content;

/** The canonical line ends of text (RFC 8551 §3.1.1): CRLF. */
final class LineEnds {
  private static final int BUFFER_SIZE = 32 * 1024;

  private LineEnds() {}

  /** Whether a line feed stands without its carriage return. */
  static boolean hasBareLineFeed(Content content) throws IOException {
    byte[] buffer = new byte[BUFFER_SIZE];
    byte before = 0;
    try (InputStream in = content.open()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n' && before != '\r') {
            return true;
          }
          before = buffer[i];
        }
      }
    }
    return false;
  }

  /** Copies, with a carriage return put before each line feed that has none. */
  static void canonicalize(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_SIZE];
    byte[] canonical = new byte[2 * BUFFER_SIZE];
    byte before = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      int length = 0;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n' && before != '\r') {
          canonical[length++] = '\r';
        }
        canonical[length++] = buffer[i];
        before = buffer[i];
      }
      out.write(canonical, 0, length);
    }
  }
}
