package org.sealpost.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The user's word that a recipient may be written to without encryption, where encryption is
 * required and cannot be had. The mail is signed then.
 *
 * @param given when the user said it last
 * @param until when it ends; empty if never
 */
public record Permission(Instant given, Optional<Instant> until) {
  /** How long it counts if the user says nothing else. */
  public static final Duration USUAL = Duration.ofMinutes(10);

  /** One for longer is one for good. */
  public static final Duration LONGEST = Duration.ofHours(24);

  /**
   * Whether it counts. One that never ends counts for {@link #USUAL} only against what the mail
   * itself asks for: then the mail is the newer word of the user.
   *
   * @param askedByMail whether the mail itself asks to be encrypted
   */
  public boolean counts(boolean askedByMail, Instant now) {
    return until
        .map(now::isBefore)
        .orElseGet(() -> !askedByMail || now.isBefore(given.plus(USUAL)));
  }
}
