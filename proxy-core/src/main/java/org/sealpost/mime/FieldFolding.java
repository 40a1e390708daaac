package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Writes a header field's text: encoded words where it must, folding where it can. */
final class FieldFolding {
  private static final int WIDTH = 76;
  private static final int LONGEST_RUN = 450;
  private static final int BYTES_PER_WORD = 45;
  private static final String ENCODED_START = "=?UTF-8?B?";

  private FieldFolding() {}

  static String fold(String name, String value) {
    String clean = withoutControls(value).strip();
    boolean plain = clean.chars().allMatch(c -> c < 127) && longestRun(clean) <= LONGEST_RUN;
    return foldWords(name + ":", plain ? clean : encodedWords(clean, name.length())) + "\r\n";
  }

  private static String withoutControls(String value) {
    StringBuilder clean = new StringBuilder(value.length());
    value.chars().forEach(c -> clean.append(Character.isISOControl(c) ? ' ' : (char) c));
    return clean.toString();
  }

  /** Of a word, or of the blanks between two. */
  private static int longestRun(String text) {
    int longest = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if ((text.charAt(i) == ' ') != (text.charAt(start) == ' ')) {
        start = i;
      }
      longest = Math.max(longest, i + 1 - start);
    }
    return longest;
  }

  /** Encoded words of at most 75 characters, no character cut in two (RFC 2047 §2, §5). */
  private static String encodedWords(String text, int nameLength) {
    StringBuilder words = new StringBuilder();
    int room = Math.max(12, (WIDTH - nameLength - 14) / 4 * 3);
    int start = 0;
    while (start < text.length()) {
      int end = start;
      int bytes = 0;
      while (end < text.length()) {
        int next = end + Character.charCount(text.codePointAt(end));
        int more = text.substring(end, next).getBytes(UTF_8).length;
        if (bytes + more > Math.min(room, BYTES_PER_WORD)) {
          break;
        }
        bytes += more;
        end = next;
      }
      byte[] piece = text.substring(start, end).getBytes(UTF_8);
      words
          .append(words.isEmpty() ? "" : " ")
          .append(ENCODED_START)
          .append(Base64.getEncoder().encodeToString(piece))
          .append("?=");
      start = end;
      room = BYTES_PER_WORD;
    }
    return words.toString();
  }

  /** Breaks the line before a blank that a word follows, so that no line is of blanks only. */
  private static String foldWords(String start, String text) {
    StringBuilder folded = new StringBuilder(start);
    int column = start.length();
    int i = 0;
    String spaced = " " + text;
    while (i < spaced.length() && !text.isEmpty()) {
      int wordStart = i;
      while (wordStart < spaced.length() && spaced.charAt(wordStart) == ' ') {
        wordStart++;
      }
      int wordEnd = spaced.indexOf(' ', wordStart);
      if (wordEnd < 0) {
        wordEnd = spaced.length();
      }
      if (column > start.length() && column + wordEnd - i > WIDTH) {
        folded.append("\r\n");
        column = 0;
      }
      folded.append(spaced, i, wordEnd);
      column += wordEnd - i;
      i = wordEnd;
    }
    return folded.toString();
  }
}
