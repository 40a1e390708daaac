package org.sealpost.server.console;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.VerdictWords;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.verdicts.KeptCertificate;

/**
 * A certificate of a chain as it is drawn.
 *
 * @param role the key of what it is there
 * @param expired whether it has ended since
 * @param page where all is told of it
 */
record ChainLink(
    String role,
    String name,
    String addresses,
    Instant from,
    Instant until,
    boolean expired,
    String page,
    String fingerprint,
    Optional<Revocation> revocation) {

  /**
   * @param evidence on what it rests
   */
  record Revocation(Badge badge, Phrase words, Optional<Evidence> evidence) {
    static Revocation of(RevocationStatus status) {
      return new Revocation(
          Badge.of(status),
          VerdictWords.revocation(status),
          switch (status) {
            case RevocationStatus.Good(Evidence evidence) -> Optional.of(evidence);
            case RevocationStatus.Revoked revoked -> Optional.of(revoked.evidence());
            case RevocationStatus.Unknown _ -> Optional.empty();
          });
    }

    String source() {
      return evidence.map(it -> PlainText.of(it.source())).orElse("");
    }
  }

  /**
   * From the top to the signer: in the order in which trust is passed on.
   *
   * @param anchored whether it is known to begin with a trust anchor
   */
  static List<ChainLink> of(List<KeptCertificate> path, boolean anchored) {
    List<ChainLink> chain = new ArrayList<>();
    for (int i = path.size() - 1; i >= 0; i--) {
      boolean top = i == path.size() - 1;
      String role = i == 0 ? "signer" : !top ? "authority" : anchored ? "anchor" : "top";
      chain.add(of(path.get(i).certificate(), role, path.get(i).revocation()));
    }
    return chain;
  }

  /** A certificate at its place, with what is known of its revocation. */
  static ChainLink of(
      X509Certificate certificate, String role, Optional<RevocationStatus> revocation) {
    Instant until = certificate.getNotAfter().toInstant();
    String fingerprint = Fingerprint.of(certificate).hex();
    return new ChainLink(
        "chain.role." + role,
        PlainText.of(CertificateNames.displayName(certificate)),
        PlainText.of(String.join(", ", CertificateNames.addresses(certificate))),
        certificate.getNotBefore().toInstant(),
        until,
        Instant.now().isAfter(until),
        Links.to("/trust/certificate", "fingerprint", fingerprint),
        grouped(fingerprint),
        revocation.map(Revocation::of));
  }

  /** In groups of four digits, as people compare them. */
  private static String grouped(String hex) {
    return hex.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
