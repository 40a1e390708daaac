package org.sealpost.trust.revocation;

import java.security.cert.X509Certificate;
import java.time.Duration;

/** One way to learn whether a certificate is revoked. Thread-safe; may block a virtual thread. */
public interface RevocationSource {
  /**
   * What can be known within {@code patience}. What takes longer goes on in the background, so that
   * a later call knows it.
   *
   * @param certificate one whose path to an anchor holds
   * @param issuer the CA above it in that path
   */
  RevocationStatus status(X509Certificate certificate, X509Certificate issuer, Duration patience);
}
