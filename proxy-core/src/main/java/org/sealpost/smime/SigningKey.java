package org.sealpost.smime;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.failure.Failure;

/** A private key that signs, wherever it is held. */
public interface SigningKey {
  X509Certificate certificate();

  /** Towards the root, nearest first; without the signing certificate itself. */
  List<X509Certificate> chain();

  /**
   * The holder's certificate for encryption, enclosed so that the recipient can answer encrypted.
   */
  Optional<X509Certificate> encryptionCertificate();

  /** See {@link org.sealpost.card.api.CardAgent#sign}. */
  byte[] sign(SignatureAlgorithm algorithm, byte[] digest) throws Failure;
}
