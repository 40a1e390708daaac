package org.sealpost.verdicts;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * A certificate of a path.
 *
 * @param revocation what was known of it; empty where it was not looked up, as an anchor's never is
 */
public record KeptCertificate(X509Certificate certificate, Optional<RevocationStatus> revocation) {
  boolean isPending() {
    return revocation.filter(RevocationStatus::mayBeKnownLater).isPresent();
  }
}
