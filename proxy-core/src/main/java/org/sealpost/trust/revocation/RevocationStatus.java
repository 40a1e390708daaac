package org.sealpost.trust.revocation;

import java.time.Instant;
import java.util.Optional;
import org.sealpost.failure.Phrase;

/** What is known of one certificate's revocation. */
public sealed interface RevocationStatus {
  /** Its issuer, or who speaks for it, says that it is not revoked. */
  record Good(Evidence evidence) implements RevocationStatus {}

  /**
   * Revoked, or on hold.
   *
   * @param since when the CA revoked it
   * @param invalidSince when the key is suspected to have been in wrong hands (RFC 5280 §5.3.2)
   */
  record Revoked(
      Instant since, RevocationReason reason, Optional<Instant> invalidSince, Evidence evidence)
      implements RevocationStatus {}

  /** Nobody could say. */
  record Unknown(Cause cause) implements RevocationStatus {}

  /** Whether nothing is known, and asking again may bring an answer. */
  default boolean mayBeKnownLater() {
    return this instanceof Unknown(Cause cause)
        && switch (cause) {
          case Cause.NotYet _, Cause.NotReached _, Cause.NotReliable _, Cause.Outdated _ -> true;
          case Cause.NoSource _, Cause.ExpiredBefore _, Cause.SwitchedOff _ -> false;
        };
  }

  /** Why nothing is known. */
  sealed interface Cause {
    /** The certificate names neither a list nor a responder that can be asked. */
    record NoSource() implements Cause {}

    /** The source could not be had; {@code detail} is a sentence in words. */
    record NotReached(String source, Phrase detail) implements Cause {}

    /** The answer is still being fetched; it will be known later. */
    record NotYet(String source) implements Cause {}

    /** What there is ran out at {@code nextUpdate}, and there is nothing newer. */
    record Outdated(String source, Instant nextUpdate) implements Cause {}

    /** It came, and cannot be relied on; {@code detail} is a sentence in words. */
    record NotReliable(String source, Phrase detail) implements Cause {}

    /** The certificate had expired when the answer was made; CAs forget expired certificates. */
    record ExpiredBefore(String source, Instant thisUpdate) implements Cause {}

    /** The user's setting is not to ask. */
    record SwitchedOff() implements Cause {}
  }
}
