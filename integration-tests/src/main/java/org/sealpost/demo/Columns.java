package org.sealpost.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints texts side by side in columns of one width; wide East Asian characters take two cells. */
final class Columns {
  private static final String GAP = " │ ";

  private final int width;

  /** Columns for this many texts on a terminal this wide. */
  Columns(int terminalWidth, int count) {
    this.width = Math.max(24, (terminalWidth - GAP.length() * (count - 1)) / count);
  }

  /** A column's heading and lines. */
  record Column(String heading, List<String> lines) {}

  void print(PrintStream out, List<Column> columns) {
    List<List<String>> rows = new ArrayList<>();
    int height = 0;
    for (Column column : columns) {
      List<String> cells = new ArrayList<>();
      cells.add(column.heading());
      cells.add("─".repeat(width));
      column.lines().forEach(line -> cells.addAll(wrap(line)));
      rows.add(cells);
      height = Math.max(height, cells.size());
    }
    for (int row = 0; row < height; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < rows.size(); column++) {
        List<String> cells = rows.get(column);
        String cell = row < cells.size() ? cells.get(row) : "";
        boolean last = column == rows.size() - 1;
        line.append(cell);
        if (!last) {
          line.append(" ".repeat(width - cellsOf(cell))).append(GAP);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private List<String> wrap(String line) {
    List<String> wrapped = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int used = 0;
    for (int codePoint : line.codePoints().toArray()) {
      int cells = cellsOf(codePoint);
      if (used + cells > width) {
        wrapped.add(current.toString());
        current = new StringBuilder("  ");
        used = 2;
      }
      current.appendCodePoint(codePoint);
      used += cells;
    }
    wrapped.add(current.toString());
    return wrapped;
  }

  private static int cellsOf(String text) {
    return text.codePoints().map(Columns::cellsOf).sum();
  }

  private static int cellsOf(int codePoint) {
    boolean wide =
        (codePoint >= 0x1100 && codePoint <= 0x115F)
            || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
            || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
            || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
            || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
            || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
            || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
            || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
