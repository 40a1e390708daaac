package org.sealpost.trust;

import java.time.Instant;
import java.util.Optional;

/**
 * Remembers signatures: that one was met at a time proves that it was made before. Must be quick.
 * Thread-safe.
 */
@FunctionalInterface
public interface Sightings {
  /**
   * When this very signature was first met here.
   *
   * @param signatureId of {@link org.sealpost.smime.SignatureCheck}
   */
  Optional<Sighting> first(String signatureId);

  /**
   * A meeting.
   *
   * @param notRevoked whether no certificate of its path was revoked then
   */
  record Sighting(Instant at, boolean notRevoked) {}

  /** Remembers nothing. */
  static Sightings none() {
    return _ -> Optional.empty();
  }
}
