package org.sealpost.mark;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as a reader sees it ({@link Glyphs}), and where in the text each glyph came from. Not
 * changed once made.
 */
final class Skeleton {
  private char[] glyphs;
  private int[] starts;
  private int[] ends;
  private int length;

  private Skeleton(int size) {
    glyphs = new char[size];
    starts = new int[size];
    ends = new int[size];
  }

  static Skeleton of(String text) {
    Skeleton skeleton = new Skeleton(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int end = at + Character.charCount(c);
      skeleton.add(c, at, end);
      at = end;
    }
    return skeleton;
  }

  private void add(int c, int start, int end) {
    // Neither falls apart; the rest is slow to look up.
    if (c < 128 || (c >= 0x4E00 && c <= 0x9FFF)) {
      put(c, start, end);
      return;
    }
    // Before it falls apart: a sign in a circle is a sign all the same.
    char whole = Glyphs.of(c);
    if (whole < Glyphs.OPEN || whole > Glyphs.SIGN) {
      String apart = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
      apart.codePoints().forEach(part -> put(part, start, end));
    } else {
      append(whole, start, end);
    }
  }

  private void put(int c, int start, int end) {
    if (!Glyphs.isUnseen(c)) {
      append(Glyphs.of(c), start, end);
    }
  }

  private void append(char glyph, int start, int end) {
    if (length == glyphs.length) {
      int more = length * 2;
      glyphs = Arrays.copyOf(glyphs, more);
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
    }
    glyphs[length] = glyph;
    starts[length] = start;
    ends[length++] = end;
  }

  int length() {
    return length;
  }

  char glyph(int at) {
    return glyphs[at];
  }

  /** Where the character begins that the glyph is of. */
  int start(int at) {
    return starts[at];
  }

  /** Where it ends. */
  int end(int at) {
    return ends[at];
  }

  /** The letters and digits alone, as one word. */
  String letters() {
    StringBuilder letters = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      if (Glyphs.isLetter(glyphs[i])) {
        letters.append(glyphs[i]);
      }
    }
    return letters.toString();
  }

  /** The places of {@link #letters}. */
  int[] places() {
    int[] places = new int[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (Glyphs.isLetter(glyphs[i])) {
        places[count++] = i;
      }
    }
    return Arrays.copyOf(places, count);
  }
}
