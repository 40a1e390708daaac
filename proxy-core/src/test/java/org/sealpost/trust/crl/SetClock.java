package org.sealpost.trust.crl;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Shows the time that the test sets. */
final class SetClock implements InstantSource {
  private volatile Instant now = Ca.NOW;

  void pass(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
