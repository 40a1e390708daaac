package org.sealpost.unmark;

import java.util.Optional;
import org.sealpost.unmark.Glyphs.Kind;
import org.sealpost.unmark.StateWords.Place;
import org.sealpost.unmark.StateWords.Read;
import org.sealpost.unmark.StateWords.Reading;

/**
 * Recognises marks in a text, by their form and by what they say, not by their seal word:
 *
 * <pre>
 * mark     = "[" *blank word 1*blank group *(1*blank group) *blank "]" [blank]
 * word     = 2*12(letter / digit)                 ; see org.sealpost.mark.SealWord
 * group    = sign [state]                         ; the first with its state always
 * sign     = picture / "?" / U+FFFD               ; the latter in charsets that lack it
 * dropped  = "[" word 1*blank state 1*blank "]"   ; the pictures left out, the last one's blank not
 * cut-off  = "[" word 1*blank picture (state / beginning of a state) [ellipsis] [blank]
 * bare     = word 1*blank picture state *(1*blank group) [blank]
 * </pre>
 *
 * in any form that {@link Glyphs} reads, upper and lower case and compatible forms alike; in the
 * names of files also with other characters in the place of brackets, blanks and pictures. The word
 * makes no difference: if only the right one were taken off, who sends a text with many words to be
 * quoted would learn it from the answer. All else in brackets belongs to whoever writes it.
 * Immutable.
 */
final class Recogniser {
  /** No mark is longer, in characters, with all the markup in it. */
  static final int LONGEST = 1 << 14;

  private static final int MOST_BLANKS = 8;
  private static final int MOST_UNSEEN = 200;
  private static final int MOST_GROUPS = 5;

  /** Whether looking at this place is worth the while. */
  boolean mayBegin(CharSequence text, int at, int limit) {
    char c = text.charAt(at);
    if (c < 128 && !Letters.is(c)) {
      return c == '[' || c == '&' || c == '%' || c == '(' || c == '{' || c == '\\';
    }
    if (at > 0 && Letters.is(text.charAt(at - 1))) {
      return false;
    }
    int end = at;
    while (end < limit && text.charAt(end) < 128 && Letters.is(text.charAt(end))) {
      end++;
    }
    // The quick way over the words of a text, and what stands behind most of them.
    return end == at
        || end + 1 >= limit
        || !(isPlain(text.charAt(end))
            || (text.charAt(end) == ' '
                && (isPlain(text.charAt(end + 1)) || Letters.is(text.charAt(end + 1)))));
  }

  private static boolean isPlain(char c) {
    return c < 128 && !Letters.is(c) && c > ' ' && "&%<_+\\".indexOf(c) < 0;
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
    TagEnds tags = new TagEnds();
    for (int at = 0; at < text.length(); at++) {
      Cuts cuts = at(text, at, text.length(), false, tags);
      if (cuts.isFound()) {
        String first = text.substring(0, at) + replacement;
        return Optional.of(first + clean(text.substring(cuts.end()), false));
      }
    }
    return Optional.empty();
  }

  private String once(String text, boolean fileName) {
    StringBuilder left = new StringBuilder(text.length());
    TagEnds tags = new TagEnds();
    int done = 0;
    int at = 0;
    while (at < text.length()) {
      int limit = Math.min(text.length(), at + LONGEST);
      boolean worth = fileName || mayBegin(text, at, limit);
      Cuts cuts = worth ? at(text, at, limit, fileName, tags) : Cuts.NONE;
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
   * @param tags of this text
   */
  Cuts at(CharSequence text, int at, int limit, boolean fileName, TagEnds tags) {
    Glyphs glyphs = new Glyphs(text, at, limit, tags);
    if (glyphs.next() != Kind.VISIBLE) {
      return Cuts.NONE;
    }
    Bracket bracket = Bracket.of(glyphs.codePoint(), fileName);
    if (bracket == Bracket.NONE
        && (!Letters.is(glyphs.codePoint())
            || (at > 0 && Letters.is(Character.codePointBefore(text, at))))) {
      return Cuts.NONE;
    }
    return new Attempt(glyphs, bracket, fileName).read();
  }

  /** One place where a mark may begin. */
  private static final class Attempt {
    private final Bracket bracket;
    private final boolean fileName;
    private final boolean percent;
    private Glyphs glyphs;
    private Cuts cuts = new Cuts();

    /** Whether the first sign is a picture of ours, and not what stands for one. */
    private boolean picture;

    private boolean cutOff;

    Attempt(Glyphs glyphs, Bracket bracket, boolean fileName) {
      this.glyphs = glyphs;
      this.bracket = bracket;
      this.fileName = fileName;
      this.percent = glyphs.isPercentEncoded();
    }

    Cuts read() {
      boolean bracketed = bracket != Bracket.NONE;
      if (bracketed) {
        cuts.add(glyphs);
        glyphs.next();
        if (skipBlanks(false) < 0) {
          return Cuts.NONE;
        }
      }
      if (!Letters.read(glyphs, cuts, bracketed)
          || skipBlanks(fileName || percent) <= 0
          || glyphs.kind() != Kind.VISIBLE) {
        return Cuts.NONE;
      }
      boolean sign = !Letters.is(glyphs.codePoint());
      if (!(sign ? group(true) : state())) {
        return Cuts.NONE;
      }
      for (int i = 0; i < MOST_GROUPS && !cutOff && another(); i++) {
        sign = true;
      }
      return end(sign);
    }

    /** From the last group on. */
    private Cuts end(boolean sign) {
      Place last = Place.of(glyphs, cuts);
      int blanks = cutOff ? 0 : skipBlanks(false);
      boolean closed =
          bracket != Bracket.NONE
              && blanks >= 0
              && glyphs.kind() == Kind.VISIBLE
              && bracket.closes(glyphs.codePoint(), fileName);
      if (closed) {
        boolean enough = picture || (sign ? bracket.isOurs(fileName) : blanks > 0);
        return enough && (sign || bracket == Bracket.SQUARE) ? closed() : Cuts.NONE;
      }
      boolean open = bracket == Bracket.NONE ? !cutOff : bracket == Bracket.SQUARE;
      if (!picture || !open) {
        return Cuts.NONE;
      }
      goTo(last);
      while (cutOff && glyphs.kind() == Kind.VISIBLE && StateWords.isEllipsis(glyphs.codePoint())) {
        cuts.add(glyphs);
        glyphs.next();
      }
      return blankBehind(glyphs);
    }

    private Cuts closed() {
      cuts.add(glyphs);
      glyphs.next();
      return blankBehind(glyphs);
    }

    private Cuts blankBehind(Glyphs from) {
      Glyphs ahead = from.copy();
      for (int i = 0;
          i < MOST_BLANKS && (ahead.kind() == Kind.MARKUP || ahead.kind() == Kind.IGNORED);
          i++) {
        ahead.next();
      }
      if (ahead.kind() == Kind.BLANK || (percent && isBlankLike(ahead))) {
        cuts.add(ahead);
      }
      return cuts.found();
    }

    /** Another group behind the last; without one all is as it was. */
    private boolean another() {
      Place before = Place.of(glyphs, cuts);
      if (skipBlanks(false) > 0 && group(false)) {
        return true;
      }
      goTo(Place.of(before.glyphs(), before.cuts()));
      // An underscore may as well stand for the bracket.
      if ((fileName || percent)
          && skipBlanks(true) > 0
          && Signs.isPicture(glyphs.codePoint())
          && group(false)) {
        return true;
      }
      goTo(before);
      return false;
    }

    private boolean group(boolean first) {
      if (glyphs.kind() != Kind.VISIBLE) {
        return false;
      }
      boolean isPicture = Signs.isPicture(glyphs.codePoint());
      if (isPicture) {
        picture |= first;
        sign();
      } else {
        // What takes two units in UTF-16 leaves two behind in some programs.
        int standIns = 0;
        while (standIns < 2
            && glyphs.kind() == Kind.VISIBLE
            && Signs.isStandIn(glyphs.codePoint(), fileName)
            && (standIns == 0 || glyphs.codePoint() != '_')) {
          sign();
          standIns++;
        }
        if (standIns == 0) {
          return false;
        }
      }
      return state() || !first;
    }

    private void sign() {
      do {
        cuts.add(glyphs);
      } while (glyphs.next() == Kind.IGNORED);
      for (int i = 0; i < MOST_BLANKS && glyphs.kind() == Kind.MARKUP; i++) {
        glyphs.next();
      }
    }

    private boolean state() {
      Reading reading = StateWords.at(glyphs, cuts);
      if (reading.read() == Read.NONE) {
        return false;
      }
      goTo(reading.behind());
      cutOff = reading.read() == Read.BEGINNING;
      return true;
    }

    private void goTo(Place place) {
      glyphs = place.glyphs();
      cuts = place.cuts();
    }

    /** Skips what is not seen; the number of blanks and breaks, -1 if there are too many. */
    private int skipBlanks(boolean underscores) {
      int blanks = 0;
      for (int unseen = 0; unseen <= MOST_UNSEEN && blanks <= MOST_BLANKS; unseen++) {
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
            return blanks;
          }
        }
        glyphs.next();
      }
      return -1;
    }

    private static boolean isBlankLike(Glyphs glyphs) {
      return glyphs.kind() == Kind.VISIBLE
          && (glyphs.codePoint() == '_' || glyphs.codePoint() == '+');
    }
  }
}
