package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
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
   * Whether it was known, of that first meeting, that no certificate of this path was revoked. The
   * same signature can come again with another certificate for the same key, of which the meeting
   * says nothing. Without a memory of paths: as {@link #first} has it.
   *
   * @param path from the signer's certificate to the anchor
   */
  default boolean wasNotRevoked(String signatureId, List<X509Certificate> path) {
    return first(signatureId).filter(Sighting::notRevoked).isPresent();
  }

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
