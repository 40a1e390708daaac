package org.sealpost.unmark;

import java.text.Normalizer;
import org.sealpost.mark.SealWord;
import org.sealpost.unmark.Glyphs.Kind;

/** Reads what can be a seal word, whatever word it is. Pure. */
final class Letters {
  private static final int MOST_BREAKS = 4;
  private static final int MOST_UNSEEN = 50;

  /** A word of {@link SealWord#LONGEST} syllables of Hangul falls apart into so many letters. */
  private static final int MOST = 4 * SealWord.LONGEST;

  private Letters() {}

  /** A letter, a digit, or a mark on one. */
  static boolean is(int c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetter(c) || isNumber(c);
    };
  }

  private static boolean isNumber(int c) {
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /**
   * Reads a word from the glyph that is there on; behind it the glyphs are at what follows.
   *
   * @param wraps whether lines may be broken within it
   */
  static boolean read(Glyphs glyphs, Cuts cuts, boolean wraps) {
    StringBuilder word = new StringBuilder();
    int breaks = 0;
    int unseen = 0;
    while (word.length() <= MOST && unseen <= MOST_UNSEEN) {
      switch (glyphs.kind()) {
        case VISIBLE -> {
          if (!is(glyphs.codePoint())) {
            return isOne(word);
          }
          word.appendCodePoint(glyphs.codePoint());
          cuts.add(glyphs);
        }
        case IGNORED -> {
          unseen++;
          cuts.add(glyphs);
        }
        case MARKUP -> unseen++;
        case BLANK, LINE_BREAK -> {
          if (!wraps || breaks++ == MOST_BREAKS || !goesOn(glyphs)) {
            return isOne(word);
          }
          if (glyphs.kind() == Kind.BLANK) {
            // format=flowed leaves a blank at the end of a line that was wrapped.
            cuts.add(glyphs);
            glyphs.next();
          }
        }
        case NONE -> {
          return false;
        }
      }
      glyphs.next();
    }
    return false;
  }

  /** Whether a line was broken here within the word: the next begins with a letter. */
  private static boolean goesOn(Glyphs glyphs) {
    Glyphs ahead = glyphs.copy();
    if (ahead.kind() == Kind.BLANK && ahead.next() != Kind.LINE_BREAK) {
      return false;
    }
    Kind kind = ahead.next();
    for (int i = 0; i < MOST_UNSEEN && (kind == Kind.MARKUP || kind == Kind.IGNORED); i++) {
      kind = ahead.next();
    }
    return kind == Kind.VISIBLE && is(ahead.codePoint());
  }

  private static boolean isOne(CharSequence word) {
    return word.length() >= SealWord.SHORTEST
        && SealWord.isOne(Normalizer.normalize(word, Normalizer.Form.NFC));
  }
}
