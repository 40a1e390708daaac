package org.sealpost.report;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.report.SignatureReport.Encryption;
import org.sealpost.trust.Decision;
import org.sealpost.trust.ObjectionName;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.Remark;
import org.sealpost.trust.RevocationGap;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.VerdictWords;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;

/** Reports on one mail, whose certificates and times never change. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  static final X509Certificate ROOT = certificate("root.pem");
  static final X509Certificate CA = certificate("ca.pem");
  static final X509Certificate ANN = certificate("ann.pem");
  static final X509Certificate WEAK = certificate("weak-key-and-sha-1.pem");
  static final X509Certificate MARKUP = certificate("name-that-is-markup.pem");

  static final Encryption NONE = new Encryption.None();

  private static final RevocationStatus BY_LIST =
      new RevocationStatus.Good(
          new Evidence(
              Evidence.Kind.CRL,
              "http://ca.example.tw/lists/mail.crl",
              Instant.parse("2026-03-03T16:00:00Z"),
              Optional.of(Instant.parse("2026-03-05T16:00:00Z"))));

  private static final RevocationStatus BY_RESPONDER =
      new RevocationStatus.Good(
          new Evidence(
              Evidence.Kind.OCSP,
              "http://ocsp.example.tw/",
              Instant.parse("2026-03-04T05:06:00Z"),
              Optional.empty()));

  private static final RevocationStatus.Cause DOWN =
      new RevocationStatus.Cause.Outdated(
          "http://ca.example.tw/lists/mail.crl", Instant.parse("2026-03-01T16:00:00Z"));

  private Samples() {}

  static SignatureReport valid() {
    return report(NONE, signature(new Verdict.Valid(List.of()), ANN, path(ANN, BY_LIST)));
  }

  static SignatureReport trustedByYou() {
    Decision decision =
        new Decision(
            Decision.Kind.ALLOW,
            Instant.parse("2026-02-01T00:00:00Z"),
            Optional.empty(),
            "asked on the phone");
    Verdict verdict =
        new Verdict.TrustedByYou(decision, new PathProblem.UnknownIssuer(ANN), List.of());
    return report(NONE, signature(verdict, ANN, List.of()));
  }

  static SignatureReport unchecked() {
    RevocationStatus unknown = new RevocationStatus.Unknown(DOWN);
    Verdict verdict = new Verdict.Unchecked(new RevocationGap(ANN, DOWN), List.of());
    return report(NONE, signature(verdict, ANN, path(ANN, unknown)));
  }

  static SignatureReport notTheSender() {
    Verdict verdict = new Verdict.NotTheSender(ANN, List.of("ann@example.tw"));
    return new SignatureReport(
        new SignatureReport.Mail(List.of("bob@example.tw"), "<1@example.tw>", Optional.of(NOW)),
        verdict.kind(),
        NONE,
        List.of(signature(verdict, ANN, path(ANN, BY_RESPONDER))),
        List.of(),
        NOW,
        trust());
  }

  static SignatureReport untrusted() {
    RevocationStatus.Revoked revoked =
        new RevocationStatus.Revoked(
            Instant.parse("2026-01-02T03:04:05Z"),
            RevocationReason.KEY_COMPROMISE,
            Optional.empty(),
            ((RevocationStatus.Good) BY_LIST).evidence());
    Verdict verdict = new Verdict.Untrusted(new PathProblem.Revoked(ANN, revoked), List.of());
    return report(NONE, signature(verdict, ANN, path(ANN, revoked)));
  }

  static SignatureReport invalid() {
    Verdict verdict = new Verdict.Invalid(Phrase.verbatim("The content was altered."));
    return report(NONE, signature(verdict, ANN, List.of()));
  }

  static SignatureReport unsigned() {
    return report(new Encryption.Opened("AES-256-CBC", false, false));
  }

  static SignatureReport unknown() {
    return new SignatureReport(
        valid().mail(),
        VerdictKind.UNKNOWN,
        new Encryption.Closed(
            Phrase.verbatim("It is encrypted, but to none of the certificates on your cards.")),
        List.of(),
        List.of(),
        NOW,
        trust());
  }

  /** Two, the inner one weak and over a broken encryption. */
  static SignatureReport twoSignaturesAndWeakness() {
    Verdict weak =
        new Verdict.Valid(
            List.of(
                new Remark.WeakSignature("SHA-1", WEAK),
                new Remark.SeenBefore(Instant.parse("2025-06-01T02:03:00Z"))));
    ReportedSignature inner = signature(weak, WEAK, path(WEAK, BY_LIST));
    ReportedSignature known =
        new ReportedSignature(
            inner.verdict(),
            inner.words(),
            inner.advice(),
            inner.signer(),
            inner.claimed(),
            Optional.of(Instant.parse("2025-06-01T02:03:00Z")),
            inner.judgedAsOf(),
            "SHA-1",
            true,
            inner.path());
    return new SignatureReport(
        valid().mail(),
        VerdictKind.UNCHECKED,
        new Encryption.Opened("RC2-40", true, true),
        List.of(unchecked().signatures().getFirst(), known),
        List.of(Phrase.verbatim("A note.")),
        NOW,
        trust());
  }

  /** All that others choose is markup, or turns the direction of writing. */
  static SignatureReport markup() {
    String markup = "</td></style><script>alert(1)</script>&lt;\u202e\u2066\"' onload=x \u0000";
    Verdict verdict = new Verdict.Invalid(Phrase.verbatim(markup));
    RevocationStatus good =
        new RevocationStatus.Good(
            new Evidence(Evidence.Kind.CRL, "javascript:" + markup, NOW, Optional.empty()));
    return new SignatureReport(
        new SignatureReport.Mail(List.of(markup, "b@example.tw"), markup, Optional.of(NOW)),
        verdict.kind(),
        new Encryption.Closed(Phrase.verbatim(markup)),
        List.of(signature(verdict, MARKUP, path(MARKUP, good))),
        List.of(Phrase.verbatim(markup)),
        NOW,
        trust());
  }

  static SignatureReport report(Encryption encryption, ReportedSignature... signatures) {
    VerdictKind kind =
        VerdictKind.worst(List.of(signatures).stream().map(ReportedSignature::verdict).toList())
            .orElse(VerdictKind.UNSIGNED);
    return new SignatureReport(
        new SignatureReport.Mail(
            List.of("ann@example.tw"),
            "<20260304050500.1234@mail.example.tw>",
            Optional.of(Instant.parse("2026-03-04T05:05:00Z"))),
        kind,
        encryption,
        List.of(signatures),
        List.of(),
        NOW,
        trust());
  }

  private static ReportedSignature signature(
      Verdict verdict, X509Certificate signer, List<ReportedCertificate> path) {
    return new ReportedSignature(
        verdict.kind(),
        VerdictWords.sentence(verdict),
        Advice.of(
            verdict.kind(), ObjectionName.of(verdict), Optional.of(signer), Advice.Missing.NONE),
        Optional.of(signer),
        Optional.of(Instant.parse("2026-03-04T05:04:58Z")),
        Optional.empty(),
        NOW,
        "SHA-256",
        false,
        path);
  }

  private static List<ReportedCertificate> path(X509Certificate end, RevocationStatus status) {
    return List.of(
        new ReportedCertificate(end, false, Optional.of(status)),
        new ReportedCertificate(CA, false, Optional.of(BY_RESPONDER)),
        new ReportedCertificate(ROOT, true, Optional.empty()));
  }

  private static Optional<TrustVersion> trust() {
    return Optional.of(new TrustVersion(RevocationPolicy.Mode.PREFER, 3, "5e1f09ab"));
  }

  private static X509Certificate certificate(String file) {
    try (InputStream in = Samples.class.getResourceAsStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
