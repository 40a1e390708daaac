package org.sealpost.card.token;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes a content-encryption key out of a PKCS#1 v1.5 block without telling whether the block was
 * well formed (Bleichenbacher's attack; RFC 3218 §2.3): a bad block gives a key that looks like any
 * other, always the same for the same ciphertext, by the same steps. Immutable.
 */
final class ImplicitRejection {
  /** 00 02, at least eight octets that are not zero, 00 (RFC 8017 §7.2.1). */
  private static final int MIN_OVERHEAD = 11;

  private final byte[] secret;
  private final int blockLength;

  /**
   * @param seed only this process knows it, such as the private exponent; it is wiped. It makes the
   *     replacements unpredictable, and equal as long as it is
   * @param blockLength the modulus' length in octets
   */
  ImplicitRejection(byte[] seed, int blockLength) throws GeneralSecurityException {
    this.secret = MessageDigest.getInstance("SHA-256").digest(seed);
    this.blockLength = blockLength;
    Arrays.fill(seed, (byte) 0);
  }

  /**
   * The last {@code length} octets of a well-formed block, otherwise a replacement of that length.
   *
   * @param block the result of the RSA operation, as long as the modulus
   */
  byte[] unpad(byte[] block, byte[] ciphertext, int length) throws GeneralSecurityException {
    byte[] replacement = replacement(ciphertext, length);
    if (length > blockLength - MIN_OVERHEAD) {
      return replacement;
    }
    int separator = blockLength - length - 1;
    int bad = block[0] | (block[1] ^ 2) | block[separator];
    for (int i = 2; i < separator; i++) {
      bad |= isZero(block[i]);
    }
    byte keep = (byte) -isZero(bad);
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) ((block[separator + 1 + i] & keep) | (replacement[i] & ~keep));
    }
    Arrays.fill(block, (byte) 0);
    return key;
  }

  /** 1 for zero and 0 for all else, without a branch; only the low eight bits count. */
  private static int isZero(int octet) {
    return ((octet & 0xff) - 1) >>> 31;
  }

  private byte[] replacement(byte[] ciphertext, int length) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] perCiphertext = mac.doFinal(ciphertext);
    mac.init(new SecretKeySpec(perCiphertext, "HmacSHA256"));
    ByteBuffer out = ByteBuffer.allocate(length);
    for (int block = 0; out.hasRemaining(); block++) {
      byte[] octets = mac.doFinal(ByteBuffer.allocate(8).putInt(length).putInt(block).array());
      out.put(octets, 0, Math.min(octets.length, out.remaining()));
    }
    return out.array();
  }
}
