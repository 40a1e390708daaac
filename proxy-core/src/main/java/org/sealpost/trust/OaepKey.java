package org.sealpost.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** RSA keys that are certified for RSAES-OAEP alone (RFC 4055 §4), which the JDK takes for none. */
final class OaepKey {
  private OaepKey() {}

  /** The modulus of such a key; empty for any other key. */
  static Optional<BigInteger> modulus(PublicKey key) {
    if (key instanceof java.security.interfaces.RSAPublicKey || key.getEncoded() == null) {
      return Optional.empty();
    }
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
      return info.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)
          ? Optional.of(RSAPublicKey.getInstance(info.parsePublicKey()).getModulus())
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
