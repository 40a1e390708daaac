package org.sealpost.card.token;

import org.sealpost.card.api.CardException;

/** A login that failed before the PIN was sent: the card was told nothing and counted nothing. */
public final class PinNotSentException extends CardException {
  private static final long serialVersionUID = 1L;

  /** The failure that kept the PIN from being sent. */
  public PinNotSentException(CardException cause) {
    super(cause.error(), cause.told(), cause);
  }
}
