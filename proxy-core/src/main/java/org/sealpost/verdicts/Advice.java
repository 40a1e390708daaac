package org.sealpost.verdicts;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.trust.CertificateNames;

/** What the user can do about a verdict. Nothing mends broken mathematics. */
public enum Advice {
  /** The answer is being fetched. */
  WAIT,
  /** The answer did not come; the mail can be opened again. */
  OPEN_AGAIN,
  /** The user may trust the certificate. */
  ALLOW,
  /** The issuer's certificate may be imported. */
  IMPORT,
  /** The user's decision may be taken back. */
  TAKE_BACK,
  /** The user has denied the certificate. */
  DENIED,
  /** The certificate has no address; the user may know whose it is. */
  BIND,
  OTHER_SIGNER,
  /** The sender may send it again. */
  SEND_AGAIN,
  NOTHING;

  /** As in bundles: {@code take-back}. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty where there is nothing to be done. */
  public static Optional<Advice> of(KeptMail mail, KeptSignature signature) {
    return switch (signature.verdict()) {
      case VALID, UNSIGNED, UNKNOWN -> Optional.empty();
      case INVALID -> Optional.of(SEND_AGAIN);
      case TRUSTED_BY_YOU -> Optional.of(TAKE_BACK);
      case UNCHECKED -> Optional.of(unknownRevocation(mail, signature));
      case NOT_THE_SENDER ->
          signature.signer().map(Advice::carriesNoAddress).map(none -> none ? BIND : OTHER_SIGNER);
      case UNTRUSTED -> signature.objection().flatMap(name -> untrusted(mail, signature, name));
    };
  }

  private static boolean carriesNoAddress(X509Certificate certificate) {
    return CertificateNames.addresses(certificate).isEmpty();
  }

  private static Advice unknownRevocation(KeptMail mail, KeptSignature signature) {
    if (!signature.isPending()) {
      return ALLOW;
    }
    return mail.nextLook().isPresent() ? WAIT : OPEN_AGAIN;
  }

  private static Optional<Advice> untrusted(
      KeptMail mail, KeptSignature signature, String objection) {
    return switch (objection) {
      case "no-certificate", "not-told" -> Optional.empty();
      case "revoked", "broken-algorithm" -> Optional.of(NOTHING);
      case "denied" -> Optional.of(DENIED);
      case "revocation-unknown" -> Optional.of(unknownRevocation(mail, signature));
      case "no-anchors", "unknown-issuer", "unknown-root", "not-issued", "outside-scope" ->
          Optional.of(IMPORT);
      default -> Optional.of(ALLOW);
    };
  }
}
