package org.sealpost.keys;

import java.time.Duration;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Failure;

/**
 * The time that one mail may wait for the PIN, over all its calls to the agent together. Only time
 * spent in such calls counts: a slow mail server does not use it up. For one thread at a time.
 */
public final class PinWait {
  /**
   * What an operation gets at least, so that an unlock that took nearly all the time is not in
   * vain: the card itself may need a second.
   */
  private static final Duration OPERATION = Duration.ofSeconds(5);

  private Duration left;

  public PinWait(Duration total) {
    this.left = total;
  }

  /** A call that may prompt for the PIN and do nothing else. */
  <T> T prompting(CardName card, Call<T> call) throws Failure {
    return waiting(card, call, left);
  }

  /** A call that uses a key. */
  <T> T operating(CardName card, Call<T> call) throws Failure {
    return waiting(card, call, left.compareTo(OPERATION) > 0 ? left : OPERATION);
  }

  private <T> T waiting(CardName card, Call<T> call, Duration atMost) throws Failure {
    long began = System.nanoTime();
    try {
      return call.within(atMost);
    } catch (CardException e) {
      throw CardFailures.of(e, card);
    } finally {
      Duration rest = left.minusNanos(System.nanoTime() - began);
      left = rest.isNegative() ? Duration.ZERO : rest;
    }
  }

  /** A call to the agent. */
  interface Call<T> {
    T within(Duration wait) throws CardException;
  }
}
