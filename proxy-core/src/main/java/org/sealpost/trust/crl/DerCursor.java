package org.sealpost.trust.crl;

/**
 * Walks through DER (X.690 §10) that lies whole in an array. Lengths are definite, minimal and
 * within what is around them. One cursor serves for many elements, so that a list's entries cost no
 * memory. For one thread.
 */
final class DerCursor {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int ENUMERATED = 0x0a;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;

  /** Deeper than anything in a list's names and extensions. */
  private static final int MAX_DEPTH = 24;

  private byte[] bytes = new byte[0];
  private int at;
  private int start;
  private int length;

  /** Puts the cursor at {@code from} in {@code array}. */
  DerCursor over(byte[] array, int from) {
    bytes = array;
    at = from;
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the next element begins. */
  int at() {
    return at;
  }

  /** Where the content of the element last met begins. */
  int start() {
    return start;
  }

  /** How long the content of the element last met is. */
  int length() {
    return length;
  }

  /** The next element's tag; -1 at {@code end}. */
  int tag(int end) {
    return at < end ? bytes[at] & 0xff : -1;
  }

  /**
   * Steps over an element of this tag that ends at {@code end} at the latest.
   *
   * @return where its content begins
   */
  int take(int tag, int end) throws CrlException {
    open(tag, end);
    at = start + length;
    return start;
  }

  /**
   * Steps into an element of this tag that ends at {@code end} at the latest.
   *
   * @return where its content ends
   */
  int enter(int tag, int end) throws CrlException {
    open(tag, end);
    at = start;
    return start + length;
  }

  void expectEnd(int end) throws CrlException {
    if (at != end) {
      throw CrlException.malformed("an element has more than it should");
    }
  }

  private void open(int tag, int end) throws CrlException {
    if (tag(end) != tag) {
      throw CrlException.malformed(
          "tag %02x where %02x belongs".formatted(tag(end) & 0xff, tag & 0xff));
    }
    header(end);
  }

  private void header(int end) throws CrlException {
    if (end - at < 2) {
      throw CrlException.malformed("an element is cut off");
    }
    int octets = lengthOctets(bytes[at + 1]);
    if (end - at < 2 + octets) {
      throw CrlException.malformed("an element is cut off");
    }
    long told = length(bytes, at + 1, octets);
    start = at + 2 + octets;
    if (told > end - start) {
      throw CrlException.malformed("an element is longer than what is around it");
    }
    length = (int) told;
  }

  /** How many octets the length has after its first (X.690 §8.1.3). */
  static int lengthOctets(byte first) throws CrlException {
    int octets = first < 0 ? first & 0x7f : 0;
    if (first == (byte) 0x80) {
      throw CrlException.malformed("an indefinite length");
    }
    if (octets > 4) {
      throw CrlException.malformed("an element of more than 4 GB");
    }
    return octets;
  }

  /** The length whose first octet is at {@code at}, followed by {@code octets} more. */
  static long length(byte[] bytes, int at, int octets) throws CrlException {
    if (octets == 0) {
      return bytes[at];
    }
    long value = 0;
    for (int i = 1; i <= octets; i++) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    if (value < 0x80 || value >>> (8 * (octets - 1)) == 0) {
      throw CrlException.malformed("a length that is not as short as it can be");
    }
    return value;
  }

  /** Refuses bytes that are not one element of DER, before a parser that recurses reads them. */
  static byte[] checked(byte[] element) throws CrlException {
    DerCursor cursor = new DerCursor().over(element, 0);
    cursor.checkOne(element.length, 0);
    cursor.expectEnd(element.length);
    return element;
  }

  private void checkOne(int end, int depth) throws CrlException {
    if (depth > MAX_DEPTH) {
      throw CrlException.malformed("elements nested too deep");
    }
    int tag = tag(end);
    if (tag < 0 || (tag & 0x1f) == 0x1f) {
      throw CrlException.malformed("an element without a tag, or with one of many octets");
    }
    header(end);
    int inner = start + length;
    boolean constructed = (tag & 0x20) != 0;
    at = constructed ? start : inner;
    while (at < inner) {
      checkOne(inner, depth + 1);
    }
  }

  /** The time at the cursor in seconds since 1970 (RFC 5280 §5.1.2.4 to §5.1.2.6). */
  long time(int end) throws CrlException {
    boolean utc = tag(end) == UTC_TIME;
    int from = take(utc ? UTC_TIME : GENERALIZED_TIME, end);
    if (length != (utc ? 13 : 15) || bytes[from + length - 1] != 'Z') {
      throw CrlException.malformed("a time that is not of the form that lists have");
    }
    int year = two(from);
    if (utc) {
      year += year < 50 ? 2000 : 1900;
      from += 2;
    } else {
      year = 100 * year + two(from + 2);
      from += 4;
    }
    int month = two(from);
    int day = two(from + 2);
    int hour = two(from + 4);
    int minute = two(from + 6);
    int second = two(from + 8);
    if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      throw CrlException.malformed("a day that does not exist");
    }
    if (hour > 23 || minute > 59 || second > 59) {
      throw CrlException.malformed("a time of day that does not exist");
    }
    return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
  }

  private int two(int from) throws CrlException {
    int tens = bytes[from] - '0';
    int ones = bytes[from + 1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
      throw CrlException.malformed("a time with something other than digits");
    }
    return 10 * tens + ones;
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** In the Gregorian calendar, of which each 400 years have 146,097 days; no object is made. */
  private static long daysSince1970(int year, int month, int day) {
    int shifted = month > 2 ? year : year - 1;
    int era = Math.floorDiv(shifted, 400);
    int yearOfEra = shifted - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }
}
