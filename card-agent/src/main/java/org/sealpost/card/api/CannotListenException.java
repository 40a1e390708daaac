package org.sealpost.card.api;

import java.io.IOException;

/** A program cannot listen on its socket. The message tells the user why and what to do. */
public final class CannotListenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean inUse;
  private final Told told;

  CannotListenException(boolean inUse, Told told, Throwable cause) {
    super(told.english(), cause);
    this.inUse = inUse;
    this.told = told;
  }

  /** Why, and what to do. */
  public Told told() {
    return told;
  }

  /** Whether another program listens there already. */
  public boolean isInUse() {
    return inUse;
  }
}
