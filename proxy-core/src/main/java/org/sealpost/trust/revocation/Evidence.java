package org.sealpost.trust.revocation;

import java.time.Instant;
import java.util.Optional;

/**
 * On what an answer rests.
 *
 * @param source the address it was fetched from
 * @param thisUpdate when it was made
 * @param nextUpdate when the next one is due
 */
public record Evidence(Kind kind, String source, Instant thisUpdate, Optional<Instant> nextUpdate) {
  /** How revocation is told. */
  public enum Kind {
    /** A revocation list (RFC 5280 §5). */
    CRL,
    /** An answer about the one certificate (RFC 6960). */
    OCSP
  }
}
