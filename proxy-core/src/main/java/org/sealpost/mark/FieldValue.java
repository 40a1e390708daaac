package org.sealpost.mark;

import java.util.Arrays;
import org.sealpost.mime.HeaderField;

/** The octets behind a field's colon, as they are. Pure. */
final class FieldValue {
  private FieldValue() {}

  /** All octets where there is no colon. */
  static byte[] of(HeaderField field) {
    byte[] raw = field.raw();
    int colon = 0;
    while (colon < raw.length && raw[colon] != ':') {
      colon++;
    }
    return colon == raw.length ? raw : Arrays.copyOfRange(raw, colon + 1, raw.length);
  }

  /** As one line. */
  static byte[] unfolded(byte[] value) {
    byte[] line = new byte[value.length];
    int length = 0;
    for (byte octet : value) {
      if (octet != '\r' && octet != '\n') {
        line[length++] = octet;
      }
    }
    return Arrays.copyOf(line, length);
  }
}
