package org.sealpost.card.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.card.api.Told;
import org.sealpost.card.api.Words;

/** Finds the pinentry program and says how to start it. */
final class PinentryProgram {
  private static final List<String> KNOWN =
      List.of(
          "pinentry",
          "pinentry-gnome3",
          "pinentry-qt",
          "pinentry-qt5",
          "pinentry-gtk-2",
          "pinentry-mac",
          "pinentry-curses",
          "pinentry-tty");

  private PinentryProgram() {}

  /** What there is to start. */
  sealed interface Found {
    /**
     * A program.
     *
     * @param name what the user knows it by
     */
    record Present(Told name, List<String> commandLine) implements Found {
      public Present {
        commandLine = List.copyOf(commandLine);
      }
    }

    /**
     * None.
     *
     * @param reason words for the user
     */
    record Absent(Told reason) implements Found {}
  }

  /**
   * The program to run.
   *
   * @param configured a path or a name on the PATH; empty to look for one of the known names
   */
  static Found find(Optional<String> configured) {
    Words words = Words.beside(PinentryProgram.class);
    Optional<Path> program =
        configured.isPresent()
            ? executable(configured.get())
            : KNOWN.stream().flatMap(name -> onPath(name).stream()).findFirst();
    if (program.isPresent()) {
      return new Found.Present(
          Told.verbatim(program.get().toString()),
          commandLine(program.get(), ControllingTerminal.current()));
    }
    return new Found.Absent(
        configured
            .map(name -> words.told("pinentry.configured-absent", name))
            .orElseGet(() -> words.told("pinentry.absent")));
  }

  /**
   * The command line. In the background of a terminal the program gets a session of its own, since
   * the terminal would stop it as soon as it draws or reads there.
   */
  static List<String> commandLine(Path program, Optional<ControllingTerminal> terminal) {
    boolean background = terminal.filter(t -> !t.foreground()).isPresent();
    return Stream.concat(
            background
                ? onPath("setsid").stream().flatMap(s -> Stream.of(s.toString(), "--wait"))
                : Stream.empty(),
            Stream.of(program.toString()))
        .toList();
  }

  private static Optional<Path> executable(String name) {
    return name.contains("/")
        ? Optional.of(Path.of(name)).filter(PinentryProgram::isProgram)
        : onPath(name);
  }

  private static Optional<Path> onPath(String name) {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(PinentryProgram::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
