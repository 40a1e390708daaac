package org.sealpost.trust.fetch;

import java.time.Duration;

/** A moment by which something is to be done. */
record Deadline(long nanoTime) {
  /** Longer than anybody waits; keeps the arithmetic from running over. */
  private static final Duration LONGEST = Duration.ofDays(365);

  static Deadline in(Duration time) {
    Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  boolean hasPassed() {
    return nanoTime - System.nanoTime() <= 0;
  }
}
