package org.sealpost.card.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.sealpost.card.api.CardException;

/** An X25519 or X448 key (RFC 7748, RFC 8418). */
final class XdhKey implements SoftwareKey {
  private final PrivateKey key;

  XdhKey(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
    this.key =
        KeyFactory.getInstance("XDH").generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  /** The JDK refuses the other curve and points of small order (RFC 7748 §6.1). */
  @Override
  public byte[] agree(byte[] ephemeralPublicKey) throws CardException {
    try {
      PublicKey peer =
          KeyFactory.getInstance("XDH").generatePublic(new X509EncodedKeySpec(ephemeralPublicKey));
      KeyAgreement agreement = KeyAgreement.getInstance("XDH");
      agreement.init(key);
      agreement.doPhase(peer, true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw TokenErrors.of(org.sealpost.card.api.CardError.BAD_REQUEST, e, "agree.bad-point");
    }
  }
}
