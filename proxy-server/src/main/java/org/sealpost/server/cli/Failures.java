package org.sealpost.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what stops a command into a line for the user and an exit status. */
final class Failures implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Screen screen;

  Failures(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    LOG.debug("the command failed", failure);
    if (failure instanceof SettingsException wrong) {
      wrong.problems().forEach(problem -> screen.note(problem.in(screen.language())));
      int status = command.getCommandSpec().exitCodeOnInvalidInput();
      return tell(english(wrong), status, arguments);
    }
    screen.note(words(failure, screen.language()));
    int status = command.getCommandSpec().exitCodeOnExecutionException();
    return tell(words(failure, Locale.ENGLISH), status, arguments);
  }

  private static String english(SettingsException wrong) {
    return wrong.problems().stream().map(Phrase::english).collect(Collectors.joining(" "));
  }

  private int tell(String english, int status, ParseResult arguments) {
    if (arguments.originalArgs().contains(JsonFailure.OPTION)) {
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
