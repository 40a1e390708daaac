package org.sealpost.unmark;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * A character that is written behind a backslash: {@code \}{@code u2714} as in JSON (RFC 8259 §7)
 * and in programs, or {@code \}{@code u10004?} and {@code \'c3\'b1} as in RTF, where a number is
 * decimal, may be negative, and is followed by what old programs show instead.
 *
 * @param end behind all that belongs to it
 */
record Escape(int codePoint, int end) {
  private static final Charset CHINESE = Charset.forName("Big5");
  private static final Charset WESTERN = Charset.forName("windows-1252");
  private static final int MOST_DIGITS = 5;

  /** In octets; a character of Chinese has two. */
  private static final int LONGEST_SUBSTITUTE = 2;

  /** The one that begins there, if one does. */
  static Optional<Escape> at(CharSequence text, int at, int limit) {
    if (at + 1 < limit && text.charAt(at + 1) == '\'') {
      return octets(text, at, limit);
    }
    Optional<Escape> unit = unit(text, at, limit);
    if (unit.isEmpty() || !Character.isHighSurrogate((char) unit.get().codePoint)) {
      return unit;
    }
    return unit(text, unit.get().end, limit)
        .filter(low -> Character.isLowSurrogate((char) low.codePoint))
        .map(low -> pair(unit.get(), low));
  }

  private static Escape pair(Escape high, Escape low) {
    return new Escape(Character.toCodePoint((char) high.codePoint, (char) low.codePoint), low.end);
  }

  /** One unit of UTF-16. */
  private static Optional<Escape> unit(CharSequence text, int at, int limit) {
    if (at + 2 >= limit || text.charAt(at) != '\\' || text.charAt(at + 1) != 'u') {
      return Optional.empty();
    }
    Optional<Escape> decimal = decimal(text, at + 2, limit);
    return decimal.isPresent() ? decimal : hexadecimal(text, at + 2, limit);
  }

  private static Optional<Escape> hexadecimal(CharSequence text, int from, int limit) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < limit && text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      value = (value << 4) | digit;
    }
    return Optional.of(new Escape(value, from + 4));
  }

  /** As in RTF, which is told from the other by what follows. */
  private static Optional<Escape> decimal(CharSequence text, int from, int limit) {
    boolean negative = text.charAt(from) == '-';
    int at = negative ? from + 1 : from;
    int value = 0;
    int digits = 0;
    while (at < limit && digits < MOST_DIGITS && isDigit(text.charAt(at))) {
      value = 10 * value + text.charAt(at++) - '0';
      digits++;
    }
    int behind = at < limit && text.charAt(at) == ' ' ? at + 1 : at;
    int end = substitute(text, behind, limit);
    boolean told = end > behind || negative || (digits == MOST_DIGITS && isEnd(text, at, limit));
    return digits == 0 || value > Character.MAX_VALUE || !told
        ? Optional.empty()
        : Optional.of(new Escape((negative ? -value : value) & 0xffff, end));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isEnd(CharSequence text, int at, int limit) {
    return at < limit && " \\{}".indexOf(text.charAt(at)) >= 0;
  }

  private static int substitute(CharSequence text, int from, int limit) {
    if (from < limit && text.charAt(from) == '?') {
      return from + 1;
    }
    int end = from;
    for (int i = 0; i < LONGEST_SUBSTITUTE && octet(text, end, limit) >= 0; i++) {
      end += 4;
    }
    return end;
  }

  private static Optional<Escape> octets(CharSequence text, int at, int limit) {
    int first = octet(text, at, limit);
    if (first < 0) {
      return Optional.empty();
    }
    int second = octet(text, at + 4, limit);
    int end = second >= 0 ? at + 8 : at + 5;
    int trail = second >= 0 ? second : at + 4 < limit ? text.charAt(at + 4) : 0;
    Optional<Escape> chinese =
        first > 0x80 && trail >= 0x40 && trail <= 0xff
            ? decoded(CHINESE, end, (byte) first, (byte) trail)
            : Optional.empty();
    return chinese.isPresent() ? chinese : decoded(WESTERN, at + 4, (byte) first);
  }

  private static Optional<Escape> decoded(Charset charset, int end, byte... octets) {
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      return Optional.of(new Escape(text.codePointAt(0), end));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The octet in {@code \'c3}, or -1. */
  private static int octet(CharSequence text, int at, int limit) {
    if (at + 3 >= limit || text.charAt(at) != '\\' || text.charAt(at + 1) != '\'') {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 2), 16);
    int low = Character.digit(text.charAt(at + 3), 16);
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }
}
