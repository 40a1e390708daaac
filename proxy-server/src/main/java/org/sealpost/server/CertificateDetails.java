package org.sealpost.server;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.sealpost.smime.Capabilities;

/** What is told of a certificate and its holder to who looks closer. */
public final class CertificateDetails {
  /** The names by which people know what programs announce (RFC 8551 §2.7, RFC 5084, RFC 5753). */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("2.16.840.1.101.3.4.1.46", "AES-256-GCM"),
          Map.entry("2.16.840.1.101.3.4.1.26", "AES-192-GCM"),
          Map.entry("2.16.840.1.101.3.4.1.6", "AES-128-GCM"),
          Map.entry("2.16.840.1.101.3.4.1.42", "AES-256-CBC"),
          Map.entry("2.16.840.1.101.3.4.1.22", "AES-192-CBC"),
          Map.entry("2.16.840.1.101.3.4.1.2", "AES-128-CBC"),
          Map.entry("1.2.840.113549.1.9.16.3.18", "ChaCha20-Poly1305"),
          Map.entry("1.2.840.113549.3.7", "3DES"),
          Map.entry("1.2.840.113549.3.2", "RC2"),
          Map.entry("1.3.14.3.2.7", "DES"),
          Map.entry("2.16.840.1.101.3.4.1.45", "AES-256-Wrap"),
          Map.entry("2.16.840.1.101.3.4.1.5", "AES-128-Wrap"),
          Map.entry("1.2.840.113549.1.1.1", "RSA-PKCS1-v1.5"),
          Map.entry("1.2.840.113549.1.1.7", "RSA-OAEP"),
          Map.entry("1.2.840.113549.1.1.10", "RSA-PSS"),
          Map.entry("1.2.840.113549.1.1.11", "RSA-SHA-256"),
          Map.entry("1.2.840.10045.4.3.2", "ECDSA-SHA-256"),
          Map.entry("1.3.132.1.11.1", "ECDH-SHA-256"),
          Map.entry("1.3.133.16.840.63.0.2", "ECDH-SHA-1"),
          Map.entry("2.16.840.1.101.3.4.2.1", "SHA-256"),
          Map.entry("2.16.840.1.101.3.4.2.2", "SHA-384"),
          Map.entry("2.16.840.1.101.3.4.2.3", "SHA-512"),
          Map.entry("1.3.14.3.2.26", "SHA-1"));

  private CertificateDetails() {}

  /** What was announced, by name, or by object identifier where it has none here. */
  public static List<String> names(Capabilities capabilities) {
    return capabilities.identifiers().stream()
        .map(identifier -> NAMES.getOrDefault(identifier, identifier))
        .sorted()
        .toList();
  }

  /** Kind and length, as in {@code RSA-2048}. */
  public static String key(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    return switch (key) {
      case RSAPublicKey rsa -> "RSA-" + rsa.getModulus().bitLength();
      case ECPublicKey ec -> "EC-" + ec.getParams().getOrder().bitLength();
      default -> key.getAlgorithm();
    };
  }

  /** The digest that older programs show; it tells certificates apart, and proves nothing. */
  public static String sha1(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
