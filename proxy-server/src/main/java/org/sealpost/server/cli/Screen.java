package org.sealpost.server.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.sealpost.failure.Words;

/**
 * Where the command writes: results to one stream, everything else to the other.
 *
 * @param terminal whether a person looks on, who may be shown progress
 * @param colours whether that person wants colours
 */
record Screen(PrintStream out, PrintStream err, boolean terminal, boolean colours) {
  static final Words WORDS = Words.beside(Screen.class);

  /** A screen that has colours if it is a terminal. */
  Screen(PrintStream out, PrintStream err, boolean terminal) {
    this(out, err, terminal, terminal);
  }

  static Screen ofThisProcess() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new Screen(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        terminal,
        terminal && !noColour(System.getenv()));
  }

  /** Whether the user wants none (https://no-color.org). */
  static boolean noColour(Map<String, String> environment) {
    return !environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** Writes a result in the words of the bundle. */
  void say(String wording, Object... arguments) {
    out.println(WORDS.text(wording, arguments));
  }

  /** Writes one line of advice, warning or failure. */
  void note(String line) {
    err.println("sealpost: " + line);
  }

  /** Replaces the line of progress, where there is a terminal. */
  void progress(String line) {
    if (terminal) {
      err.print("\r\033[K" + line);
      err.flush();
    }
  }

  /** Text that says how good something is, in that colour on a terminal. */
  String coloured(Colour colour, String text) {
    return colours ? "\033[" + colour.code + "m" + text + "\033[0m" : text;
  }

  /** How good something is. */
  enum Colour {
    GOOD(32),
    DOUBTFUL(33),
    BAD(31),
    FAINT(2);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }
}
