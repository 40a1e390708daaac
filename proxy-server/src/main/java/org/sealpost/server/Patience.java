package org.sealpost.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/**
 * How long a judgement waits for what is fetched: in full for the first mail, hardly for those that
 * come while the same may still be on its way, so that fetching a full mailbox does not wait once
 * for each mail. What comes later completes the kept verdicts. Thread-safe.
 */
final class Patience {
  private static final Duration HARDLY = Duration.ofMillis(100);
  private static final Duration SPENT_FOR = Duration.ofSeconds(30);

  private final InstantSource clock;
  private volatile Instant spentUntil = Instant.MIN;

  Patience(InstantSource clock) {
    this.clock = clock;
  }

  /** What is left of {@code wanted} now. */
  Duration left(Duration wanted) {
    boolean spent = clock.instant().isBefore(spentUntil) && wanted.compareTo(HARDLY) > 0;
    return spent ? HARDLY : wanted;
  }

  /** Notes what a judgement learnt. */
  void learnt(List<RevocationStatus> statuses) {
    boolean inVain =
        statuses.stream()
            .anyMatch(status -> status instanceof RevocationStatus.Unknown(Cause.NotYet _));
    spentUntil = inVain ? clock.instant().plus(SPENT_FOR) : Instant.MIN;
  }

  /** Notes that something was waited for in vain. */
  void spend() {
    spentUntil = clock.instant().plus(SPENT_FOR);
  }
}
