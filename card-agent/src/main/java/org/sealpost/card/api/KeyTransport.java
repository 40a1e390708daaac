package org.sealpost.card.api;

/**
 * How a content-encryption key was encrypted with RSA (RFC 8017 §7).
 *
 * @param digest OAEP's digest; ignored for PKCS#1 v1.5
 * @param mgf1Digest the digest of OAEP's mask generation; ignored for PKCS#1 v1.5
 * @param label OAEP's label, mostly empty; ignored for PKCS#1 v1.5
 */
public record KeyTransport(
    Padding padding, DigestAlgorithm digest, DigestAlgorithm mgf1Digest, byte[] label) {
  /** The padding. */
  public enum Padding {
    RSA_PKCS1,
    RSA_OAEP
  }

  public static KeyTransport pkcs1() {
    return new KeyTransport(
        Padding.RSA_PKCS1, DigestAlgorithm.SHA1, DigestAlgorithm.SHA1, new byte[0]);
  }

  public static KeyTransport oaep(DigestAlgorithm digest, DigestAlgorithm mgf1, byte[] label) {
    return new KeyTransport(Padding.RSA_OAEP, digest, mgf1, label);
  }
}
