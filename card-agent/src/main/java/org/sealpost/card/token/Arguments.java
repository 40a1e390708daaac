package org.sealpost.card.token;

import java.util.Set;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.SignatureAlgorithm;

/** What every token demands of the arguments of its operations. */
final class Arguments {
  /** RC2-40 to AES-256 and what lies between, in octets. */
  private static final Set<Integer> CONTENT_KEY_LENGTHS = Set.of(5, 7, 8, 10, 16, 24, 32, 48, 64);

  private Arguments() {}

  static void requireDigest(SignatureAlgorithm algorithm, byte[] digest) throws CardException {
    if (digest.length != algorithm.digest().length()) {
      throw TokenErrors.badRequest("sign.digest-length", algorithm.digest().jcaName());
    }
  }

  static void requireContentKeyLength(int length) throws CardException {
    if (!CONTENT_KEY_LENGTHS.contains(length)) {
      throw TokenErrors.badRequest("decrypt.key-length", length);
    }
  }
}
