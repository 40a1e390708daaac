package org.sealpost.unmark;

import org.sealpost.unmark.Glyphs.Kind;
import org.sealpost.unmark.StateWords.Place;
import org.sealpost.unmark.StateWords.Read;
import org.sealpost.unmark.StateWords.Reading;

/** Reads a mark at one place where it may begin, by the rule of {@link Recogniser}. For one use. */
final class Attempt {
  private static final int MOST_BLANKS = 8;
  private static final int MOST_UNSEEN = 200;
  private static final int MOST_GROUPS = 5;

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

  /** What is to be cut out for it; nothing if there is none. */
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
