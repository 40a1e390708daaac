package org.sealpost.unmark;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.mark.MarkState;

/**
 * Reads the words that marks have behind their signs, of either language, in lower case and
 * Unicode's normal form KD; blanks and line breaks within count for nothing. Pure.
 */
final class StateWords {
  /** How much of a word stands there. */
  enum Read {
    NONE,
    /** Its beginning, before an ellipsis or a line end. */
    BEGINNING,
    WHOLE
  }

  private static final int MOST_UNSEEN = 50;
  private static final int[][] WORDS = words();

  private StateWords() {}

  private static int[][] words() {
    return Arrays.stream(MarkState.values())
        .flatMap(state -> List.of(Locale.ENGLISH, Phrase.TAIWAN).stream().map(it -> state.word(it)))
        .map(word -> folded(word.replace(" ", "")))
        .toArray(int[][]::new);
  }

  private static int[] folded(String text) {
    return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
        .codePoints()
        .toArray();
  }

  /** A place to go back to. */
  record Place(Glyphs glyphs, Cuts cuts) {
    static Place of(Glyphs glyphs, Cuts cuts) {
      return new Place(glyphs.copy(), cuts.copy());
    }
  }

  /** What was read, and the place behind it. */
  record Reading(Read read, Place behind) {}

  /** Reads the longest word that stands here. */
  static Reading at(Glyphs start, Cuts soFar) {
    Place place = Place.of(start, soFar);
    Glyphs glyphs = place.glyphs();
    Cuts cuts = place.cuts();
    List<Reading> found = new ArrayList<>();
    List<int[]> words = List.of(WORDS);
    int matched = 0;
    int unseen = 0;
    while (unseen <= MOST_UNSEEN) {
      switch (glyphs.kind()) {
        case VISIBLE -> {
          if (isEllipsis(glyphs.codePoint()) && matched > 0 && found.isEmpty()) {
            return new Reading(Read.BEGINNING, Place.of(glyphs, cuts));
          }
          for (int c : folded(Character.toString(glyphs.codePoint()))) {
            int at = matched++;
            words = words.stream().filter(it -> it.length > at && it[at] == c).toList();
          }
          if (words.isEmpty()) {
            return last(found);
          }
          cuts.add(glyphs);
        }
        case BLANK -> {
          unseen++;
          // Between a sign and its word nobody puts a blank but who wraps the line there.
          if (matched == 0 && glyphs.copy().next() != Glyphs.Kind.LINE_BREAK) {
            return last(found);
          }
          cuts.add(glyphs);
          glyphs.next();
          continue;
        }
        case LINE_BREAK -> {
          if (matched > 0 && found.isEmpty()) {
            found.add(new Reading(Read.BEGINNING, Place.of(glyphs, cuts)));
          }
          unseen++;
          glyphs.next();
          continue;
        }
        case IGNORED, MARKUP -> {
          unseen++;
          if (glyphs.kind() == Glyphs.Kind.IGNORED) {
            cuts.add(glyphs);
          }
          glyphs.next();
          continue;
        }
        case NONE -> {
          if (matched > 0 && found.isEmpty()) {
            found.add(new Reading(Read.BEGINNING, Place.of(glyphs, cuts)));
          }
          return last(found);
        }
      }
      glyphs.next();
      int length = matched;
      boolean ends = glyphs.kind() != Glyphs.Kind.VISIBLE || !Letters.is(glyphs.codePoint());
      if (ends && words.stream().anyMatch(word -> word.length == length)) {
        found.add(new Reading(Read.WHOLE, Place.of(glyphs, cuts)));
      }
    }
    return last(found);
  }

  private static Reading last(List<Reading> found) {
    return found.isEmpty() ? new Reading(Read.NONE, new Place(null, null)) : found.getLast();
  }

  static boolean isEllipsis(int c) {
    return c == '…' || c == '.' || c == '⋯';
  }
}
