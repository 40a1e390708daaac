package org.sealpost.harness;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** BER-TLV data objects, as cards exchange them (ISO/IEC 7816-4, section 5.2.2). */
final class BerTlv {
  private BerTlv() {}

  /** A data object with this tag around the concatenated values. */
  static byte[] encode(int tag, byte[]... values) {
    int length = Arrays.stream(values).mapToInt(value -> value.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 8);
    writeNumber(out, tag);
    if (length > 0xFF) {
      out.write(0x82);
    } else if (length > 0x7F) {
      out.write(0x81);
    }
    if (length > 0xFFFF) {
      throw new IllegalArgumentException("too long for a data object: " + length + " bytes");
    }
    writeNumber(out, length);
    for (byte[] value : values) {
      out.writeBytes(value);
    }
    return out.toByteArray();
  }

  private static void writeNumber(ByteArrayOutputStream out, int number) {
    for (int shift = 24; shift > 0; shift -= 8) {
      if (number >>> shift != 0) {
        out.write(number >>> shift);
      }
    }
    out.write(number);
  }

  /**
   * The values in a sequence of data objects with tags of one byte, in order.
   *
   * @throws CommandApdu.MalformedException where a length does not fit
   */
  static Map<Integer, byte[]> decode(byte[] bytes) throws CommandApdu.MalformedException {
    Map<Integer, byte[]> values = new LinkedHashMap<>();
    int at = 0;
    while (at + 1 < bytes.length) {
      int tag = bytes[at++] & 0xFF;
      int length = bytes[at++] & 0xFF;
      if (length > 0x80) {
        int size = length - 0x80;
        if (size > 2 || at + size > bytes.length) {
          throw new CommandApdu.MalformedException("bad length of a data object");
        }
        length = 0;
        for (int i = 0; i < size; i++) {
          length = (length << 8) | (bytes[at++] & 0xFF);
        }
      }
      if (at + length > bytes.length) {
        throw new CommandApdu.MalformedException("a data object is longer than its command");
      }
      values.put(tag, Arrays.copyOfRange(bytes, at, at + length));
      at += length;
    }
    return values;
  }
}
