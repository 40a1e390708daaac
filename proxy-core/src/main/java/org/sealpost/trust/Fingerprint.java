package org.sealpost.trust;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * The SHA-256 digest of a certificate's DER, which tells it from all others.
 *
 * @param hex 64 digits, in lower case
 */
public record Fingerprint(String hex) {
  private static final int SHORT = 16;

  /** Of a certificate. */
  public static Fingerprint of(X509Certificate certificate) {
    try {
      return of(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  /** The digest that these 32 bytes are. */
  public static Fingerprint of(byte[] digest) {
    return new Fingerprint(HexFormat.of().formatHex(digest));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** Its beginning: enough to name the certificate to a command, too little to compare by. */
  public String abbreviated() {
    return hex.substring(0, SHORT);
  }

  /** As it is printed to be compared: in capitals, with a colon between two bytes. */
  public String printed() {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes());
  }
}
