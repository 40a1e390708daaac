package org.sealpost.trust.crl;

import java.time.Duration;
import java.time.Instant;

/**
 * When a list is fetched again. Each call draws its own moment, so that neither one's own lists nor
 * those of all users are fetched at once.
 */
final class RefreshTimes {
  private static final Duration LEAST = Duration.ofMinutes(5);
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration LAST_RETRY = Duration.ofHours(1);

  private RefreshTimes() {}

  /**
   * Some time in the second half of what is left until the next one is due, and before it is.
   *
   * @param asked when the source was last asked
   * @param random from 0 to 1
   */
  static Instant afterSuccess(
      Instant asked, Instant thisUpdate, Instant nextUpdate, double random) {
    Instant from = asked.isAfter(thisUpdate) ? asked : thisUpdate;
    Duration left = Duration.between(from, nextUpdate);
    Duration wait = Duration.ofSeconds((long) (left.toSeconds() * (0.5 + 0.4 * random)));
    return from.plus(wait.compareTo(LEAST) < 0 ? LEAST : wait);
  }

  /**
   * After a minute at first, twice as long each time, an hour at most.
   *
   * @param times how often it failed in a row, at least 1
   * @param random from 0 to 1
   */
  static Instant afterFailure(Instant now, int times, double random) {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(times - 1, 10));
    Duration bounded = wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY;
    return now.plusMillis((long) (bounded.toMillis() * (0.75 + 0.5 * random)));
  }
}
