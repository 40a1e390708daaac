package org.sealpost.card.agent;

import java.time.Duration;
import java.time.Instant;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.Told;

/**
 * Why the last prompt opened no session, and how long that keeps the next one away. A mail is no
 * act of the user's: mail clients poll, and send again by themselves what was not taken. Only an
 * unlock is one for certain, or a card that was taken out and put in again, after which there is no
 * refusal.
 *
 * @param words the reason
 */
record Refusal(CardError error, Told words, Instant at) {
  /** How long a closed prompt stays closed. */
  private static final Duration CLOSED = Duration.ofMinutes(5);

  /** Whether a request gets no prompt for this. */
  boolean holdsBack(Purpose purpose, Instant now) {
    return switch (purpose.kind()) {
      case UNLOCK, UNLOCK_FINAL_TRY -> false;
      case SIGN_MAIL, OPEN_MAIL -> isWrongPin() || isWithinClosed(now);
    };
  }

  /** A wrong PIN: no time makes another try harmless. */
  boolean isWrongPin() {
    return error == CardError.PIN_WRONG;
  }

  /** A clock set back must not make the time longer. */
  private boolean isWithinClosed(Instant now) {
    Duration passed = Duration.between(at, now);
    return !passed.isNegative() && passed.compareTo(CLOSED) < 0;
  }
}
