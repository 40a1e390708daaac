package org.sealpost.policy;

import java.util.Locale;
import java.util.Optional;

/**
 * What stands in a subject to ask for something: a word in brackets. Upper and lower case are
 * alike, and blanks between bracket and word do not count.
 *
 * @param word in lower case, of letters, digits and hyphens
 */
public record Keyword(Wish wish, char open, String word, char close) {
  private static final int LONGEST_WORD = 30;

  /**
   * A keyword as the configuration has it.
   *
   * @return empty if it is not a word of 2 to 30 letters, digits and hyphens in brackets
   */
  public static Optional<Keyword> of(Wish wish, String written) {
    String text = written.strip();
    if (text.length() < 2) {
      return Optional.empty();
    }
    char open = text.charAt(0);
    char close = text.charAt(text.length() - 1);
    String word = text.substring(1, text.length() - 1).strip().toLowerCase(Locale.ROOT);
    boolean good =
        Brackets.arePair(open, close)
            && word.length() >= 2
            && word.length() <= LONGEST_WORD
            && word.codePoints().allMatch(c -> c == '-' || Character.isLetterOrDigit(c));
    return good ? Optional.of(new Keyword(wish, open, word, close)) : Optional.empty();
  }

  /** As it is written. */
  public String text() {
    return open + word + close;
  }

  /** Where the keyword that begins at {@code at} ends; -1 if none does. */
  int endIn(String subject, int at) {
    if (at >= subject.length() || subject.charAt(at) != open) {
      return -1;
    }
    int from = Blanks.after(subject, at + 1);
    if (!subject.regionMatches(true, from, word, 0, word.length())) {
      return -1;
    }
    int end = Blanks.after(subject, from + word.length());
    return end < subject.length() && subject.charAt(end) == close ? end + 1 : -1;
  }

  /** Where the keyword that ends before {@code end} begins; -1 if none does. */
  int startIn(String subject, int end) {
    if (end <= 0 || subject.charAt(end - 1) != close) {
      return -1;
    }
    int from = Blanks.before(subject, end - 1) - word.length();
    if (from < 0 || !subject.regionMatches(true, from, word, 0, word.length())) {
      return -1;
    }
    int start = Blanks.before(subject, from) - 1;
    return start >= 0 && subject.charAt(start) == open ? start : -1;
  }
}
