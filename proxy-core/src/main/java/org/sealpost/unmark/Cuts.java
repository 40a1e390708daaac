package org.sealpost.unmark;

import java.util.Arrays;

/** The ranges of a text that make up one mark, in order. For one thread. */
final class Cuts {
  static final Cuts NONE = new Cuts();

  private int[] bounds = new int[32];
  private int size;
  private int end;
  private boolean found;

  /** Adds a glyph, which stands behind all before. */
  void add(Glyphs glyphs) {
    if (size > 0 && bounds[size - 1] == glyphs.start()) {
      bounds[size - 1] = glyphs.end();
    } else {
      if (size + 2 > bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * size);
      }
      bounds[size++] = glyphs.start();
      bounds[size++] = glyphs.end();
    }
    end = glyphs.end();
  }

  void endsAt(int end) {
    this.end = end;
  }

  Cuts copy() {
    Cuts copy = new Cuts();
    copy.bounds = bounds.clone();
    copy.size = size;
    copy.end = end;
    return copy;
  }

  /** Makes a mark of what was added. */
  Cuts found() {
    found = true;
    return this;
  }

  boolean isFound() {
    return found;
  }

  int count() {
    return found ? size / 2 : 0;
  }

  int from(int index) {
    return bounds[2 * index];
  }

  int to(int index) {
    return bounds[2 * index + 1];
  }

  /** Where the text goes on. */
  int end() {
    return end;
  }
}
