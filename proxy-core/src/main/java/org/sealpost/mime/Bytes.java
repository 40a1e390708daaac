package org.sealpost.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches in byte arrays, eight bytes at a time. */
final class Bytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SPACES = ' ' * LOW_BITS;

  private Bytes() {}

  /** The first place of {@code wanted} in the range, or -1. */
  static int indexOf(byte[] bytes, int from, int to, byte wanted) {
    long pattern = (wanted & 0xffL) * LOW_BITS;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long difference = (long) LONG.get(bytes, i) ^ pattern;
      long zeros = (difference - LOW_BITS) & ~difference & HIGH_BITS;
      if (zeros != 0) {
        return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** The first place of a byte that is below blank or above 127, or {@code to}. */
  static int skipPlain(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long word = (long) LONG.get(bytes, i);
      long odd = ((word - SPACES) | word) & HIGH_BITS;
      if (odd != 0) {
        // Borrows run upward only: the lowest hit is a true one.
        return i + (Long.numberOfTrailingZeros(odd) >>> 3);
      }
    }
    while (i < to && bytes[i] >= ' ') {
      i++;
    }
    return i;
  }
}
