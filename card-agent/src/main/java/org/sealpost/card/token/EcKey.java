package org.sealpost.card.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.SignatureAlgorithm;

/**
 * A key on an elliptic curve over a prime field: ECDSA and ECDH. The operations are the JDK's on
 * NIST's curves and Bouncy Castle's on others.
 */
final class EcKey implements SoftwareKey {
  /** The JDK parses keys on more curves than it computes on. */
  private static final Set<ASN1Encodable> JDK_CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  private final ECPrivateKeyParameters domain;
  private final AlgorithmIdentifier algorithm;
  private final Optional<Provider> provider;
  private final ECPrivateKey key;

  EcKey(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
    this.domain = (ECPrivateKeyParameters) PrivateKeyFactory.createKey(info);
    this.algorithm = info.getPrivateKeyAlgorithm();
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(info.getEncoded());
    this.provider =
        JDK_CURVES.contains(algorithm.getParameters())
            ? Optional.empty()
            : Optional.of(BouncyCastle.provider());
    this.key = (ECPrivateKey) keyFactory().generatePrivate(encoded);
  }

  @Override
  public byte[] sign(SignatureAlgorithm algorithm, byte[] digest) throws CardException {
    if (algorithm.scheme() != SignatureAlgorithm.Scheme.ECDSA) {
      throw TokenErrors.notSupported("key.ec-only");
    }
    try {
      Signature signature =
          provider.isPresent()
              ? Signature.getInstance("NONEwithECDSA", provider.get())
              : Signature.getInstance("NONEwithECDSA");
      signature.initSign(key);
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "operation.failed");
    }
  }

  @Override
  public byte[] agree(byte[] ephemeralPublicKey) throws CardException {
    ECPublicKeyParameters peer =
        EphemeralKey.onCurve(domain.getParameters(), algorithm, ephemeralPublicKey);
    try {
      ECPoint point =
          new ECPoint(
              peer.getQ().getAffineXCoord().toBigInteger(),
              peer.getQ().getAffineYCoord().toBigInteger());
      PublicKey publicKey =
          keyFactory().generatePublic(new ECPublicKeySpec(point, key.getParams()));
      KeyAgreement agreement =
          provider.isPresent()
              ? KeyAgreement.getInstance("ECDH", provider.get())
              : KeyAgreement.getInstance("ECDH");
      agreement.init(key);
      agreement.doPhase(publicKey, true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "operation.failed");
    }
  }

  private KeyFactory keyFactory() throws GeneralSecurityException {
    return provider.isPresent()
        ? KeyFactory.getInstance("EC", provider.get())
        : KeyFactory.getInstance("EC");
  }
}
