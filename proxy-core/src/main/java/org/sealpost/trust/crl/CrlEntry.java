package org.sealpost.trust.crl;

import java.time.Instant;
import java.util.Optional;
import org.sealpost.trust.revocation.RevocationReason;

/** What a list says about one certificate (RFC 5280 §5.3). */
record CrlEntry(Instant revoked, RevocationReason reason, Optional<Instant> invalidSince) {
  /** Whether it cannot be taken back; a hold can. */
  boolean forGood() {
    return reason.isForGood();
  }
}
