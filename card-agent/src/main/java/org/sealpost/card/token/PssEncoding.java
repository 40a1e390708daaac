package org.sealpost.card.token;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;

/**
 * EMSA-PSS (RFC 8017 §9.1.1) over a digest that exists already, for which the JDK's PSS has no way
 * in. MGF1 with the same digest, a salt as long as the digest.
 */
final class PssEncoding {
  private static final SecureRandom RANDOM = new SecureRandom();

  private PssEncoding() {}

  /**
   * The block to exponentiate.
   *
   * @param bits of the encoded message: one less than the modulus has
   * @param blockLength the modulus' length in octets
   */
  static byte[] encode(DigestAlgorithm algorithm, byte[] digest, int bits, int blockLength)
      throws GeneralSecurityException, CardException {
    int length = (bits + 7) / 8;
    int maskedLength = length - digest.length - 1;
    byte[] salt = new byte[digest.length];
    if (maskedLength < salt.length + 1) {
      throw TokenErrors.notSupported("key.too-short");
    }
    RANDOM.nextBytes(salt);
    MessageDigest hash = MessageDigest.getInstance(algorithm.jcaName());
    hash.update(new byte[8]);
    hash.update(digest);
    byte[] h = hash.digest(salt);

    byte[] db = mask(hash, h, maskedLength);
    db[maskedLength - salt.length - 1] ^= 1;
    for (int i = 0; i < salt.length; i++) {
      db[maskedLength - salt.length + i] ^= salt[i];
    }
    db[0] &= (byte) (0xff >>> (8 * length - bits));

    byte[] block = new byte[blockLength];
    int start = blockLength - length;
    System.arraycopy(db, 0, block, start, maskedLength);
    System.arraycopy(h, 0, block, start + maskedLength, h.length);
    block[blockLength - 1] = (byte) 0xbc;
    return block;
  }

  /** MGF1 (RFC 8017 §B.2.1). */
  private static byte[] mask(MessageDigest hash, byte[] seed, int length) {
    byte[] mask = new byte[length];
    int done = 0;
    for (int counter = 0; done < length; counter++) {
      hash.update(seed);
      byte[] octets =
          hash.digest(
              new byte[] {
                (byte) (counter >>> 24),
                (byte) (counter >>> 16),
                (byte) (counter >>> 8),
                (byte) counter
              });
      int count = Math.min(octets.length, length - done);
      System.arraycopy(octets, 0, mask, done, count);
      done += count;
    }
    return mask;
  }
}
