package org.sealpost.keys;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.failure.Failure;
import org.sealpost.smime.SigningKey;

/** Signs with a key on a token. */
record CardSigningKey(
    CardAgent agent,
    CardName card,
    HeldKey key,
    Optional<X509Certificate> encryptionCertificate,
    Purpose purpose,
    PinWait pinWait)
    implements SigningKey {
  @Override
  public X509Certificate certificate() {
    return key.certificate();
  }

  @Override
  public List<X509Certificate> chain() {
    return key.chain();
  }

  @Override
  public byte[] sign(SignatureAlgorithm algorithm, byte[] digest) throws Failure {
    return pinWait.operating(card, wait -> agent.sign(key.ref(), algorithm, digest, purpose, wait));
  }
}
