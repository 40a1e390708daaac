package org.sealpost.card.agent;

import org.sealpost.card.api.Told;

/** The agent cannot start. What is told says why and what to do. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final Told told;

  StartException(int exitCode, Told told, Throwable cause) {
    super(told.english(), cause);
    this.exitCode = exitCode;
    this.told = told;
  }

  int exitCode() {
    return exitCode;
  }

  Told told() {
    return told;
  }
}
