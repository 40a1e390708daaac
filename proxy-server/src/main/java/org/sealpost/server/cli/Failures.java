package org.sealpost.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.SettingsException;
import org.sealpost.store.StoreTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what stops a command into a line for the user and an exit status. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** As picocli has them: of arguments or a configuration that is wrong, and of all else. */
  private static final int WRONG_USAGE = 2;

  private static final int FAILED = 1;

  private final Screen screen;

  Failures(Screen screen) {
    this.screen = screen;
  }

  /**
   * Tells the user.
   *
   * @param arguments of the command
   * @return the exit status
   */
  int tell(Exception failure, List<String> arguments) {
    LOG.debug("the command failed", failure);
    if (failure instanceof SettingsException wrong) {
      wrong.problems().forEach(problem -> screen.note(problem.in(screen.language())));
      return tell(english(wrong), WRONG_USAGE, arguments);
    }
    screen.note(words(failure, screen.language()));
    return tell(words(failure, Locale.ENGLISH), FAILED, arguments);
  }

  private static String english(SettingsException wrong) {
    return wrong.problems().stream().map(Phrase::english).collect(Collectors.joining(" "));
  }

  private int tell(String english, int status, List<String> arguments) {
    if (arguments.contains(JsonFailure.OPTION)) {
      JsonFailure.print(screen, english, status);
    }
    return status;
  }

  /** What happened, in one line. */
  static String words(Exception failure, Locale language) {
    Words words = Words.beside(Failures.class, language);
    return switch (failure) {
      case CommandFailed f -> f.words().in(language);
      case CardException f -> f.text(language);
      case JdbiException f -> words.text("store-trouble", StoreTrouble.of(f));
      case Telling f -> f.words().in(language);
      case UncheckedIOException f -> words(f.getCause(), language);
      case NoSuchFileException f -> words.text("no-such-file", f.getFile());
      case AccessDeniedException f -> words.text("access-denied", f.getFile());
      case FileSystemException f ->
          f.getFile() + ": " + Objects.requireNonNullElse(f.getReason(), f.toString());
      case IOException f -> Telling.of(f).in(language);
      default -> words.text("unexpected", failure);
    };
  }
}
