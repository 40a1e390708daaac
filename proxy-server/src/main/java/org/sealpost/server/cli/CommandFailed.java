package org.sealpost.server.cli;

/** A command that cannot do what it was asked; the message is for the user, one line. */
final class CommandFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure in the words of the bundle. */
  CommandFailed(String wording, Object... arguments) {
    super(Screen.WORDS.text(wording, arguments));
  }
}
