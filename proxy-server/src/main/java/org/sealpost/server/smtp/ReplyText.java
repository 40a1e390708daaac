package org.sealpost.server.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a text into reply lines, and reads one that came. A reply's characters are its octets: a
 * text in UTF-8 has several for most letters. Pure.
 */
final class ReplyText {
  /**
   * In octets: what fits in a reply line of 512 octets (RFC 5321 §4.5.3.1.5) with room to spare.
   */
  private static final int WIDTH = 400;

  /** From here on are the scripts that break a line between any two letters. */
  private static final int FIRST_IDEOGRAPH = 0x2e80;

  private ReplyText() {}

  /**
   * Lines of octets.
   *
   * @param start stands at the beginning of each
   * @param text one line
   */
  static List<String> lines(String start, String text) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (octets(rest).length() > WIDTH) {
      int end = end(rest);
      lines.add(start + octets(rest.substring(0, end).stripTrailing()));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(start + octets(rest));
    return lines;
  }

  /** Where the first line ends: never inside a character. */
  private static int end(String text) {
    int width = 0;
    int between = 0;
    int at = 0;
    while (true) {
      int c = text.codePointAt(at);
      width += octets(Character.toString(c)).length();
      if (width > WIDTH) {
        return between > 0 ? between : at;
      }
      if (at > 0 && mayBreakBefore(c, text.codePointBefore(at))) {
        between = at;
      }
      at += Character.charCount(c);
    }
  }

  private static boolean mayBreakBefore(int c, int before) {
    if (c == ' ') {
      return true;
    }
    return before >= FIRST_IDEOGRAPH && Character.isLetterOrDigit(c) && c >= FIRST_IDEOGRAPH;
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** What octets mean, if they are UTF-8; else they are left as they are. */
  static String decoded(String octets) {
    if (octets.chars().allMatch(c -> c < 128)) {
      return octets;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return octets;
    }
  }
}
