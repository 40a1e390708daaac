package org.sealpost.smime;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;

/**
 * What the mathematics say of one signerInfo.
 *
 * @param signer the certificate that the signerInfo names, if it was enclosed
 * @param outcome whether digest and signature hold
 * @param signingTime what the signer claims
 * @param digest the digest's name, as in {@code SHA-256}
 * @param weak whether digest or key are below today's bounds (SHA-1, RSA under 2048 bits)
 * @param id the SHA-256 of the signerInfo in lower-case hexadecimal: the same for the same
 *     signature over the same content only; empty where nothing of it can be read
 * @param capabilities what the signer announces; {@link Capabilities#none} unless the signature
 *     holds
 * @param encryptionCertificate the one the signer prefers to be written to with
 *     (SMIMEEncryptionKeyPreference), or the only other enclosed certificate of the same subject
 *     that encrypts, or the signer's own if it does
 * @param preferenceStated whether a signed attribute names that certificate
 */
public record SignatureCheck(
    Optional<X509Certificate> signer,
    Outcome outcome,
    Optional<Instant> signingTime,
    String digest,
    boolean weak,
    String id,
    Capabilities capabilities,
    Optional<X509Certificate> encryptionCertificate,
    boolean preferenceStated,
    List<X509Certificate> enclosed) {
  public SignatureCheck {
    enclosed = List.copyOf(enclosed);
  }

  /** One whose signer announces nothing and states no preference. */
  public SignatureCheck(
      Optional<X509Certificate> signer,
      Outcome outcome,
      Optional<Instant> signingTime,
      String digest,
      boolean weak,
      String id,
      Optional<X509Certificate> encryptionCertificate,
      List<X509Certificate> enclosed) {
    this(
        signer,
        outcome,
        signingTime,
        digest,
        weak,
        id,
        Capabilities.none(),
        encryptionCertificate,
        false,
        enclosed);
  }

  /** What the mathematics say. */
  public sealed interface Outcome {
    /** Digest and signature hold. */
    record Holds() implements Outcome {}

    /** The content was altered, or the signature is not by this key. */
    record Broken(Phrase reason) implements Outcome {}

    /** It cannot be told: no certificate, or an algorithm that is unknown or refused (MD5). */
    record Undecidable(Phrase reason) implements Outcome {}
  }
}
