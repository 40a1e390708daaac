package org.sealpost.card.token;

import java.util.Map;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;

/**
 * What a private key on a card can do. The certificate's public half, not the card's word, tells
 * what it is. Arguments were checked for their length before.
 */
sealed interface CardKey permits CardRsaKey, CardEcKey {
  /**
   * How the card is reached for one operation.
   *
   * @param authorization what each operation needs between its beginning and its end
   * @param mechanisms the token's (CKM) with their flags (CKF)
   */
  record Access(
      Cryptoki.Session session,
      Cryptoki.PrivateKeyObject key,
      Cryptoki.Authorization authorization,
      Map<Long, Long> mechanisms) {
    boolean offers(long mechanism, long flag) {
      return (mechanisms.getOrDefault(mechanism, 0L) & flag) != 0;
    }

    byte[] sign(Cryptoki.Mechanism mechanism, byte[] data) throws CryptokiException {
      return session.sign(mechanism, key, authorization, data);
    }

    byte[] decrypt(Cryptoki.Mechanism mechanism, byte[] data) throws CryptokiException {
      return session.decrypt(mechanism, key, authorization, data);
    }
  }

  default byte[] sign(Access access, SignatureAlgorithm algorithm, byte[] digest)
      throws CryptokiException, CardException {
    throw TokenErrors.notSupported("key.cannot-sign");
  }

  default byte[] decrypt(
      Access access, KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws CryptokiException, CardException {
    throw TokenErrors.notSupported("key.cannot-decrypt");
  }

  default byte[] agree(Access access, byte[] ephemeralPublicKey)
      throws CryptokiException, CardException {
    throw TokenErrors.notSupported("key.cannot-agree");
  }
}
