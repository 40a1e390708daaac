package org.sealpost.card.agent;

import java.time.Duration;
import java.time.Instant;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.Purpose;

/**
 * Why the last prompt opened no session, and how long it keeps the next one away.
 *
 * @param words the reason, in a sentence
 */
record Refusal(CardError error, String words, Instant at) {
  /** How long a mail that is fetched brings no prompt: mail clients poll. */
  static final Duration NO_PROMPT_TO_OPEN = Duration.ofMinutes(5);

  /**
   * The same for a mail that is sent. The user who presses "send" again cannot be told from a
   * client that tries again by itself, which most do at once.
   */
  static final Duration NO_PROMPT_TO_SIGN = Duration.ofSeconds(20);

  /** Whether a request gets no prompt for this. */
  boolean holdsBack(Purpose purpose, Instant now) {
    return switch (purpose.kind()) {
      case UNLOCK, UNLOCK_FINAL_TRY -> false;
      case SIGN_MAIL -> isWithin(NO_PROMPT_TO_SIGN, now);
      case OPEN_MAIL -> isWithin(NO_PROMPT_TO_OPEN, now);
    };
  }

  /** A clock set back must not make the time longer. */
  private boolean isWithin(Duration time, Instant now) {
    Duration passed = Duration.between(at, now);
    return !passed.isNegative() && passed.compareTo(time) < 0;
  }
}
