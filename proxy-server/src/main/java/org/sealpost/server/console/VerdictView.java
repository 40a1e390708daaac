package org.sealpost.server.console;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.report.Advice;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.Sightings;
import org.sealpost.verdicts.KeptMail;
import org.sealpost.verdicts.KeptReport;
import org.sealpost.verdicts.KeptSignature;

/**
 * What was found of a mail.
 *
 * @param encryption empty where it was not kept
 * @param firstOpened where it was opened again later
 * @param completed when answers that were missing at first had come
 */
record VerdictView(
    Badge verdict,
    Optional<Badge> encryption,
    String messageId,
    String account,
    String from,
    Instant opened,
    Optional<Instant> firstOpened,
    Optional<Instant> completed,
    Optional<Instant> nextLook,
    List<Signature> signatures) {

  /**
   * @param advice the key of its words
   * @param trust where the user can decide on the certificate
   */
  record Signature(
      Badge verdict,
      Phrase words,
      Optional<Signer> signer,
      Optional<Instant> claimed,
      Optional<Instant> firstSeen,
      Instant judgedAsOf,
      Optional<Instant> lookedUp,
      String digest,
      boolean weak,
      Optional<String> advice,
      Optional<String> trust,
      List<ChainLink> chain) {}

  record Signer(String name, String addresses, String issuer, Instant from, Instant until) {
    static Signer of(X509Certificate certificate) {
      return new Signer(
          PlainText.of(CertificateNames.displayName(certificate)),
          PlainText.of(String.join(", ", CertificateNames.addresses(certificate))),
          PlainText.of(CertificateNames.issuerName(certificate)),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }
  }

  static VerdictView of(KeptMail mail, Sightings sightings) {
    return new VerdictView(
        Badge.of(mail.verdict()),
        mail.encryption().map(EncryptionBadge::of),
        mail.messageId(),
        PlainText.of(mail.account()),
        PlainText.of(String.join(", ", mail.from())),
        mail.opened(),
        Optional.of(mail.firstOpened()).filter(first -> !first.equals(mail.opened())),
        mail.completed(),
        mail.nextLook(),
        mail.signatures().stream().map(it -> signature(mail, it, sightings)).toList());
  }

  private static Signature signature(KeptMail mail, KeptSignature signature, Sightings sightings) {
    Optional<Advice> advice = KeptReport.advice(mail, signature);
    return new Signature(
        Badge.of(signature.verdict()),
        signature.words(),
        signature.signer().map(Signer::of),
        signature.claimed(),
        Optional.of(signature.id())
            .filter(id -> !id.isEmpty())
            .flatMap(sightings::first)
            .map(Sightings.Sighting::at),
        signature.judgedAsOf(),
        signature.path().isEmpty() ? Optional.empty() : Optional.of(signature.assessed()),
        PlainText.of(signature.digest()),
        signature.weak(),
        advice.map(it -> "advice." + it.token()),
        signature
            .signer()
            .filter(_ -> advice.filter(VerdictView::isForUser).isPresent())
            .map(VerdictView::trust),
        ChainLink.of(signature.path(), leadsToAnchor(signature)));
  }

  /** Of other verdicts the nearest chain that was found is kept, wherever it leads. */
  private static boolean leadsToAnchor(KeptSignature signature) {
    return switch (signature.verdict()) {
      case VALID, UNCHECKED -> true;
      case UNSIGNED, UNKNOWN, TRUSTED_BY_YOU, NOT_THE_SENDER, UNTRUSTED, INVALID -> false;
    };
  }

  private static boolean isForUser(Advice advice) {
    return switch (advice) {
      case ALLOW, IMPORT, OPEN_AGAIN, TAKE_BACK, DENIED, BIND -> true;
      case WAIT, OTHER_SIGNER, SEND_AGAIN, NOTHING -> false;
    };
  }

  private static String trust(X509Certificate signer) {
    return Links.to("/trust/certificate", "fingerprint", Fingerprint.of(signer).hex());
  }
}
