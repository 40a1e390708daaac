package org.sealpost.server.cli;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines of a width. English is broken at blanks alone, so that commands, paths and options can be
 * copied; Chinese, which has none, also where its rules for the ends of lines permit.
 */
final class LineBreaks {
  private LineBreaks() {}

  /** What cannot be broken and is longer than a line stands on one of its own. */
  static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int used = 0;
    String gap = "";
    for (String word : text.split(" ", -1)) {
      for (String part : parts(word)) {
        int length = DisplayWidth.of(part);
        if (used > 0 && used + gap.length() + length > columns) {
          lines.add(line.toString());
          line.setLength(0);
          used = 0;
        } else if (used > 0) {
          line.append(gap);
          used += gap.length();
        }
        line.append(part);
        used += length;
        gap = "";
      }
      gap = " ";
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<String> parts(String word) {
    if (DisplayWidth.of(word) == word.length()) {
      return List.of(word);
    }
    BreakIterator breaks = BreakIterator.getLineInstance(Locale.TRADITIONAL_CHINESE);
    breaks.setText(word);
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      // Latin words among Chinese ones stay whole.
      if (to == word.length() || isWide(word, to - 1) || isWide(word, to)) {
        parts.add(word.substring(from, to));
        from = to;
      }
    }
    return parts;
  }

  private static boolean isWide(String word, int at) {
    return DisplayWidth.of(word.substring(at, at + 1)) == 2;
  }
}
