package org.sealpost.smime;

import java.util.Optional;
import org.sealpost.card.api.DigestAlgorithm;

/**
 * Which algorithms protect outgoing mail, where they are not left to what fits the keys and what
 * recipients say that they read. Compression is never used. Immutable.
 */
public record Algorithms(
    Content content, Transport keyTransport, Digest digest, RsaSignature rsaSignature) {

  /** Everything is chosen by keys and recipients; RSA signs as every mail program reads it. */
  public static Algorithms standard() {
    return new Algorithms(Content.AUTO, Transport.AUTO, Digest.AUTO, RsaSignature.PKCS1);
  }

  /** How the content is encrypted. */
  public enum Content {
    /** The best that all readers of a copy can read, as {@link ContentEncryption} says. */
    AUTO,
    AES_256_GCM,
    AES_256_CBC,
    AES_128_CBC
  }

  /** How a content key is encrypted to an RSA key; EC keys always agree (RFC 5753). */
  public enum Transport {
    /** RSAES-OAEP to those who announced it or whose key is for it alone, else PKCS#1 v1.5. */
    AUTO,
    OAEP,
    PKCS1
  }

  /** What is signed. */
  public enum Digest {
    /** By the key: SHA-256 with RSA and P-256, SHA-384 with P-384, SHA-512 with P-521. */
    AUTO,
    SHA_256,
    SHA_384,
    SHA_512;

    Optional<DigestAlgorithm> pinned() {
      return switch (this) {
        case AUTO -> Optional.empty();
        case SHA_256 -> Optional.of(DigestAlgorithm.SHA256);
        case SHA_384 -> Optional.of(DigestAlgorithm.SHA384);
        case SHA_512 -> Optional.of(DigestAlgorithm.SHA512);
      };
    }
  }

  /** How an RSA key signs; one whose certificate is for PSS alone always signs so. */
  public enum RsaSignature {
    /** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2). */
    PKCS1,
    /** RSASSA-PSS (RFC 8017 §8.1, RFC 4056). */
    PSS
  }
}
