package org.sealpost.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises several keywords in one pair of brackets, as {@code [sign, encrypt]} or {@code
 * [加密簽章]}: nothing but words of keywords, or one of them beside a comma or the like. Pure.
 */
final class JoinedKeywords {
  private static final Pattern SEPARATOR = Pattern.compile("[,;/+&|.:*=~\\\\、，；／＋＆｜。：·・]+");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Set<String> JOINING = Set.of("and", "及", "與", "和", "並", "且");

  private JoinedKeywords() {}

  /** A keyword that the text between two brackets has beside others; the text is none by itself. */
  static Optional<Keyword> in(String inside, List<Keyword> keywords) {
    String text = LookAlike.simplified(inside, false);
    String[] parts = SEPARATOR.split(text, -1);
    if (parts.length > 1) {
      for (String part : parts) {
        String word = part.replace(" ", "");
        for (Keyword keyword : keywords) {
          if (keyword.wish() != Wish.PLAIN && keyword.word().equals(word)) {
            return Optional.of(keyword);
          }
        }
      }
    }
    return onlyKeywords(NO_LETTERS.matcher(text).replaceAll(""), keywords);
  }

  private static Optional<Keyword> onlyKeywords(String letters, List<Keyword> keywords) {
    boolean[] reached = new boolean[letters.length() + 1];
    reached[0] = true;
    Optional<Keyword> found = Optional.empty();
    int words = 0;
    for (int at = 0; at < letters.length(); at++) {
      if (!reached[at]) {
        continue;
      }
      for (Keyword keyword : keywords) {
        String word = NO_LETTERS.matcher(keyword.word()).replaceAll("");
        if (letters.startsWith(word, at)) {
          reached[at + word.length()] = true;
          words += word.length() < letters.length() ? 1 : 0;
          found = found.isEmpty() || keyword.wish() == Wish.ENCRYPT ? Optional.of(keyword) : found;
        }
      }
      for (String word : JOINING) {
        if (at > 0 && letters.startsWith(word, at)) {
          reached[at + word.length()] = true;
        }
      }
    }
    return reached[letters.length()] && words > 1 ? found : Optional.empty();
  }
}
