package org.sealpost.smime;

import java.security.cert.X509Certificate;

/**
 * Somebody who is to open an encrypted mail. Immutable.
 *
 * @param certificate of the key that opens it
 * @param capabilities what its holder announced to read; only what came in a signature that was
 *     verified and trusted may stand here
 * @param sender whether it is the sender, who reads with this program whatever it writes
 */
public record Reader(X509Certificate certificate, Capabilities capabilities, boolean sender) {
  /** Somebody else. */
  public Reader(X509Certificate certificate, Capabilities capabilities) {
    this(certificate, capabilities, false);
  }

  /** Somebody else of whom nothing is known but the certificate. */
  public static Reader of(X509Certificate certificate) {
    return new Reader(certificate, Capabilities.none());
  }

  /** The sender. */
  public static Reader ourselves(X509Certificate certificate) {
    return new Reader(certificate, Capabilities.none(), true);
  }
}
