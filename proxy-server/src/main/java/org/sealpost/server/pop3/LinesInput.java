package org.sealpost.server.pop3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first lines of a stream; LF ends a line. */
final class LinesInput extends FilterInputStream {
  private long left;

  LinesInput(InputStream in, long lines) {
    super(in);
    this.left = lines;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Takes from the stream beneath more than it gives once the last line is there. */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = super.read(target, offset, length);
    for (int i = 0; i < count; i++) {
      if (target[offset + i] == '\n' && --left == 0) {
        return i + 1;
      }
    }
    return count;
  }
}
