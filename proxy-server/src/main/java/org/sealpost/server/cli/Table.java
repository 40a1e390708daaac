package org.sealpost.server.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sealpost.failure.Words;
import org.sealpost.trust.PlainText;

/** Aligned columns on a terminal. Texts from outside are made safe to show. */
final class Table {
  private static final String GAP = "  ";
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final String indent;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table whose headings are keys of the bundle, each after {@code heading.}. */
  Table(Words words, String indent, String... headings) {
    this.indent = indent;
    rows.add(Stream.of(headings).map(name -> words.text("heading." + name)).toList());
  }

  void row(String... cells) {
    rows.add(Stream.of(cells).map(PlainText::of).toList());
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Prints it; a table without rows prints nothing. */
  void print(PrintStream out) {
    if (isEmpty()) {
      return;
    }
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
      }
    }
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - DisplayWidth.of(row.get(i))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /** A date as the user's calendar has it. */
  static String day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneId.systemDefault()).toString();
  }

  /** A time to the minute, as the user's clock has it. */
  static String time(Instant instant) {
    return MINUTES.format(LocalDateTime.ofInstant(instant, ZoneId.systemDefault()));
  }
}
