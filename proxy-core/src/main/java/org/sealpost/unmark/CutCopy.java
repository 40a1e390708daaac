package org.sealpost.unmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Copies bytes without some ranges. Where a charset has states, what switches them in such a range
 * stays: the escape sequences and shifts of ISO 2022. For one thread.
 */
final class CutCopy {
  private static final int ESCAPE = 0x1b;
  private static final int SHIFT_OUT = 0x0e;
  private static final int SHIFT_IN = 0x0f;

  private final InputStream in;
  private final OutputStream out;
  private final boolean states;
  private final byte[] buffer = new byte[1 << 13];
  private long position;

  CutCopy(InputStream in, OutputStream out, boolean states) {
    this.in = in;
    this.out = out;
    this.states = states;
  }

  /** Copies up to {@code from}, and writes something instead of what stands there to {@code to}. */
  void cut(long from, long to, byte[] instead) throws IOException {
    while (position < from) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, from - position));
      if (n < 0) {
        throw new EOFException("the text is shorter than it was");
      }
      out.write(buffer, 0, n);
      position += n;
    }
    boolean escape = false;
    for (; position < to; position++) {
      int b = in.read();
      if (states) {
        boolean shift = b == ESCAPE || b == SHIFT_OUT || b == SHIFT_IN;
        if (shift || escape) {
          out.write(b);
        }
        // Up to the final byte, which is the first that is no intermediate one (ECMA-35 §13.2).
        escape = b == ESCAPE || (escape && b >= 0x20 && b < 0x30);
      }
    }
    out.write(instead);
  }

  /** Copies what is left. */
  void rest() throws IOException {
    in.transferTo(out);
  }
}
