package org.sealpost.server.cli;

import org.sealpost.failure.Phrase;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Arguments that do not go together, or mean nothing; in the words of the bundle. */
final class UsageError extends ParameterException {
  private static final long serialVersionUID = 1L;

  // Words are made when they are told; what is serialised has the English message.
  private final transient Phrase words;

  UsageError(CommandSpec spec, String wording, Object... arguments) {
    this(spec, Phrase.of(Screen.class, wording, arguments));
  }

  private UsageError(CommandSpec spec, Phrase words) {
    super(spec.commandLine(), words.english());
    this.words = words;
  }

  Phrase words() {
    return words;
  }
}
