package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Writes any text as encoded words of at most 75 characters (RFC 2047 §2). Pure. */
final class EncodedText {
  private static final int BYTES_PER_WORD = 45;
  private static final int LINE = 76;
  private static final int AROUND = "=?UTF-8?B??=".length();

  private EncodedText() {}

  /**
   * The words, each on a line of its own, and no character cut in two.
   *
   * @param column where the first begins
   */
  static String words(String text, int column) {
    StringBuilder words = new StringBuilder();
    int room = Math.max(4, Math.min((LINE - column - AROUND) / 4 * 3, BYTES_PER_WORD));
    int start = 0;
    while (start < text.length()) {
      int end = start;
      int bytes = 0;
      while (end < text.length()) {
        int next = end + Character.charCount(text.codePointAt(end));
        int more = text.substring(end, next).getBytes(UTF_8).length;
        if (bytes + more > room) {
          break;
        }
        bytes += more;
        end = next;
      }
      byte[] piece = text.substring(start, end).getBytes(UTF_8);
      words
          .append(words.isEmpty() ? "" : "\r\n ")
          .append("=?UTF-8?B?")
          .append(Base64.getEncoder().encodeToString(piece))
          .append("?=");
      start = end;
      room = BYTES_PER_WORD;
    }
    return words.toString();
  }
}
