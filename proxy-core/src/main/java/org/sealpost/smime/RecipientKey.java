package org.sealpost.smime;

import java.security.cert.X509Certificate;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.failure.Failure;

/** A private key that opens, wherever it is held. */
public interface RecipientKey {
  X509Certificate certificate();

  /** See {@link org.sealpost.card.api.CardAgent#decrypt}. */
  byte[] unwrap(KeyTransport algorithm, byte[] wrappedKey, int expectedLength) throws Failure;

  /** See {@link org.sealpost.card.api.CardAgent#agree}. */
  byte[] agree(byte[] ephemeralPublicKey) throws Failure;
}
