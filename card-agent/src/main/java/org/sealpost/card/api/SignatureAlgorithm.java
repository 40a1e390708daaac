package org.sealpost.card.api;

/** How a digest is signed. */
public record SignatureAlgorithm(Scheme scheme, DigestAlgorithm digest) {
  /** The signature scheme. */
  public enum Scheme {
    /** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2). */
    RSA_PKCS1,
    /** RSASSA-PSS, MGF1 with the same digest, salt as long as the digest (RFC 8017 §8.1). */
    RSA_PSS,
    /** ECDSA, DER encoded. */
    ECDSA
  }
}
