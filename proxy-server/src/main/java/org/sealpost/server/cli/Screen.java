package org.sealpost.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.sealpost.failure.Words;

/**
 * Where the command writes: results to one stream, everything else to the other.
 *
 * @param terminal whether a person looks at the results
 * @param colours whether that person wants colours
 * @param progress whether a person looks at the other stream, who may be shown progress
 * @param language of all that is told to people
 */
record Screen(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    boolean colours,
    boolean progress,
    Locale language) {
  private static final String ERASE = "\r\033[K";

  Screen {
    out = out instanceof WatchedStream ? out : new WatchedStream(out);
  }

  /** An English screen, a terminal or none. */
  Screen(PrintStream out, PrintStream err, boolean terminal) {
    this(out, err, terminal, terminal, terminal, Locale.ENGLISH);
  }

  static Screen ofThisProcess(Locale language) {
    // The JDK's console would ask and read in the locale's charset, which is ASCII where the
    // locale is one that this machine does not have.
    System.setProperty("stdin.encoding", StandardCharsets.UTF_8.name());
    System.setProperty("stdout.encoding", StandardCharsets.UTF_8.name());
    boolean terminal = Terminals.isTerminal(Terminals.OUTPUT);
    return new Screen(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        terminal,
        terminal && !noColour(System.getenv()),
        Terminals.isTerminal(Terminals.ERRORS),
        language);
  }

  /** Of a process that runs on its own, even where it was started on a terminal. */
  static Screen ofService(Locale language) {
    return new Screen(
        utf8(FileDescriptor.out), utf8(FileDescriptor.err), false, false, false, language);
  }

  /** Whether the user wants none (https://no-color.org), or the terminal has none. */
  static boolean noColour(Map<String, String> environment) {
    return !environment.getOrDefault("NO_COLOR", "").isEmpty()
        || environment.getOrDefault("TERM", "").equals("dumb");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** The same in another language. */
  Screen in(Locale other) {
    return new Screen(out, err, terminal, colours, progress, other);
  }

  PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** Whether any result was written. */
  boolean told() {
    return out instanceof WatchedStream watched && watched.isWritten();
  }

  /** The words of the bundle in the user's language. */
  Words words() {
    return Words.beside(Screen.class, language);
  }

  /** The text of {@code wording} in the user's language. */
  String text(String wording, Object... arguments) {
    return words().text(wording, arguments);
  }

  /** Writes a result in the words of the bundle. */
  void say(String wording, Object... arguments) {
    out.println(text(wording, arguments));
  }

  /** Writes one line of advice, warning or failure. */
  void note(String line) {
    err.println((progress ? ERASE : "") + "sealpost: " + line);
  }

  /** Replaces the line of progress, where there is a terminal. */
  void progress(String line) {
    if (progress) {
      err.print(ERASE + line);
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
