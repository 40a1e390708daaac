package org.sealpost.trust.crl;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may make lists about a CA's certificates: the CA with the key that signed them, or whom they
 * name for it (cRLIssuer), if it stands under the same CAs. Pure functions.
 */
final class Signers {
  private Signers() {}

  /**
   * @param known certificates of CAs that are at hand, not trusted for that
   */
  static List<X509Certificate> of(
      Place place, X509Certificate issuer, List<X509Certificate> known, Instant now) {
    if (place.speakers().isEmpty()) {
      return List.of(issuer);
    }
    return named(place.speakers(), known)
        .filter(candidate -> isValid(candidate, now))
        .filter(candidate -> standsWith(candidate, issuer, known))
        .distinct()
        .toList();
  }

  private static Stream<X509Certificate> named(Set<String> names, List<X509Certificate> known) {
    return known.stream()
        .filter(each -> names.contains(GeneralNameText.of(each.getSubjectX500Principal())));
  }

  /** It issued the CA, was issued by it, or the same CA issued both. */
  private static boolean standsWith(
      X509Certificate candidate, X509Certificate issuer, List<X509Certificate> known) {
    return issued(issuer, candidate)
        || issued(candidate, issuer)
        || known.stream()
            .filter(each -> each.getBasicConstraints() >= 0)
            .anyMatch(each -> issued(each, issuer) && issued(each, candidate));
  }

  private static boolean issued(X509Certificate above, X509Certificate below) {
    if (!above.getSubjectX500Principal().equals(below.getIssuerX500Principal())) {
      return false;
    }
    try {
      below.verify(above.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }
}
