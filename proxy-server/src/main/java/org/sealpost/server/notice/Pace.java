package org.sealpost.server.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How much a user is told: nothing twice within minutes, and no more than ten things a minute; then
 * that there is more, once, and no more of it until it is quieter. For one thread.
 */
final class Pace {
  static final int MOST_PER_MINUTE = 10;
  static final Duration SAME_AGAIN = Duration.ofMinutes(5);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Map<String, Instant> told = new HashMap<>();
  private final Deque<Instant> lately = new ArrayDeque<>();
  private boolean summarised;

  /** What to do with a notice. */
  enum Decision {
    TELL,
    /** It is too much: say so in its place. */
    SUMMARISE,
    DROP
  }

  /** Takes account of it. */
  Decision decide(String key, Instant now) {
    told.values().removeIf(at -> !at.plus(SAME_AGAIN).isAfter(now) || at.isAfter(now));
    while (!lately.isEmpty() && isOver(lately.getFirst(), now)) {
      lately.removeFirst();
    }
    if (told.containsKey(key)) {
      return Decision.DROP;
    }
    if (lately.size() >= MOST_PER_MINUTE) {
      boolean first = !summarised;
      summarised = true;
      return first ? Decision.SUMMARISE : Decision.DROP;
    }
    summarised = false;
    lately.addLast(now);
    told.put(key, now);
    return Decision.TELL;
  }

  /** Also of a time that lies ahead: then the clock was set. */
  private static boolean isOver(Instant at, Instant now) {
    return !at.plus(WINDOW).isAfter(now) || at.isAfter(now);
  }
}
