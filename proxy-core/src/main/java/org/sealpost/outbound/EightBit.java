package org.sealpost.outbound;

import org.sealpost.mime.Header;

/** Looks for bytes above 127. Pure. */
final class EightBit {
  private EightBit() {}

  static boolean isIn(Header header) {
    return header.fields().stream()
        .map(field -> field.raw())
        .anyMatch(raw -> isIn(raw, raw.length));
  }

  static boolean isIn(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return true;
      }
    }
    return false;
  }
}
