package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.mark.OwnResults;
import org.sealpost.mime.HeaderField;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Verdict;

/**
 * Writes a judgement as Authentication-Results (RFC 8601) with the method {@code smime} (RFC 7281),
 * by which filters know it. It has the one result that gave the mail its verdict, so that a good
 * signature beside a bad one cannot pass for the mail's.
 *
 * <table>
 * <caption>What a verdict becomes</caption>
 * <tr><td>valid, trusted-by-you</td><td>{@code pass}: it holds, and is accepted</td></tr>
 * <tr><td>unchecked</td><td>{@code temperror}: the revocation list could not be had</td></tr>
 * <tr><td>untrusted, not-the-sender</td><td>{@code policy}: it holds, and is not accepted</td></tr>
 * <tr><td>untrusted, no certificate or the mathematics untold; invalid, and it could not be
 *   computed</td><td>{@code permerror}</td></tr>
 * <tr><td>invalid</td><td>{@code fail}; {@code neutral} where nothing of it could be read</td></tr>
 * <tr><td>unsigned</td><td>{@code none}</td></tr>
 * <tr><td>unknown</td><td>{@code neutral}: whether it is signed is not known</td></tr>
 * </table>
 *
 * Pure.
 */
final class AuthenticationResults {
  /** In characters, as it is written: it must fit on a line, and be no encoded word. */
  private static final int LONGEST_PROPERTY = 300;

  private AuthenticationResults() {}

  static HeaderField of(Judgement judgement) {
    StringBuilder value = new StringBuilder(OwnResults.AUTHSERV_ID).append("; smime=");
    Optional<SignatureCheck> check = deciding(judgement);
    value.append(result(judgement.verdict(), check)).append(comment(judgement.verdict()));
    check.flatMap(SignatureCheck::signer).ifPresent(signer -> value.append(properties(signer)));
    return HeaderField.of("Authentication-Results", value.toString());
  }

  /** Findings and judged signatures stand in the same order. */
  private static Optional<SignatureCheck> deciding(Judgement judgement) {
    List<SignatureFinding> findings = judgement.findings();
    int at = judgement.deciding().map(findings::indexOf).orElse(-1);
    return at >= 0 && at < judgement.judged().size()
        ? Optional.of(judgement.judged().get(at).signature())
        : Optional.empty();
  }

  private static String result(Verdict verdict, Optional<SignatureCheck> check) {
    return switch (verdict) {
      case Verdict.Valid _, Verdict.TrustedByYou _ -> "pass";
      case Verdict.Unchecked _ -> "temperror";
      case Verdict.NotTheSender _ -> "policy";
      case Verdict.Untrusted _ -> isUndecidable(check) ? "permerror" : "policy";
      case Verdict.Invalid _ -> isUndecidable(check) ? "permerror" : broken(check);
      case Verdict.Unsigned() -> "none";
      case Verdict.Unknown() -> "neutral";
    };
  }

  private static boolean isUndecidable(Optional<SignatureCheck> check) {
    return check
        .filter(it -> it.outcome() instanceof SignatureCheck.Outcome.Undecidable)
        .isPresent();
  }

  /** One that has no name of its own could not be read (RFC 7281 §3.1). */
  private static String broken(Optional<SignatureCheck> check) {
    return check.filter(it -> !it.id().isEmpty()).isPresent() ? "fail" : "neutral";
  }

  private static String comment(Verdict verdict) {
    return " (" + verdict.token() + ")";
  }

  /**
   * RFC 7281 §3.2; serial number and issuer go together. What is long is left out: it could only be
   * carried encoded, and encoded no filter finds the result.
   */
  private static String properties(X509Certificate signer) {
    String address = CertificateNames.addresses(signer).stream().findFirst().orElse("");
    String identifier =
        address.isEmpty() || address.length() > LONGEST_PROPERTY || !isPrintable(address)
            ? ""
            : " body.smime-identifier=" + quoted(address);
    String issuer = quoted(ascii(signer.getIssuerX500Principal().getName()));
    String serial = signer.getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
    return issuer.length() > LONGEST_PROPERTY || serial.length() > LONGEST_PROPERTY
        ? identifier
        : identifier + " body.smime-serial=" + serial + " body.smime-issuer=" + issuer;
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 127) && !text.contains("=?");
  }

  /** What is not printable ASCII in the hexadecimal form of RFC 4514 §2.4. */
  private static String ascii(String name) {
    StringBuilder ascii = new StringBuilder();
    for (byte octet : name.getBytes(UTF_8)) {
      if (octet >= ' ' && octet < 127) {
        ascii.append((char) octet);
      } else {
        ascii.append(String.format(Locale.ROOT, "\\%02X", octet & 0xff));
      }
    }
    // So that no reader decodes anything of a name.
    return ascii.toString().replace("=?", "=\\3F");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
