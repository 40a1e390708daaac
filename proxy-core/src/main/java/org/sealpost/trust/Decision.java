package org.sealpost.trust;

import java.time.Instant;
import java.util.Optional;

/**
 * The user's own word on one certificate.
 *
 * @param until when it ends, if it does
 * @param note the user's reason; may be empty
 */
public record Decision(Kind kind, Instant made, Optional<Instant> until, String note) {
  /** What the user decided. */
  public enum Kind {
    /** To trust it, whatever its path. */
    ALLOW,
    /** Never to trust it. */
    DENY
  }

  /** Whether it counts at this time. */
  public boolean holdsAt(Instant at) {
    return until.filter(end -> !at.isBefore(end)).isEmpty();
  }
}
