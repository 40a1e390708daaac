package org.sealpost.server.console;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.sealpost.server.CertificateDetails;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PlainText;

/**
 * A certificate as pages show it.
 *
 * @param state {@code now}, {@code past} or {@code future}: where this time lies in its validity
 * @param use what it is for, as in the words {@code cert.use.USE}
 * @param fingerprint in hexadecimal digits, to name it
 * @param printed the same, to compare it
 * @param encoded its DER in base64
 */
record CertificateView(
    String name,
    String issuer,
    String subject,
    String fullIssuer,
    String serial,
    List<String> addresses,
    Instant from,
    Instant until,
    String state,
    String key,
    String use,
    boolean authority,
    String fingerprint,
    String printed,
    String sha1,
    String encoded) {
  static CertificateView of(X509Certificate certificate, Instant now) {
    Fingerprint fingerprint = Fingerprint.of(certificate);
    return new CertificateView(
        CertificateNames.displayName(certificate),
        CertificateNames.issuerName(certificate),
        PlainText.of(certificate.getSubjectX500Principal().getName()),
        PlainText.of(certificate.getIssuerX500Principal().getName()),
        certificate.getSerialNumber().toString(16),
        CertificateNames.addresses(certificate).stream().map(PlainText::of).toList(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        state(certificate, now),
        CertificateDetails.key(certificate),
        use(certificate),
        CertificateDoubts.isAuthority(certificate),
        fingerprint.hex(),
        fingerprint.printed(),
        CertificateDetails.sha1(certificate),
        encoded(certificate));
  }

  private static String state(X509Certificate certificate, Instant now) {
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      return "past";
    }
    return now.isBefore(certificate.getNotBefore().toInstant()) ? "future" : "now";
  }

  private static String use(X509Certificate certificate) {
    boolean signs = CertificateUsage.canSign(certificate);
    if (CertificateUsage.canEncrypt(certificate)) {
      return signs ? "both" : "encryption";
    }
    return signs ? "signing" : "neither";
  }

  private static String encoded(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
