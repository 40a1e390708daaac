package org.sealpost.server.cli;

import java.util.OptionalInt;
import org.sealpost.server.doctor.Finding;

/**
 * A finding for people: its state, what was looked at, and the sentences beside them; what to do on
 * lines of its own.
 */
final class FindingText {
  private static final int STATE = 9;
  private static final int CHECK = 13;
  private static final int INDENT = STATE + CHECK;
  private static final String ARROW = "→ ";

  /** Longer lines are hard to read, however wide the terminal is. */
  private static final int LONGEST = 110;

  private final Screen screen;
  private final OptionalInt width;

  /**
   * @param width of the terminal; without one, lines are not broken
   */
  FindingText(Screen screen, OptionalInt width) {
    this.screen = screen;
    this.width = width;
  }

  void print(Finding finding) {
    String state = finding.state().written();
    String check = finding.check().written();
    StringBuilder text = new StringBuilder(screen.coloured(colour(finding.state()), state));
    text.repeat(' ', STATE - state.length()).append(check).repeat(' ', CHECK - check.length());
    String told =
        finding.subject().isEmpty()
            ? finding.detail()
            : finding.subject() + ": " + finding.detail();
    append(text, told, INDENT);
    if (!finding.mend().isEmpty()) {
      text.append('\n').repeat(' ', INDENT).append(ARROW);
      append(text, finding.mend(), INDENT + ARROW.length());
    }
    screen.out().println(text);
  }

  private static Screen.Colour colour(Finding.State state) {
    return switch (state) {
      case OK -> Screen.Colour.GOOD;
      case WARNING -> Screen.Colour.DOUBTFUL;
      case FAILED -> Screen.Colour.BAD;
      case SKIPPED -> Screen.Colour.FAINT;
    };
  }

  /** Breaks at blanks; a word that is longer than a line stands on one of its own. */
  private void append(StringBuilder text, String sentences, int indent) {
    int room =
        width.isPresent()
            ? Math.max(20, Math.min(width.getAsInt(), LONGEST) - indent)
            : Integer.MAX_VALUE;
    int used = 0;
    for (String word : sentences.split(" ", -1)) {
      int length = DisplayWidth.of(word);
      if (used > 0 && used + 1 + length > room) {
        text.append('\n').repeat(' ', indent);
        used = 0;
      } else if (used > 0) {
        text.append(' ');
        used++;
      }
      text.append(word);
      used += length;
    }
  }
}
