package org.sealpost.server.cli;

import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.server.setup.Dialogue;
import org.sealpost.trust.PlainText;

/** Asks the one who sits at the terminal, if someone does. What is told goes to the screen. */
final class TerminalDialogue implements Dialogue {
  private final Screen screen;
  private final Optional<Console> console;
  private final boolean toErrors;
  private final boolean verbose;
  private final Paragraphs paragraphs;

  /**
   * A dialogue.
   *
   * @param mayAsk whether questions are wanted
   * @param toErrors whether the results are for a program, so that sentences go elsewhere
   * @param verbose whether the user wants to know all
   */
  TerminalDialogue(Screen screen, boolean mayAsk, boolean toErrors, boolean verbose) {
    this.screen = screen;
    this.console = Optional.ofNullable(System.console()).filter(it -> mayAsk && it.isTerminal());
    this.toErrors = toErrors;
    this.verbose = verbose;
    this.paragraphs = Paragraphs.on(screen);
  }

  @Override
  public boolean asks() {
    return console.isPresent();
  }

  @Override
  public String ask(Phrase question, String standard) throws IOException {
    String asked = question.in(screen.language());
    String line =
        read(
            standard.isEmpty()
                ? screen.text("setup.question", asked)
                : screen.text("setup.question-default", asked, PlainText.of(standard)));
    return line.isEmpty() ? standard : line;
  }

  @Override
  public boolean confirm(Phrase question, boolean standard) throws IOException {
    String asked = question.in(screen.language());
    String prompt = screen.text(standard ? "setup.question-yes" : "setup.question-no", asked);
    while (true) {
      switch (read(prompt).toLowerCase(Locale.ROOT)) {
        case "" -> {
          return standard;
        }
        case "y", "yes", "是", "好" -> {
          return true;
        }
        case "n", "no", "否", "不" -> {
          return false;
        }
        default -> screen.say("setup.yes-or-no");
      }
    }
  }

  private String read(String prompt) throws IOException {
    return Optional.ofNullable(console.orElseThrow().readLine("%s", paragraphs.of(prompt)))
        .map(String::strip)
        .orElseThrow(() -> new TellingIoException(Phrase.of(Screen.class, "setup.input-ended")));
  }

  @Override
  public void tell(Phrase sentence) {
    String text = sentence.in(screen.language());
    // Lines of a file stay as they are in it.
    boolean quoted = sentence instanceof Phrase.Verbatim;
    (toErrors ? screen.err() : screen.out()).println(quoted ? text : paragraphs.of(text));
  }

  @Override
  public void detail(Phrase sentence) {
    if (verbose) {
      tell(sentence);
    }
  }
}
