package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * The one place that turns verdicts, and the steps that lead to them, into words. The names of
 * people and CAs come from certificates: they are free of control characters, but may be non-ASCII
 * (RFC 2047 is needed in a header field). Dates are in UTC. Stateless.
 */
public final class VerdictWords {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private VerdictWords() {}

  /** One or more whole sentences that tell a reader what the verdict means and why it is so. */
  public static Phrase sentence(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotTheSender(X509Certificate signer, List<String> addresses) ->
          phrase("verdict.not-the-sender", signer(signer, addresses));
      case Verdict other -> sentences(List.of(phrase("verdict." + other.token()), reason(other)));
    };
  }

  /** Only why the verdict is what it is; empty where there is nothing to say. */
  public static Phrase reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid(List<Remark> remarks) -> remarks(remarks);
      case Verdict.Unchecked(RevocationGap gap, List<Remark> remarks) ->
          sentences(List.of(gap(gap.certificate(), gap.cause()), remarks(remarks)));
      case Verdict.Untrusted(Objection objection, List<Remark> remarks) ->
          sentences(List.of(objection(objection), remarks(remarks)));
      case Verdict.Invalid(Phrase reason) -> reason;
      case Verdict.NotTheSender(X509Certificate signer, List<String> addresses) ->
          phrase("reason.not-the-sender", signer(signer, addresses));
      case Verdict.TrustedByYou(Decision decision, Objection despite, List<Remark> remarks) ->
          sentences(List.of(decision(decision), objection(despite), remarks(remarks)));
      case Verdict.Unsigned(), Verdict.Unknown() -> Phrase.none();
    };
  }

  private static Phrase objection(Objection objection) {
    return switch (objection) {
      case PathProblem problem -> problem(problem);
      case Objection.NoCertificate() -> phrase("signer.no-certificate");
      case Objection.Untold(Phrase reason) -> reason;
    };
  }

  /** Which step towards an anchor failed, in a whole sentence. */
  public static Phrase problem(PathProblem problem) {
    X509Certificate certificate = problem.certificate();
    String name = CertificateNames.displayName(certificate);
    String issuer = CertificateNames.issuerName(certificate);
    return switch (problem) {
      case PathProblem.NoAnchors _ -> phrase("path.no-anchors", name);
      case PathProblem.UnknownIssuer _ -> phrase("path.unknown-issuer", name, issuer);
      case PathProblem.UnknownRoot _ -> phrase("path.unknown-root", name);
      case PathProblem.NotIssued _ -> phrase("path.not-issued", name, issuer);
      case PathProblem.TooManyCertificates _ -> phrase("path.too-many", name);
      case PathProblem.Expired _ -> phrase("path.expired", name, date(certificate.getNotAfter()));
      case PathProblem.NotYetValid _ ->
          phrase("path.not-yet-valid", name, date(certificate.getNotBefore()));
      case PathProblem.WrongUsage(_, CertificateUsage wanted) ->
          phrase(
              switch (wanted) {
                case SIGNING -> "path.not-for-signing";
                case ENCRYPTION -> "path.not-for-encryption";
              },
              name);
      case PathProblem.NotForMail _ -> phrase("path.not-for-mail", name);
      case PathProblem.NotAnAuthority _ -> phrase("path.not-an-authority", name);
      case PathProblem.PathTooLong _ -> phrase("path.too-long", name);
      case PathProblem.NameNotAllowed _ -> phrase("path.name-not-allowed", name);
      case PathProblem.UnknownCriticalExtension _ -> phrase("path.critical-extension", name);
      case PathProblem.BrokenAlgorithm(_, String algorithm) ->
          phrase("path.broken-algorithm", name, algorithm);
      case PathProblem.WeakKey(_, String key) -> phrase("path.weak-key", name, key);
      case PathProblem.Malformed(_, String detail) -> phrase("path.malformed", name, detail);
      case PathProblem.OutsideScope(_, X509Certificate anchor) ->
          phrase("path.outside-scope", name, CertificateNames.displayName(anchor));
      case PathProblem.Revoked(_, RevocationStatus.Revoked revocation) -> revoked(name, revocation);
      case PathProblem.RevocationUnknown(_, RevocationStatus.Cause cause) ->
          gap(certificate, cause);
      case PathProblem.Denied(_, Decision decision) -> denied(name, decision);
    };
  }

  private static Phrase revoked(String name, RevocationStatus.Revoked revocation) {
    if (revocation.reason() == RevocationReason.CERTIFICATE_HOLD) {
      return phrase("path.on-hold", name, DATE.format(revocation.since()));
    }
    return phrase(
        "path.revoked",
        name,
        DATE.format(revocation.since()),
        phrase("revocation-reason." + revocation.reason().code()));
  }

  private static Phrase denied(String name, Decision decision) {
    return phrase(
        decision.note().isEmpty() ? "path.denied" : "path.denied-note",
        name,
        DATE.format(decision.made()),
        PlainText.of(decision.note()));
  }

  private static Phrase gap(X509Certificate certificate, RevocationStatus.Cause cause) {
    String name = CertificateNames.displayName(certificate);
    return sentences(List.of(phrase("gap", name), cause(cause)));
  }

  private static Phrase cause(RevocationStatus.Cause cause) {
    return switch (cause) {
      case RevocationStatus.Cause.NoSource() -> phrase("gap.no-source");
      case RevocationStatus.Cause.NotReached(_, Phrase detail) -> phrase("gap.not-reached", detail);
      case RevocationStatus.Cause.NotYet(String source) -> phrase("gap.not-yet", plain(source));
      case RevocationStatus.Cause.Outdated(String source, Instant nextUpdate) ->
          phrase("gap.outdated", plain(source), TIME.format(nextUpdate));
      case RevocationStatus.Cause.NotReliable(String source, Phrase detail) ->
          phrase("gap.not-reliable", plain(source), detail);
      case RevocationStatus.Cause.ExpiredBefore(_, _) -> phrase("gap.expired-before");
      case RevocationStatus.Cause.SwitchedOff() -> phrase("gap.off");
    };
  }

  /** What is known of a certificate's revocation, and from where. */
  public static Phrase revocation(RevocationStatus status) {
    return switch (status) {
      case RevocationStatus.Good(Evidence evidence) ->
          phrase("revocation.good", evidence(evidence));
      case RevocationStatus.Revoked(
              Instant since,
              RevocationReason reason,
              var _,
              Evidence evidence) ->
          phrase(
              "revocation.revoked",
              DATE.format(since),
              phrase("revocation-reason." + reason.code()),
              evidence(evidence));
      case RevocationStatus.Unknown(RevocationStatus.Cause cause) ->
          phrase("revocation.unknown", cause(cause));
    };
  }

  private static Phrase evidence(Evidence evidence) {
    return phrase(
        switch (evidence.kind()) {
          case CRL -> "evidence.crl";
          case OCSP -> "evidence.ocsp";
        },
        plain(evidence.source()),
        TIME.format(evidence.thisUpdate()));
  }

  private static Phrase decision(Decision decision) {
    List<Phrase> parts = new ArrayList<>();
    parts.add(
        decision
            .until()
            .map(
                until -> phrase("decision.until", DATE.format(decision.made()), DATE.format(until)))
            .orElseGet(() -> phrase("decision", DATE.format(decision.made()))));
    if (!decision.note().isEmpty()) {
      parts.add(phrase("decision.note", PlainText.of(decision.note())));
    }
    return sentences(parts);
  }

  private static Phrase remarks(List<Remark> remarks) {
    return sentences(remarks.stream().map(VerdictWords::remark).toList());
  }

  private static Phrase remark(Remark remark) {
    return switch (remark) {
      case Remark.ClaimedInFuture(Instant claimed, Instant judgedAt) ->
          phrase("remark.future", TIME.format(claimed), TIME.format(judgedAt));
      case Remark.OnlyClaimed(Instant claimed) ->
          phrase("remark.only-claimed", TIME.format(claimed));
      case Remark.SeenBefore(Instant at) -> phrase("remark.seen-before", TIME.format(at));
      case Remark.ExpiredSince(X509Certificate certificate) ->
          phrase(
              "remark.expired-since",
              CertificateNames.displayName(certificate),
              date(certificate.getNotAfter()));
      case Remark.RevokedSince(X509Certificate certificate, Instant revoked) ->
          phrase(
              "remark.revoked-since",
              CertificateNames.displayName(certificate),
              DATE.format(revoked));
      case Remark.Bound(String address, Instant since) ->
          phrase("remark.bound", PlainText.ofName(address), DATE.format(since));
      case Remark.WeakSignature(String digest, X509Certificate signer) ->
          phrase("remark.weak-signature", digest, Algorithms.keyName(signer));
      case Remark.WeakCertificate(X509Certificate certificate, String algorithm) ->
          phrase(
              algorithm.startsWith("SHA") ? "remark.weak-certificate" : "remark.weak-key",
              CertificateNames.displayName(certificate),
              algorithm);
    };
  }

  /** Who signed, to stand after "by". */
  private static Phrase signer(X509Certificate certificate, List<String> addresses) {
    return addresses.isEmpty()
        ? phrase("signer.without-address", CertificateNames.displayName(certificate))
        : Phrase.verbatim(PlainText.of(String.join(", ", addresses)));
  }

  private static Phrase phrase(String key, Object... arguments) {
    return Phrase.of(VerdictWords.class, key, arguments);
  }

  private static Phrase sentences(List<Phrase> sentences) {
    return new Phrase.Sentences(sentences);
  }

  private static String plain(String source) {
    return PlainText.ofName(source);
  }

  private static String date(Date date) {
    return DATE.format(date.toInstant());
  }
}
