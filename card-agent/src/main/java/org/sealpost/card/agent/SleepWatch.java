package org.sealpost.card.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that the machine slept: its wall clock went on and its monotonic clock stood still (as on
 * Linux and macOS), or both went on and nothing ran. A clock that was set looks the same. Not safe
 * for use by several threads.
 */
final class SleepWatch {
  /** More than a clock is corrected by, and less than anyone needs to wake a machine. */
  private static final Duration JUMP = Duration.ofSeconds(5);

  /** More than a busy machine keeps a thread waiting. */
  private static final Duration STANDSTILL = Duration.ofMinutes(1);

  private final InstantSource wall;
  private final LongSupplier monotonic;
  private Instant wallBefore;
  private long monotonicBefore;

  /**
   * @param monotonic nanoseconds, as {@link System#nanoTime}
   */
  SleepWatch(InstantSource wall, LongSupplier monotonic) {
    this.wall = wall;
    this.monotonic = monotonic;
    this.wallBefore = wall.instant();
    this.monotonicBefore = monotonic.getAsLong();
  }

  /** Whether the machine slept since the last call; to be called about once a second. */
  boolean slept() {
    Instant wallNow = wall.instant();
    long monotonicNow = monotonic.getAsLong();
    Duration ran = Duration.ofNanos(monotonicNow - monotonicBefore);
    Duration jump = Duration.between(wallBefore, wallNow).minus(ran).abs();
    wallBefore = wallNow;
    monotonicBefore = monotonicNow;
    return jump.compareTo(JUMP) > 0 || ran.compareTo(STANDSTILL) > 0;
  }
}
