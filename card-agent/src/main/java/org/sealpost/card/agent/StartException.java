package org.sealpost.card.agent;

/** The agent cannot start. The message tells the user why and what to do. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  StartException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
