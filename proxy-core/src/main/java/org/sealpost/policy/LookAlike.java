package org.sealpost.policy;

import java.text.Normalizer;

/**
 * Recognises a keyword that was mistyped: another kind of bracket, a bracket missing, doubled or
 * beside its place, blanks or full-width letters in the word, or a {@link TypingSlip} of the whole,
 * brackets included. An overlooked {@link Wish#PLAIN} protects more than was asked for, so other
 * brackets around it are none: {@code T-shirts (plain)}. Pure.
 */
final class LookAlike {
  private final String text;
  private final String whole;
  private final String word;
  private final boolean harmless;

  private LookAlike(String text, String whole, boolean harmless) {
    this.text = text;
    this.whole = whole;
    this.word = whole.substring(1, whole.length() - 1);
    this.harmless = harmless;
  }

  /** Whether the text begins with one; the text has no true keyword there. */
  static boolean begins(String text, Keyword keyword) {
    return new LookAlike(simplified(text, false), whole(keyword, false), isHarmless(keyword))
        .isOne();
  }

  /** Whether the text ends with one; the text has no true keyword there. */
  static boolean ends(String text, Keyword keyword) {
    return new LookAlike(mirrored(text), whole(keyword, true), isHarmless(keyword)).isOne();
  }

  private static String mirrored(String text) {
    return simplified(new StringBuilder(text).reverse().toString(), true);
  }

  private static String whole(Keyword keyword, boolean mirrored) {
    return mirrored ? mirrored(keyword.text()) : simplified(keyword.text(), false);
  }

  private static boolean isHarmless(Keyword keyword) {
    return keyword.wish() == Wish.PLAIN;
  }

  /** Each character as what it would be, had it been typed plainly. */
  static String simplified(String text, boolean mirrored) {
    StringBuilder simple = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char kind = Brackets.kind(c);
      if (Blanks.isBlank(c)) {
        simple.append(' ');
      } else if (Brackets.opens(kind) || Brackets.closes(kind)) {
        simple.append(mirrored ? Brackets.mirrored(kind) : kind);
      } else {
        String plain = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
        simple.append(Character.toLowerCase(plain.length() == 1 ? plain.charAt(0) : c));
      }
    }
    return simple.toString();
  }

  private boolean isOne() {
    if (text.isEmpty()) {
      return false;
    }
    return isSlipOfTheWhole()
        || (isBracket(text.charAt(0)) ? isMistypedInside() : lacksTheFirstBracket());
  }

  /** Where its closing bracket is the slip, none may close it later: {@code [sign up]} is none. */
  private boolean isSlipOfTheWhole() {
    for (int end = whole.length() - 1; end <= whole.length() + 1; end++) {
      if (end > 0 && end <= text.length() && TypingSlip.between(text.substring(0, end), whole)) {
        int close = nextBracket(end);
        boolean closedLater = close < text.length() && Brackets.closes(text.charAt(close));
        boolean hasItsBracket =
            isBracket(text.charAt(end - 1))
                || text.substring(0, end).indexOf(whole.charAt(whole.length() - 1)) > 0;
        if (hasItsBracket || !closedLater) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isMistypedInside() {
    int start = 0;
    while (start < text.length() && isBracket(text.charAt(start))) {
      start++;
    }
    int end = nextBracket(start);
    boolean closed = end < text.length() && Brackets.closes(text.charAt(end));
    boolean square =
        Brackets.isSquare(text.charAt(start - 1))
            && (!closed || Brackets.isSquare(text.charAt(end)));
    if (harmless && !square) {
      return false;
    }
    String inside = text.substring(start, end);
    if (!closed) {
      return isWordThatNothingCloses(inside);
    }
    String read = inside.replace(" ", "");
    return read.equals(word) || (square && TypingSlip.between(read, word));
  }

  private boolean isWordThatNothingCloses(String inside) {
    String strip = inside.strip();
    int blank = strip.indexOf(' ');
    String read = blank < 0 ? strip : strip.substring(0, blank);
    return read.equals(word)
        || (read.length() == word.length() + 1
            && read.startsWith(word)
            && !Character.isLetterOrDigit(read.charAt(word.length())));
  }

  private boolean lacksTheFirstBracket() {
    int end = nextBracket(0);
    if (end == text.length()
        || !Brackets.closes(text.charAt(end))
        || (harmless && !Brackets.isSquare(text.charAt(end)))) {
      return false;
    }
    String read = text.substring(0, end).stripTrailing();
    return read.equals(word)
        || (read.length() == word.length() + 1
            && read.endsWith(word)
            && !Character.isLetterOrDigit(read.charAt(0)));
  }

  private int nextBracket(int from) {
    int i = from;
    while (i < text.length() && !isBracket(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isBracket(char simple) {
    return Brackets.opens(simple) || Brackets.closes(simple);
  }
}
