package org.sealpost.mark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Finds what a reader might take for our mark in a text, by the rule in the package's description,
 * and takes it out. Pure.
 */
final class Lookalikes {
  /** In glyphs: what is farther apart is not seen as one mark. */
  private static final int WIDEST = 120;

  private static final int MOST_ROUNDS = 12;

  private Lookalikes() {}

  /** A stretch of a skeleton, the last glyph included. */
  private record Stretch(int first, int last) {}

  static boolean isIn(String text) {
    return mayBeIn(text) && !stretches(Skeleton.of(text)).isEmpty();
  }

  /** Plain ASCII has no sign of ours. */
  private static boolean mayBeIn(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 126) {
        return true;
      }
    }
    return false;
  }

  /** The text without look-alikes; the same if there is none. */
  static String without(String text) {
    String clean = text;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Skeleton skeleton = Skeleton.of(clean);
      List<Stretch> found = mayBeIn(clean) ? stretches(skeleton) : List.of();
      if (found.isEmpty()) {
        return clean;
      }
      clean = cut(clean, skeleton, found);
    }
    return bare(clean);
  }

  /** Of the blanks around what is cut one is left. */
  private static String cut(String text, Skeleton skeleton, List<Stretch> found) {
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    for (Stretch stretch : found) {
      append(clean, text.substring(at, Math.max(at, skeleton.start(stretch.first))), at > 0);
      at = skeleton.end(stretch.last);
    }
    append(clean, text.substring(at), true);
    return clean.toString();
  }

  private static void append(StringBuilder clean, String piece, boolean afterCut) {
    if (!afterCut) {
      clean.append(piece);
      return;
    }
    int end = clean.length();
    while (end > 0 && Character.isWhitespace(clean.charAt(end - 1))) {
      end--;
    }
    clean.setLength(end);
    String rest = piece.stripLeading();
    clean.append(rest.isEmpty() || end == 0 ? "" : " ").append(rest);
  }

  /** Without any of what marks are made of: such a text was written to get one through. */
  private static String bare(String text) {
    Skeleton skeleton = Skeleton.of(text);
    StringBuilder clean = new StringBuilder();
    int at = 0;
    for (int i = 0; i < skeleton.length(); i++) {
      char glyph = skeleton.glyph(i);
      if (Glyphs.isSign(glyph)) {
        clean.append(text, at, Math.max(at, skeleton.start(i)));
        at = Math.max(at, skeleton.end(i));
      }
    }
    return clean.append(text, at, text.length()).toString().strip();
  }

  /** In order, none within another. */
  private static List<Stretch> stretches(Skeleton skeleton) {
    OwnItems items = new OwnItems(skeleton);
    Found found = new Found(skeleton.length());
    brackets(skeleton, items, found);
    return found.inOrder();
  }

  private static final class Found {
    private final boolean[] taken;
    private final List<Stretch> stretches = new ArrayList<>();

    Found(int size) {
      taken = new boolean[size];
    }

    void add(int first, int last) {
      for (int i = first; i <= last; i++) {
        if (taken[i]) {
          return;
        }
      }
      Arrays.fill(taken, first, last + 1, true);
      stretches.add(new Stretch(first, last));
    }

    List<Stretch> inOrder() {
      stretches.sort(Comparator.comparingInt(Stretch::first));
      return stretches;
    }
  }

  /** A bracket that is open, and where the row of groups within it began that just ended. */
  private static final class Open {
    private final int at;
    private final boolean round;
    private int rowStart = -1;

    Open(int at, boolean round) {
      this.at = at;
      this.round = round;
    }
  }

  private static void brackets(Skeleton skeleton, OwnItems items, Found found) {
    Deque<Open> open = new ArrayDeque<>();
    Open text = new Open(-1, true);
    int bar = -1;
    for (int i = 0; i < skeleton.length(); i++) {
      char glyph = skeleton.glyph(i);
      Open around = open.isEmpty() ? text : open.peek();
      switch (glyph) {
        case Glyphs.OPEN, Glyphs.OPEN_ROUND -> open.push(new Open(i, glyph == Glyphs.OPEN_ROUND));
        case Glyphs.CLOSE, Glyphs.CLOSE_ROUND -> {
          if (!open.isEmpty()) {
            Open opened = open.pop();
            group(skeleton, items, found, opened, i);
            row(items, found, open.isEmpty() ? text : open.peek(), opened.at, i);
          } else if (glyph == Glyphs.CLOSE) {
            closes(items, found, i);
          }
        }
        case Glyphs.BAR -> {
          if (bar >= 0 && i - bar <= WIDEST && items.isMarkInBracket(bar + 1, i)) {
            found.add(bar, i);
          }
          bar = i;
        }
        default -> {
          if (glyph != Glyphs.FILLER) {
            around.rowStart = -1;
          }
        }
      }
    }
    open.stream().filter(it -> !it.round).forEach(it -> opens(skeleton, items, found, it.at));
  }

  private static void group(Skeleton skeleton, OwnItems items, Found found, Open opened, int end) {
    if (end - opened.at > WIDEST) {
      // Seen as two brackets that have nothing to do with each other.
      opens(skeleton, items, found, opened.at);
      closes(items, found, end);
    } else if (items.isMarkInBracket(opened.at + 1, end)) {
      found.add(opened.at, end);
    }
  }

  /** Groups with nothing between them are seen as one. */
  private static void row(OwnItems items, Found found, Open around, int start, int end) {
    if (around.rowStart >= 0) {
      if (end - around.rowStart <= WIDEST && items.isMarkInBracket(around.rowStart, end)) {
        found.add(around.rowStart, end);
      }
    } else {
      around.rowStart = start;
    }
  }

  private static void opens(Skeleton skeleton, OwnItems items, Found found, int start) {
    int end = Math.min(skeleton.length(), start + WIDEST);
    if (items.isMarkBegun(start + 1, end)) {
      int last = end - 1;
      while (!items.isItem(last)) {
        last--;
      }
      found.add(start, last);
    }
  }

  private static void closes(OwnItems items, Found found, int end) {
    int start = Math.max(0, end - WIDEST);
    if (items.isMarkEnded(start, end)) {
      found.add(items.start(start, end), end);
    }
  }
}
