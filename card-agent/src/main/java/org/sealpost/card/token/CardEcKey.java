package org.sealpost.card.token;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.util.BigIntegers;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.SignatureAlgorithm;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/**
 * A key on a card on an elliptic curve over a prime field: ECDSA and ECDH. A signature is verified
 * before it is given away.
 */
final class CardEcKey implements CardKey {
  private final ECPublicKeyParameters publicKey;
  private final AlgorithmIdentifier algorithm;

  /**
   * @param algorithm with the curve, as the certificate writes it
   */
  CardEcKey(ECPublicKeyParameters publicKey, AlgorithmIdentifier algorithm) {
    this.publicKey = publicKey;
    this.algorithm = algorithm;
  }

  @Override
  public byte[] sign(Access access, SignatureAlgorithm algorithm, byte[] digest)
      throws CryptokiException, CardException {
    if (algorithm.scheme() != SignatureAlgorithm.Scheme.ECDSA) {
      throw TokenErrors.notSupported("key.ec-only");
    }
    if (!access.offers(PKCS11Constants.CKM_ECDSA, PKCS11Constants.CKF_SIGN)) {
      throw TokenErrors.notSupported("key.cannot-sign");
    }
    byte[] plain = access.sign(new Cryptoki.Mechanism.Ecdsa(), leftmostBits(digest));
    int half = plain.length / 2;
    BigInteger r = BigIntegers.fromUnsignedByteArray(plain, 0, half);
    BigInteger s = BigIntegers.fromUnsignedByteArray(plain, half, plain.length - half);
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, publicKey);
    if (!verifier.verifySignature(digest, r, s)) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, "signature.does-not-verify");
    }
    return encoded(r, s);
  }

  @Override
  public byte[] agree(Access access, byte[] ephemeralPublicKey)
      throws CryptokiException, CardException {
    if (!access.offers(PKCS11Constants.CKM_ECDH1_DERIVE, PKCS11Constants.CKF_DERIVE)) {
      throw TokenErrors.notSupported("key.cannot-agree");
    }
    ECPublicKeyParameters peer =
        EphemeralKey.onCurve(publicKey.getParameters(), algorithm, ephemeralPublicKey);
    int length = (publicKey.getParameters().getCurve().getFieldSize() + 7) / 8;
    byte[] secret = access.session().agree(access.key(), peer.getQ().getEncoded(false), length);
    return BigIntegers.asUnsignedByteArray(length, new BigInteger(1, secret));
  }

  /**
   * What ECDSA makes of a digest that is longer than the curve's order (FIPS 186-5 §6.4.1), which
   * tokens leave to the caller. Orders of whole octets only: with others the token shortens.
   */
  private byte[] leftmostBits(byte[] digest) {
    int order = publicKey.getParameters().getN().bitLength();
    return order % 8 == 0 ? Arrays.copyOf(digest, Math.min(digest.length, order / 8)) : digest;
  }

  private static byte[] encoded(BigInteger r, BigInteger s) {
    try {
      return new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)})
          .getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
