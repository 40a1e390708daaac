package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes Base64 that no transfer encoding announced. What is not of the alphabet is skipped;
 * padding or the hyphen of PEM armour ends it. Not thread-safe.
 */
final class Base64Text extends InputStream {
  private static final int BLOCK = 8 * 1024;

  private final InputStream in;
  private final byte[] raw = new byte[BLOCK];
  private final byte[] digits = new byte[BLOCK + 3];
  private int carried;
  private byte[] decoded = {};
  private int next;
  private boolean ended;

  Base64Text(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (next == decoded.length && !ended) {
      decodeBlock();
    }
    if (next == decoded.length) {
      return -1;
    }
    int count = Math.min(length, decoded.length - next);
    System.arraycopy(decoded, next, target, offset, count);
    next += count;
    return count;
  }

  private void decodeBlock() throws IOException {
    int count = in.read(raw, 0, raw.length);
    ended = count < 0;
    int kept = carried;
    for (int i = 0; i < count && !ended; i++) {
      if (isDigit(raw[i])) {
        digits[kept++] = raw[i];
      } else {
        ended = raw[i] == '=' || raw[i] == '-';
      }
    }
    // A single digit left over at the end holds less than a byte.
    int whole = ended && kept % 4 != 1 ? kept : kept - kept % 4;
    decoded = Base64.getDecoder().decode(Arrays.copyOf(digits, whole));
    next = 0;
    carried = kept - whole;
    System.arraycopy(digits, whole, digits, 0, carried);
  }

  private static boolean isDigit(byte octet) {
    return (octet >= 'A' && octet <= 'Z')
        || (octet >= 'a' && octet <= 'z')
        || (octet >= '0' && octet <= '9')
        || octet == '+'
        || octet == '/';
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
