package org.sealpost.unmark;

import java.text.Normalizer;
import java.util.Locale;
import org.sealpost.mark.SealWord;
import org.sealpost.unmark.Glyphs.Kind;

/**
 * The seal word as it is compared: lower case, in Unicode's normal form KD, so that composed and
 * decomposed letters, full-width and other compatible forms are alike. Immutable.
 */
final class WordForm {
  private static final int MOST_BREAKS = 4;

  private final int[] word;

  WordForm(SealWord word) {
    this.word = folded(word.word());
  }

  private static int[] folded(String text) {
    return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
        .codePoints()
        .toArray();
  }

  private static int[] folded(int c) {
    return c < 128 ? new int[] {c >= 'A' && c <= 'Z' ? c + 32 : c} : folded(Character.toString(c));
  }

  /** Whether the word may begin with it. */
  boolean mayBeginWith(int c) {
    return !Character.isSurrogate((char) c) && folded(c)[0] == word[0];
  }

  /**
   * Reads the word from the glyph that is there on, lines broken and blanks beside the break left
   * out; behind it the glyphs are at what follows.
   */
  boolean matches(Glyphs glyphs, Cuts cuts) {
    int matched = 0;
    int breaks = 0;
    while (matched < word.length) {
      switch (glyphs.kind()) {
        case VISIBLE -> {
          for (int c : folded(glyphs.codePoint())) {
            if (matched == word.length || word[matched++] != c) {
              return false;
            }
          }
          cuts.add(glyphs);
        }
        case IGNORED -> cuts.add(glyphs);
        case MARKUP -> {}
        case LINE_BREAK -> breaks++;
        case BLANK -> {
          // A line that was wrapped inside the word: format=flowed leaves a blank at its end.
          Glyphs ahead = glyphs.copy();
          if (ahead.next() != Kind.LINE_BREAK) {
            return false;
          }
          cuts.add(glyphs);
        }
        case NONE -> {
          return false;
        }
      }
      if (breaks > MOST_BREAKS) {
        return false;
      }
      glyphs.next();
    }
    return glyphs.kind() != Kind.VISIBLE || !Recogniser.isLetter(glyphs.codePoint());
  }
}
