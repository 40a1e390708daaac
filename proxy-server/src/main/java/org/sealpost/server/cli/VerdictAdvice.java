package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.sealpost.trust.CertificateNames;
import org.sealpost.verdicts.KeptMail;
import org.sealpost.verdicts.KeptSignature;

/** What the user can do about a verdict: a key of the bundle. Nothing mends broken mathematics. */
final class VerdictAdvice {
  private VerdictAdvice() {}

  static Optional<String> of(KeptMail mail, KeptSignature signature) {
    return switch (signature.verdict()) {
      case VALID, UNSIGNED, UNKNOWN -> Optional.empty();
      case INVALID -> Optional.of("verdict.do.send-again");
      case TRUSTED_BY_YOU -> Optional.of("verdict.do.take-back");
      case UNCHECKED -> Optional.of(unknownRevocation(mail, signature));
      case NOT_THE_SENDER ->
          signature
              .signer()
              .map(VerdictAdvice::carriesNoAddress)
              .map(none -> none ? "verdict.do.bind" : "verdict.do.other-signer");
      case UNTRUSTED -> signature.objection().flatMap(name -> untrusted(mail, signature, name));
    };
  }

  private static boolean carriesNoAddress(X509Certificate certificate) {
    return CertificateNames.addresses(certificate).isEmpty();
  }

  private static String unknownRevocation(KeptMail mail, KeptSignature signature) {
    if (!signature.isPending()) {
      return "verdict.do.allow";
    }
    return mail.nextLook().isPresent() ? "verdict.do.wait" : "verdict.do.open-again";
  }

  private static Optional<String> untrusted(
      KeptMail mail, KeptSignature signature, String objection) {
    return switch (objection) {
      case "no-certificate", "not-told" -> Optional.empty();
      case "revoked", "broken-algorithm" -> Optional.of("verdict.do.nothing");
      case "denied" -> Optional.of("verdict.do.denied");
      case "revocation-unknown" -> Optional.of(unknownRevocation(mail, signature));
      case "no-anchors", "unknown-issuer", "unknown-root", "not-issued", "outside-scope" ->
          Optional.of("verdict.do.import");
      default -> Optional.of("verdict.do.allow");
    };
  }
}
