package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;

/** ECDH, and the invalid-curve attack on it. */
class AgreeTest {
  private static SoftwareKey key(TestCards.Identity identity) throws Exception {
    return KeyPair.operations(PrivateKeyInfo.getInstance(identity.key().getEncoded()));
  }

  private static byte[] otherSide(TestCards.Identity ephemeral, PublicKey peer, String algorithm)
      throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance(algorithm, BouncyCastle.provider());
    KeyFactory keys =
        KeyFactory.getInstance(
            algorithm.equals("ECDH") ? "EC" : algorithm, BouncyCastle.provider());
    agreement.init(
        keys.generatePrivate(
            new java.security.spec.PKCS8EncodedKeySpec(ephemeral.key().getEncoded())));
    agreement.doPhase(keys.generatePublic(new X509EncodedKeySpec(peer.getEncoded())), true);
    return agreement.generateSecret();
  }

  private static void assertRefused(byte[] ephemeral) {
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(() -> key(TestCards.ecDecrypt()).agree(ephemeral))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.BAD_REQUEST));
  }

  private static byte[] withPoint(byte[] point) throws Exception {
    SubjectPublicKeyInfo own =
        SubjectPublicKeyInfo.getInstance(TestCards.ecDecrypt().publicKey().getEncoded());
    return new SubjectPublicKeyInfo(own.getAlgorithm(), point).getEncoded();
  }

  private static byte[] point(BigInteger x, BigInteger y) {
    byte[] point = new byte[65];
    point[0] = 4;
    System.arraycopy(org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, x), 0, point, 1, 32);
    System.arraycopy(
        org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, y), 0, point, 33, 32);
    return point;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"secp256r1", "secp384r1", "secp521r1", "brainpoolP256r1", "brainpoolP512r1"})
  void bothSidesGetOneSecretAsLongAsTheField(String curve) throws Exception {
    TestCards.Identity card = TestCards.user(curve, "card", 0);
    TestCards.Identity ephemeral = TestCards.user(curve, "ephemeral", 0);
    byte[] secret = key(card).agree(ephemeral.publicKey().getEncoded());
    assertThat(secret).isEqualTo(otherSide(ephemeral, card.publicKey(), "ECDH"));
    int bits = ECNamedCurveTable.getParameterSpec(curve).getCurve().getFieldSize();
    assertThat(secret).hasSize((bits + 7) / 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X25519", "X448"})
  void montgomeryCurvesWorkToo(String curve) throws Exception {
    TestCards.Identity card = TestCards.user(curve, "card", 0);
    TestCards.Identity ephemeral = TestCards.user(curve, "ephemeral", 0);
    assertThat(key(card).agree(ephemeral.publicKey().getEncoded()))
        .isEqualTo(otherSide(ephemeral, card.publicKey(), curve));
  }

  @Test
  void aSenderMayLeaveTheCurveOut() throws Exception {
    TestCards.Identity ephemeral = TestCards.user("secp256r1", "ephemeral", 0);
    SubjectPublicKeyInfo whole =
        SubjectPublicKeyInfo.getInstance(ephemeral.publicKey().getEncoded());
    byte[] expected = key(TestCards.ecDecrypt()).agree(whole.getEncoded());
    AlgorithmIdentifier absent = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey);
    AlgorithmIdentifier asNull =
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, DERNull.INSTANCE);
    byte[] point = whole.getPublicKeyData().getOctets();
    assertThat(
            key(TestCards.ecDecrypt()).agree(new SubjectPublicKeyInfo(absent, point).getEncoded()))
        .isEqualTo(expected);
    assertThat(
            key(TestCards.ecDecrypt()).agree(new SubjectPublicKeyInfo(asNull, point).getEncoded()))
        .isEqualTo(expected);
  }

  @Test
  void aPointOffTheCurveIsRefused() throws Exception {
    assertRefused(withPoint(point(BigInteger.TWO, BigInteger.TWO)));
    assertRefused(withPoint(point(BigInteger.ZERO, BigInteger.ZERO)));
    // On y² = x³ - 3x + b' for another b': the classic choice, with a point of small order.
    assertRefused(withPoint(point(BigInteger.ONE, BigInteger.ZERO)));
  }

  @Test
  void infinityIsRefused() throws Exception {
    assertRefused(withPoint(new byte[] {0}));
    assertRefused(withPoint(new byte[65]));
  }

  @Test
  void coordinatesBeyondTheFieldAreRefused() throws Exception {
    X9ECParameters p256 = org.bouncycastle.asn1.x9.ECNamedCurveTable.getByName("secp256r1");
    BigInteger p = p256.getCurve().getField().getCharacteristic();
    assertRefused(
        withPoint(
            point(p256.getG().getAffineXCoord().toBigInteger(), p.add(BigInteger.valueOf(5)))));
  }

  @Test
  void anotherCurveIsRefused() throws Exception {
    assertRefused(TestCards.user("secp384r1", "e", 0).publicKey().getEncoded());
    assertRefused(TestCards.user("brainpoolP256r1", "e", 0).publicKey().getEncoded());
    assertRefused(TestCards.user("X25519", "e", 0).publicKey().getEncoded());
    assertRefused(TestCards.rsaSign().publicKey().getEncoded());
  }

  @Test
  void explicitParametersWithAnotherGeneratorOrCoefficientAreRefused() throws Exception {
    X9ECParameters p256 = org.bouncycastle.asn1.x9.ECNamedCurveTable.getByName("secp256r1");
    org.bouncycastle.math.ec.ECCurve weak =
        new org.bouncycastle.math.ec.ECCurve.Fp(
            p256.getCurve().getField().getCharacteristic(),
            p256.getCurve().getA().toBigInteger(),
            p256.getCurve().getB().toBigInteger().add(BigInteger.ONE),
            p256.getN(),
            p256.getH());
    byte[] g = p256.getG().getEncoded(false);
    X9ECParameters explicit =
        new X9ECParameters(
            weak,
            new org.bouncycastle.asn1.x9.X9ECPoint(weak, g),
            p256.getN(),
            p256.getH(),
            new byte[0]);
    assertRefused(
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, explicit), g)
            .getEncoded());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 200})
  void garbageIsRefused(int length) {
    assertRefused(new byte[length]);
  }

  @Test
  void aPointOfSmallOrderIsRefusedOnX25519() throws Exception {
    SoftwareKey key = key(TestCards.user("X25519", "card", 0));
    byte[] zero =
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.110")), new byte[32])
            .getEncoded();
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(() -> key.agree(zero))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.BAD_REQUEST));
  }
}
