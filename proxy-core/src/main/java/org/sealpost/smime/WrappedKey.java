package org.sealpost.smime;

import java.security.GeneralSecurityException;
import java.util.Optional;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.failure.Failure;

/** A content key wrapped for a key that we hold. */
sealed interface WrappedKey {
  /**
   * Opens it with one private-key operation.
   *
   * @throws Failure if the key cannot be used now, or the token refuses what it was given
   * @throws GeneralSecurityException if what was wrapped is damaged
   */
  byte[] open(int length) throws Failure, GeneralSecurityException;

  /** KeyTransRecipientInfo (RFC 5652 §6.2.1). */
  record Transported(RecipientKey key, KeyTransport algorithm, byte[] wrapped)
      implements WrappedKey {
    @Override
    public byte[] open(int length) throws Failure {
      return key.unwrap(algorithm, wrapped, length);
    }
  }

  /**
   * KeyAgreeRecipientInfo (RFC 5652 §6.2.2).
   *
   * @param ephemeralKey DER SubjectPublicKeyInfo
   */
  record Agreed(
      RecipientKey key,
      EcdhKeyWrap algorithm,
      byte[] ephemeralKey,
      Optional<byte[]> keyingMaterial,
      byte[] wrapped)
      implements WrappedKey {
    @Override
    public byte[] open(int length) throws Failure, GeneralSecurityException {
      return algorithm.unwrap(key.agree(ephemeralKey), keyingMaterial, wrapped);
    }
  }
}
