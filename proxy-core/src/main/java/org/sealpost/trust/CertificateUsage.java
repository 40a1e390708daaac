package org.sealpost.trust;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;

/**
 * What a certificate allows its key to be used for in mail (RFC 8550 §4.4): key usage, extended key
 * usage and the kind of key. It says nothing of trust or time.
 */
public enum CertificateUsage {
  /** To sign it: digitalSignature or nonRepudiation. */
  SIGNING,

  /**
   * To encrypt it: keyEncipherment, dataEncipherment or keyAgreement, and an RSA or EC key. The
   * book and the card's own certificate come by it through {@link CertificateTrust}.
   */
  ENCRYPTION;

  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int DATA_ENCIPHERMENT = 3;
  private static final int KEY_AGREEMENT = 4;

  private static final Set<String> AGREEMENT_ONLY_KEYS = Set.of("X25519", "X448", "XDH", "DH");

  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

  /** Whether mail may be signed with it: digitalSignature or nonRepudiation. */
  public static boolean canSign(X509Certificate certificate) {
    return SIGNING.allowedBy(certificate);
  }

  /** Whether mail may be encrypted to it, of whatever strength its key is. */
  public static boolean canEncrypt(X509Certificate certificate) {
    return ENCRYPTION.allowedBy(certificate);
  }

  boolean allowedBy(X509Certificate certificate) {
    return keyCan(certificate) && keyUsageAllows(certificate) && servesMail(certificate);
  }

  private boolean keyCan(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    return switch (this) {
      case SIGNING ->
          !AGREEMENT_ONLY_KEYS.contains(key.getAlgorithm()) && OaepKey.modulus(key).isEmpty();
      case ENCRYPTION ->
          (key instanceof RSAPublicKey && !key.getAlgorithm().equals("RSASSA-PSS"))
              || key instanceof ECPublicKey
              || OaepKey.modulus(key).isPresent();
    };
  }

  /** A certificate without the extension may be used for both (RFC 8550 §4.4.2). */
  private boolean keyUsageAllows(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    if (usage == null) {
      return true;
    }
    return switch (this) {
      case SIGNING -> usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION];
      case ENCRYPTION ->
          usage[KEY_ENCIPHERMENT] || usage[DATA_ENCIPHERMENT] || usage[KEY_AGREEMENT];
    };
  }

  /** RFC 8550 §4.4.4: where there is an extended key usage, it has to name mail or everything. */
  static boolean servesMail(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null
          || usages.contains(EMAIL_PROTECTION)
          || usages.contains(ANY_EXTENDED_KEY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
