package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 in lines of 76 columns that end in CRLF (RFC 2045 §6.8). Whole blocks go through the JDK's
 * encoder at once and are cut into lines afterwards: several times faster than its MIME encoder,
 * which works line by line. {@link #finish} writes the rest and leaves the target open. Not
 * thread-safe.
 */
final class Base64Lines extends OutputStream {
  private static final int LINE_IN = 57;
  private static final int LINE_OUT = 76;
  private static final int LINES = 576;

  private final OutputStream out;
  private final byte[] block = new byte[LINES * LINE_IN];
  private final byte[] encoded = new byte[LINES * LINE_OUT];
  private final byte[] lines = new byte[LINES * (LINE_OUT + 2)];
  private int used;

  Base64Lines(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int step = Math.min(end - at, block.length - used);
      System.arraycopy(bytes, at, block, used, step);
      used += step;
      at += step;
      if (used == block.length) {
        writeLines(block);
      }
    }
  }

  void finish() throws IOException {
    if (used > 0) {
      writeLines(Arrays.copyOf(block, used));
    }
  }

  private void writeLines(byte[] source) throws IOException {
    int length = Base64.getEncoder().encode(source, encoded);
    int to = 0;
    for (int from = 0; from < length; from += LINE_OUT) {
      int step = Math.min(LINE_OUT, length - from);
      System.arraycopy(encoded, from, lines, to, step);
      lines[to + step] = '\r';
      lines[to + step + 1] = '\n';
      to += step + 2;
    }
    out.write(lines, 0, to);
    used = 0;
  }
}
