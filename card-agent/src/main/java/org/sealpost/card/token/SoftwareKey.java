package org.sealpost.card.token;

import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;

/** A private key in this process's memory. Arguments were checked for their length before. */
sealed interface SoftwareKey permits RsaKey, EcKey, XdhKey {
  default byte[] sign(SignatureAlgorithm algorithm, byte[] digest) throws CardException {
    throw TokenErrors.notSupported("key.cannot-sign");
  }

  default byte[] decrypt(KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws CardException {
    throw TokenErrors.notSupported("key.cannot-decrypt");
  }

  default byte[] agree(byte[] ephemeralPublicKey) throws CardException {
    throw TokenErrors.notSupported("key.cannot-agree");
  }
}
