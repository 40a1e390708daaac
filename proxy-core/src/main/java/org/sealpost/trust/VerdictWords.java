package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Words;

/**
 * The one place that turns verdicts, and the steps that lead to them, into words. The names of
 * people and CAs come from certificates: they are free of control characters, but may be non-ASCII
 * (RFC 2047 is needed in a header field). Dates are in UTC. Immutable.
 */
public final class VerdictWords {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Words words;

  private VerdictWords(Words words) {
    this.words = words;
  }

  public static VerdictWords english() {
    return new VerdictWords(Words.beside(VerdictWords.class));
  }

  /** One or more whole sentences that tell a reader what the verdict means and why it is so. */
  public String sentence(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid() -> words.text("verdict.valid");
      case Verdict.Unchecked(String reason) -> words.text("verdict.unchecked", reason);
      case Verdict.Untrusted(String reason) -> words.text("verdict.untrusted", reason);
      case Verdict.Invalid(String reason) -> words.text("verdict.invalid", reason);
      case Verdict.NotTheSender(String signer) -> words.text("verdict.not-the-sender", signer);
      case Verdict.Unsigned() -> words.text("verdict.unsigned");
      case Verdict.Unknown() -> words.text("verdict.unknown");
    };
  }

  /** Only why the verdict is not better; empty where there is nothing to say. */
  public String reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid(), Verdict.Unsigned(), Verdict.Unknown() -> "";
      case Verdict.Unchecked(String reason) -> reason;
      case Verdict.Untrusted(String reason) -> reason;
      case Verdict.Invalid(String reason) -> reason;
      case Verdict.NotTheSender(String signer) -> words.text("reason.not-the-sender", signer);
    };
  }

  /** Which step towards an anchor failed, in a whole sentence. */
  public String problem(PathProblem problem) {
    X509Certificate certificate = problem.certificate();
    String name = CertificateNames.displayName(certificate);
    String issuer = CertificateNames.issuerName(certificate);
    return switch (problem) {
      case PathProblem.NoAnchors _ -> words.text("path.no-anchors", name);
      case PathProblem.UnknownIssuer _ -> words.text("path.unknown-issuer", name, issuer);
      case PathProblem.UnknownRoot _ -> words.text("path.unknown-root", name);
      case PathProblem.NotIssued _ -> words.text("path.not-issued", name, issuer);
      case PathProblem.TooManyCertificates _ -> words.text("path.too-many", name);
      case PathProblem.Expired _ ->
          words.text("path.expired", name, date(certificate.getNotAfter()));
      case PathProblem.NotYetValid _ ->
          words.text("path.not-yet-valid", name, date(certificate.getNotBefore()));
      case PathProblem.WrongUsage(_, CertificateUsage wanted) ->
          words.text(
              switch (wanted) {
                case SIGNING -> "path.not-for-signing";
                case ENCRYPTION -> "path.not-for-encryption";
              },
              name);
      case PathProblem.NotForMail _ -> words.text("path.not-for-mail", name);
      case PathProblem.NotAnAuthority _ -> words.text("path.not-an-authority", name);
      case PathProblem.PathTooLong _ -> words.text("path.too-long", name);
      case PathProblem.NameNotAllowed _ -> words.text("path.name-not-allowed", name);
      case PathProblem.UnknownCriticalExtension _ -> words.text("path.critical-extension", name);
      case PathProblem.BrokenAlgorithm(_, String algorithm) ->
          words.text("path.broken-algorithm", name, algorithm);
      case PathProblem.WeakKey(_, String key) -> words.text("path.weak-key", name, key);
      case PathProblem.Malformed(_, String detail) -> words.text("path.malformed", name, detail);
    };
  }

  String noCertificate() {
    return words.text("signer.no-certificate");
  }

  /** Who signed, to stand after "by". */
  String signer(X509Certificate certificate, List<String> addresses) {
    return addresses.isEmpty()
        ? words.text("signer.without-address", CertificateNames.displayName(certificate))
        : PlainText.of(String.join(", ", addresses));
  }

  String revocationNotChecked() {
    return words.text("note.revocation");
  }

  String claimedInFuture(Instant claimed, Instant judgedAt) {
    return words.text("note.future", TIME.format(claimed), TIME.format(judgedAt));
  }

  String onlyAtClaimedTime(PathProblem problem, Instant claimed) {
    return words.text("note.only-then", problem(problem), TIME.format(claimed));
  }

  String weakSignature(String digest, X509Certificate signer) {
    return words.text("note.weak-signature", digest, Algorithms.keyName(signer));
  }

  String weakness(Algorithms.Weakness weakness) {
    String name = CertificateNames.displayName(weakness.certificate());
    return weakness.algorithm().startsWith("SHA")
        ? words.text("note.weak-certificate", name, weakness.algorithm())
        : words.text("note.weak-key", name, weakness.algorithm());
  }

  private static String date(Date date) {
    return DATE.format(date.toInstant());
  }
}
