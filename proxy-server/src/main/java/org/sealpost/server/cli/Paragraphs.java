package org.sealpost.server.cli;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sentences for a terminal: no word is cut at its edge, and a step stays indented. Immutable. */
final class Paragraphs {
  private static final Pattern INDENT = Pattern.compile(" *(?:[0-9]+\\. ?)?");

  /** Longer lines are hard to read, however wide the terminal is. */
  private static final int LONGEST = 110;

  private static final int SHORTEST = 20;

  private final OptionalInt width;

  /**
   * @param width of the terminal; without one, lines are not broken
   */
  Paragraphs(OptionalInt width) {
    this.width = width;
  }

  static Paragraphs on(Screen screen) {
    return new Paragraphs(TerminalWidth.of(screen));
  }

  /** The text with its lines broken. */
  String of(String text) {
    return width.isEmpty()
        ? text
        : text.lines().map(this::broken).collect(Collectors.joining("\n"));
  }

  private String broken(String line) {
    Matcher matcher = INDENT.matcher(line);
    int indent = matcher.lookingAt() ? matcher.end() : 0;
    int room = Math.max(SHORTEST, Math.min(width.getAsInt(), LONGEST) - indent);
    return line.substring(0, indent)
        + String.join("\n" + " ".repeat(indent), LineBreaks.lines(line.substring(indent), room));
  }
}
