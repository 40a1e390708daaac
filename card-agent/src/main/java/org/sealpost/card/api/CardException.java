package org.sealpost.card.api;

import java.util.Objects;

/** A card operation that did not succeed, and why. The message is fit to be shown to the user. */
public class CardException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CardError error;

  public CardException(CardError error, String message) {
    this(error, message, null);
  }

  /**
   * A failure with its private cause; {@code cause} may be absent (null), as in {@link Exception}.
   */
  public CardException(CardError error, String message, Throwable cause) {
    super(message, cause);
    this.error = Objects.requireNonNull(error);
  }

  public CardError error() {
    return error;
  }
}
