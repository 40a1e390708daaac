package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes uuencode with leniency: everything before the {@code begin} line is skipped, blanks that
 * were cut from a line's end are put back, the end line may be missing. For one thread.
 */
final class UuencodeInput extends BlockInput {
  private final InputStream in;
  private final LineScanner lines;
  private boolean begun;
  private boolean ended;

  UuencodeInput(InputStream in) {
    super(96);
    this.in = in;
    this.lines = new LineScanner(in);
  }

  @Override
  boolean ensure() throws IOException {
    while (next == limit && !ended) {
      if (!lines.advance()) {
        ended = true;
      } else if (lines.startsLine()) {
        line();
      }
    }
    return next < limit;
  }

  private void line() {
    if (!begun) {
      begun = lines.textEquals(0, BEGIN);
    } else if (lines.textEquals(0, END)) {
      ended = true;
    } else if (lines.textLength() > 0) {
      decode(sixBits(0));
    }
  }

  private static final byte[] BEGIN = {'b', 'e', 'g', 'i', 'n', ' '};
  private static final byte[] END = {'e', 'n', 'd'};

  private void decode(int length) {
    next = 0;
    limit = 0;
    for (int i = 1; limit < length; i += 4) {
      int bits =
          (sixBits(i) << 18) | (sixBits(i + 1) << 12) | (sixBits(i + 2) << 6) | sixBits(i + 3);
      for (int shift = 16; shift >= 0 && limit < length; shift -= 8) {
        block[limit++] = (byte) (bits >>> shift);
      }
    }
  }

  private int sixBits(int index) {
    return index < lines.textLength() ? (lines.textByte(index) - ' ') & 0x3f : 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
