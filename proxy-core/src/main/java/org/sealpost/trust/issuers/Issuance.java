package org.sealpost.trust.issuers;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/**
 * Tells who issued a certificate, by name and signature. Whoever sends a mail chooses what is
 * compared, so that the number of signatures is bounded. Not thread-safe.
 */
final class Issuance {
  private static final int MAX_SIGNATURES = 100;

  private int signatures;

  boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        && signatures++ < MAX_SIGNATURES
        && verifies(certificate, issuer);
  }

  private static boolean verifies(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException _) {
      // The key comes from outside, and providers throw what they like at odd ones.
      return false;
    }
  }

  static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}
