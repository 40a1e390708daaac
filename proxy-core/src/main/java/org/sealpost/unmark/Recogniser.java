package org.sealpost.unmark;

import java.util.Optional;
import org.sealpost.mark.SealWord;
import org.sealpost.unmark.Glyphs.Kind;

/**
 * Recognises the mark of this installation in a text:
 *
 * <pre>
 * mark      = "[" *blank word (blank / sign) 0*160(glyph) "]" [blank]   ; as it was put there
 * truncated = "[" *blank word 1*blank signs                             ; cut off before its end
 * bare      = word 1*(blank / "_") signs [blank]                        ; the brackets lost
 * </pre>
 *
 * in any form that {@link Glyphs} reads, upper and lower case and compatible forms alike. {@code
 * bare} counts in running text only with one of the pictures that marks have; in the name of a
 * file, where programs replace what a file system does not take, with anything in its place. The
 * word itself, in brackets or not, belongs to whoever writes it. Immutable.
 */
final class Recogniser {
  /** No mark is longer, in characters, with all the markup in it. */
  static final int LONGEST = 1 << 14;

  private static final int MOST_GLYPHS = 160;
  private static final int MOST_BREAKS = 12;
  private static final int MOST_BLANKS = 8;

  private final WordForm word;
  private final boolean[] mayBegin = new boolean[1 << 16];

  Recogniser(SealWord word) {
    this.word = new WordForm(word);
    for (int c = 0; c < mayBegin.length; c++) {
      mayBegin[c] =
          opens(c)
              || c == '&'
              || c == '%'
              || Character.isHighSurrogate((char) c)
              || this.word.mayBeginWith(c);
    }
  }

  /** Whether looking at a place that begins so is worth the while. */
  boolean mayBegin(char c) {
    return mayBegin[c];
  }

  /** The text without marks; the same object if there is none. */
  String clean(String text, boolean fileName) {
    String before = text;
    String after = once(before, fileName);
    while (!after.equals(before)) {
      before = after;
      after = once(before, fileName);
    }
    return after;
  }

  /** Whether there is a mark in it. */
  boolean finds(String text) {
    return !clean(text, false).equals(text);
  }

  /** The text with its first mark replaced by something; empty if there is none. */
  Optional<String> replaceFirst(String text, String replacement) {
    for (int at = 0; at < text.length(); at++) {
      Cuts cuts = at(text, at, text.length(), false);
      if (cuts.isFound()) {
        String first = text.substring(0, at) + replacement;
        return Optional.of(first + clean(text.substring(cuts.end()), false));
      }
    }
    return Optional.empty();
  }

  private String once(String text, boolean fileName) {
    StringBuilder left = new StringBuilder(text.length());
    int done = 0;
    int at = 0;
    while (at < text.length()) {
      Cuts cuts =
          fileName || mayBegin(text.charAt(at))
              ? at(text, at, Math.min(text.length(), at + LONGEST), fileName)
              : Cuts.NONE;
      for (int i = 0; i < cuts.count(); i++) {
        left.append(text, done, cuts.from(i));
        done = cuts.to(i);
      }
      at = cuts.isFound() ? cuts.end() : at + 1;
    }
    return done == 0 ? text : left.append(text, done, text.length()).toString();
  }

  /**
   * What is to be cut out of the text for a mark that begins here.
   *
   * @param limit where to stop looking: {@link #LONGEST} from here, or the text's end
   */
  Cuts at(CharSequence text, int at, int limit, boolean fileName) {
    Glyphs glyphs = new Glyphs(text, at, limit);
    if (glyphs.next() != Kind.VISIBLE) {
      return Cuts.NONE;
    }
    boolean boundary = at == 0 || !isLetter(Character.codePointBefore(text, at));
    if (opens(glyphs.codePoint())) {
      return new Bracketed(glyphs, new Cuts()).read();
    }
    if (fileName && isReplaced(glyphs.codePoint())) {
      Cuts cuts = new Cuts();
      cuts.add(glyphs);
      glyphs.next();
      return bare(glyphs, cuts, true);
    }
    return boundary ? bare(glyphs, new Cuts(), fileName) : Cuts.NONE;
  }

  private Cuts bare(Glyphs glyphs, Cuts cuts, boolean fileName) {
    boolean spaced = word.matches(glyphs, cuts) && skipBlanks(glyphs, cuts, true) > 0;
    return spaced && isSign(glyphs.codePoint(), fileName)
        ? signs(glyphs, cuts, fileName)
        : Cuts.NONE;
  }

  /** From the first sign on: pieces that begin with a sign, and the blank behind. */
  private static Cuts signs(Glyphs glyphs, Cuts cuts, boolean fileName) {
    int count = 0;
    while (glyphs.kind() == Kind.VISIBLE
        && isSign(glyphs.codePoint(), fileName)
        && count++ < MOST_GLYPHS) {
      cuts.add(glyphs);
      while (isPiece(glyphs.next(), glyphs, fileName) && count++ < MOST_GLYPHS) {
        cuts.add(glyphs);
      }
      boolean bracket = fileName && isBlankLike(glyphs);
      if (glyphs.kind() == Kind.BLANK || isBlankLike(glyphs)) {
        cuts.add(glyphs);
        glyphs.next();
      }
      if (bracket && glyphs.kind() == Kind.BLANK) {
        cuts.add(glyphs);
        glyphs.next();
      }
    }
    return cuts.found();
  }

  private static boolean isPiece(Kind kind, Glyphs glyphs, boolean fileName) {
    return kind == Kind.IGNORED
        || (kind == Kind.VISIBLE
            && !opens(glyphs.codePoint())
            && !(fileName && glyphs.codePoint() == '.')
            && glyphs.codePoint() != '_');
  }

  /** Skips what is not seen; the number of blanks and breaks. */
  private static int skipBlanks(Glyphs glyphs, Cuts cuts, boolean underscores) {
    int blanks = 0;
    while (true) {
      switch (glyphs.kind()) {
        case BLANK -> {
          cuts.add(glyphs);
          blanks++;
        }
        case LINE_BREAK -> blanks++;
        case IGNORED -> cuts.add(glyphs);
        case MARKUP -> {}
        case VISIBLE -> {
          if (!underscores || blanks > 0 || !isBlankLike(glyphs)) {
            return blanks;
          }
          cuts.add(glyphs);
          blanks++;
        }
        case NONE -> {
          return -1;
        }
      }
      if (blanks > MOST_BLANKS) {
        return -1;
      }
      glyphs.next();
    }
  }

  private static boolean isBlankLike(Glyphs glyphs) {
    return glyphs.kind() == Kind.VISIBLE
        && (glyphs.codePoint() == '_' || glyphs.codePoint() == '+');
  }

  /** What file systems and legacy charsets have in the place of what they do not take. */
  private static boolean isReplaced(int c) {
    return "_?-(){}#".indexOf(c) >= 0 || c == 0xfffd;
  }

  private static boolean isSign(int c, boolean fileName) {
    return Signs.isPicture(c) || (fileName && (c == '_' || c == '?'));
  }

  static boolean opens(int c) {
    return c == '[' || c == '\uff3b' || c == '\u3010';
  }

  static boolean closes(int c) {
    return c == ']' || c == '\uff3d' || c == '\u3011';
  }

  static boolean isLetter(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(c);
    };
  }

  /** A mark from its bracket on. */
  private final class Bracketed {
    private final Glyphs glyphs;
    private final Cuts cuts;
    private final boolean percent;

    Bracketed(Glyphs glyphs, Cuts cuts) {
      this.glyphs = glyphs;
      this.cuts = cuts;
      this.percent = glyphs.isPercentEncoded();
    }

    Cuts read() {
      cuts.add(glyphs);
      glyphs.next();
      if (skipBlanks(glyphs, cuts, false) < 0 || !word.matches(glyphs, cuts)) {
        return Cuts.NONE;
      }
      int before = cuts.count();
      int blanks = skipBlanks(glyphs, cuts, percent);
      int c = glyphs.codePoint();
      if (blanks < 0 || (blanks == 0 && (isLetter(c) || closes(c)))) {
        return Cuts.NONE;
      }
      Glyphs rest = glyphs.copy();
      Cuts whole = cuts.copy();
      if (toClose(whole)) {
        return whole.found();
      }
      boolean truncated = blanks > 0 && Signs.isPicture(c) && cuts.count() >= before;
      return truncated ? signs(rest, cuts, false) : Cuts.NONE;
    }

    private boolean toClose(Cuts whole) {
      int seen = 0;
      int breaks = 0;
      while (seen <= MOST_GLYPHS && breaks <= MOST_BREAKS) {
        switch (glyphs.kind()) {
          case NONE -> {
            return false;
          }
          case MARKUP -> {}
          case LINE_BREAK -> breaks++;
          case BLANK, IGNORED -> {
            seen++;
            whole.add(glyphs);
          }
          case VISIBLE -> {
            if (opens(glyphs.codePoint())) {
              return false;
            }
            seen++;
            whole.add(glyphs);
            if (closes(glyphs.codePoint())) {
              blankBehind(whole);
              return true;
            }
          }
        }
        glyphs.next();
      }
      return false;
    }

    private void blankBehind(Cuts whole) {
      whole.endsAt(glyphs.end());
      Glyphs ahead = glyphs.copy();
      Kind kind = ahead.next();
      while (kind == Kind.MARKUP || kind == Kind.IGNORED) {
        kind = ahead.next();
      }
      if (kind == Kind.BLANK || (percent && isBlankLike(ahead))) {
        whole.add(ahead);
      }
    }
  }
}
