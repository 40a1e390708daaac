package org.sealpost.harness;

import java.util.Arrays;

/**
 * A command to a card, with short or extended length fields (ISO/IEC 7816-4, section 5.2).
 *
 * @param data empty where the command has none
 * @param expected the most bytes that the answer may have; 0 where none are asked for
 */
record CommandApdu(int classByte, int instruction, int p1, int p2, byte[] data, int expected) {
  private static final int HEADER = 4;

  /** Says that the bytes are no command. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  static CommandApdu parse(byte[] bytes) throws MalformedException {
    if (bytes.length < HEADER) {
      throw new MalformedException("a header has four bytes");
    }
    if (bytes.length == HEADER) {
      return of(bytes, HEADER, 0, 0);
    }
    int first = bytes[HEADER] & 0xFF;
    if (bytes.length == HEADER + 1) {
      return of(bytes, HEADER, 0, first == 0 ? 0x100 : first);
    }
    if (first != 0) {
      return withData(bytes, HEADER + 1, first, 1);
    }
    if (bytes.length < HEADER + 3) {
      throw new MalformedException("an extended length has three bytes");
    }
    int length = number(bytes, HEADER + 1);
    return bytes.length == HEADER + 3
        ? of(bytes, HEADER, 0, length == 0 ? 0x10000 : length)
        : withData(bytes, HEADER + 3, length, 2);
  }

  private static CommandApdu withData(byte[] bytes, int offset, int length, int expectedSize)
      throws MalformedException {
    int end = offset + length;
    if (bytes.length == end) {
      return of(bytes, offset, length, 0);
    }
    if (bytes.length != end + expectedSize) {
      throw new MalformedException("the length field does not fit the command");
    }
    int expected = expectedSize == 1 ? bytes[end] & 0xFF : number(bytes, end);
    int unlimited = expectedSize == 1 ? 0x100 : 0x10000;
    return of(bytes, offset, length, expected == 0 ? unlimited : expected);
  }

  private static CommandApdu of(byte[] bytes, int offset, int length, int expected) {
    return new CommandApdu(
        bytes[0] & 0xFF,
        bytes[1] & 0xFF,
        bytes[2] & 0xFF,
        bytes[3] & 0xFF,
        Arrays.copyOfRange(bytes, offset, offset + length),
        expected);
  }

  private static int number(byte[] bytes, int offset) {
    return ((bytes[offset] & 0xFF) << 8) | (bytes[offset + 1] & 0xFF);
  }

  /** More of the same command follows (ISO/IEC 7816-4, section 5.3.3). */
  boolean chained() {
    return (classByte & 0x10) != 0;
  }

  CommandApdu withData(byte[] whole) {
    return new CommandApdu(classByte, instruction, p1, p2, whole, expected);
  }
}
