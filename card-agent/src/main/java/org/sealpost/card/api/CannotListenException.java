package org.sealpost.card.api;

import java.io.IOException;

/** A program cannot listen on its socket. The message tells the user why and what to do. */
public final class CannotListenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean inUse;

  CannotListenException(boolean inUse, String message, Throwable cause) {
    super(message, cause);
    this.inUse = inUse;
  }

  /** Whether another program listens there already. */
  public boolean isInUse() {
    return inUse;
  }
}
