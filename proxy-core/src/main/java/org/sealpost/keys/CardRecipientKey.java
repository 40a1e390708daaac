package org.sealpost.keys;

import java.security.cert.X509Certificate;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.smime.RecipientKey;

/** Opens with a key on a token. */
record CardRecipientKey(
    CardAgent agent, CardName card, HeldKey key, Purpose purpose, PinWait pinWait)
    implements RecipientKey {
  @Override
  public X509Certificate certificate() {
    return key.certificate();
  }

  @Override
  public byte[] unwrap(KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws Failure {
    return pinWait.operating(
        card,
        wait -> agent.decrypt(key.ref(), algorithm, wrappedKey, expectedLength, purpose, wait));
  }

  @Override
  public byte[] agree(byte[] ephemeralPublicKey) throws Failure {
    return pinWait.operating(
        card, wait -> agent.agree(key.ref(), ephemeralPublicKey, purpose, wait));
  }
}
