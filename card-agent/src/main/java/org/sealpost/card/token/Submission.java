package org.sealpost.card.token;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a PIN goes to a card: either who sends it comes first, or who gave up waiting and
 * withdraws it. Safe for use by several threads.
 */
final class Submission {
  private enum State {
    PENDING,
    SENT,
    WITHDRAWN
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);

  /** Whether the PIN may be sent, which from here on counts as done. */
  boolean send() {
    return state.compareAndSet(State.PENDING, State.SENT);
  }

  /** Whether the PIN was not sent, and now never will be. */
  boolean withdraw() {
    return state.compareAndSet(State.PENDING, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }
}
