package org.sealpost.report;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.VerdictKind;

/** What the user can do about a verdict. Nothing mends broken mathematics. */
public enum Advice {
  WAIT,
  OPEN_AGAIN,
  ALLOW,
  IMPORT,
  TAKE_BACK,
  DENIED,
  BIND,
  OTHER_SIGNER,
  SEND_AGAIN,
  NOTHING;

  /** Whether an answer on revocation is missing that may come later. */
  public enum Missing {
    /** None that could still come. */
    NONE,
    /** It is looked for without the user's doing. */
    LOOKED_FOR,
    /** It is looked for when the mail is opened again. */
    UNTIL_OPENED_AGAIN
  }

  /**
   * The advice.
   *
   * @param objection by the name that {@link org.sealpost.trust.ObjectionName} gives it
   */
  public static Optional<Advice> of(
      VerdictKind verdict,
      Optional<String> objection,
      Optional<X509Certificate> signer,
      Missing missing) {
    return switch (verdict) {
      case VALID, UNSIGNED, UNKNOWN -> Optional.empty();
      case INVALID -> Optional.of(SEND_AGAIN);
      case TRUSTED_BY_YOU -> Optional.of(TAKE_BACK);
      case UNCHECKED -> Optional.of(unknownRevocation(missing));
      case NOT_THE_SENDER ->
          signer.map(
              certificate ->
                  CertificateNames.addresses(certificate).isEmpty() ? BIND : OTHER_SIGNER);
      case UNTRUSTED -> objection.flatMap(name -> untrusted(name, missing));
    };
  }

  private static Advice unknownRevocation(Missing missing) {
    return switch (missing) {
      case NONE -> ALLOW;
      case LOOKED_FOR -> WAIT;
      case UNTIL_OPENED_AGAIN -> OPEN_AGAIN;
    };
  }

  private static Optional<Advice> untrusted(String objection, Missing missing) {
    return switch (objection) {
      case "no-certificate", "not-told" -> Optional.empty();
      case "revoked", "broken-algorithm" -> Optional.of(NOTHING);
      case "denied" -> Optional.of(DENIED);
      case "revocation-unknown" -> Optional.of(unknownRevocation(missing));
      case "no-anchors", "unknown-issuer", "unknown-root", "not-issued", "outside-scope" ->
          Optional.of(IMPORT);
      default -> Optional.of(ALLOW);
    };
  }

  /** As in bundles: {@code send-again}. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The command that does it, if one does. */
  public Optional<String> command(X509Certificate signer) {
    String fingerprint = Fingerprint.of(signer).hex();
    return switch (this) {
      case OPEN_AGAIN, ALLOW, IMPORT -> Optional.of("sealpost trust allow " + fingerprint);
      case TAKE_BACK, DENIED -> Optional.of("sealpost trust remove " + fingerprint);
      case BIND -> Optional.of("sealpost book bind " + fingerprint + " ADDRESS");
      case WAIT, OTHER_SIGNER, SEND_AGAIN, NOTHING -> Optional.empty();
    };
  }
}
