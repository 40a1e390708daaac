package org.sealpost.smime;

import java.security.cert.X509Certificate;

/**
 * Somebody who is to open an encrypted mail. Immutable.
 *
 * @param certificate of the key that opens it
 * @param capabilities what its holder announced to read; only what came in a signature that was
 *     verified and trusted may stand here
 */
public record Reader(X509Certificate certificate, Capabilities capabilities) {
  /** One of whom nothing is known but the certificate. */
  public static Reader of(X509Certificate certificate) {
    return new Reader(certificate, Capabilities.none());
  }

  /** The sender, who reads with this program what it can read with any card. */
  public static Reader ourselves(X509Certificate certificate) {
    return new Reader(certificate, Capabilities.ours(Algorithms.standard()));
  }
}
