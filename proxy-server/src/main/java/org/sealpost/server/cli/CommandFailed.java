package org.sealpost.server.cli;

import org.sealpost.failure.Phrase;

/** A command that cannot do what it was asked; the words are for the user, one line. */
final class CommandFailed extends Exception {
  private static final long serialVersionUID = 2L;

  // Words are made when they are told; what is serialised has the English message.
  private final transient Phrase words;

  /** A failure in the words of the bundle. */
  CommandFailed(String wording, Object... arguments) {
    this(Phrase.of(Screen.class, wording, arguments));
  }

  private CommandFailed(Phrase words) {
    super(words.english());
    this.words = words;
  }

  Phrase words() {
    return words;
  }
}
