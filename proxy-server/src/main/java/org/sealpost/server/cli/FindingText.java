package org.sealpost.server.cli;

import java.util.OptionalInt;
import org.sealpost.failure.Phrase;
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
    String state = screen.text("finding.state." + finding.state().written());
    String check = screen.text("finding.check." + finding.check().written());
    String subject = told(finding.subject());
    String detail = told(finding.detail());
    String mend = told(finding.mend());
    StringBuilder text = new StringBuilder(screen.coloured(colour(finding.state()), state));
    text.repeat(' ', STATE - DisplayWidth.of(state));
    text.append(check).repeat(' ', CHECK - DisplayWidth.of(check));
    append(
        text, subject.isEmpty() ? detail : screen.text("finding.about", subject, detail), INDENT);
    if (!mend.isEmpty()) {
      text.append('\n').repeat(' ', INDENT).append(ARROW);
      append(text, mend, INDENT + ARROW.length());
    }
    screen.out().println(text);
  }

  private String told(Phrase phrase) {
    return phrase.in(screen.language());
  }

  private static Screen.Colour colour(Finding.State state) {
    return switch (state) {
      case OK -> Screen.Colour.GOOD;
      case WARNING -> Screen.Colour.DOUBTFUL;
      case FAILED -> Screen.Colour.BAD;
      case SKIPPED -> Screen.Colour.FAINT;
    };
  }

  private void append(StringBuilder text, String sentences, int indent) {
    int room =
        width.isPresent()
            ? Math.max(20, Math.min(width.getAsInt(), LONGEST) - indent)
            : Integer.MAX_VALUE;
    text.append(String.join("\n" + " ".repeat(indent), LineBreaks.lines(sentences, room)));
  }
}
