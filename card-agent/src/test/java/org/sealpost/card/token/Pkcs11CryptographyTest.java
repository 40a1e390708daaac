package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.card.token.FakeModule.assertFails;
import static org.sealpost.card.token.SoftHsmModule.MAIL;
import static org.sealpost.card.token.SoftHsmModule.digest;
import static org.sealpost.card.token.SoftHsmModule.keyId;
import static org.sealpost.card.token.SoftHsmModule.rsa;
import static org.sealpost.card.token.SoftHsmModule.unlocked;
import static org.sealpost.card.token.SoftHsmModule.verifyEcdsa;
import static org.sealpost.card.token.SoftHsmModule.wrapped;

import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;
import org.sealpost.card.token.TestCards.Identity;

/** What keys do, with SoftHSM. */
final class Pkcs11CryptographyTest {
  @TempDir Path folder;
  private SoftHsmModule softHsm;

  @BeforeEach
  void needsSoftHsm() {
    SoftHsm.assumePresent();
    softHsm = new SoftHsmModule(folder);
  }

  @AfterEach
  void stop() {
    if (softHsm != null) {
      softHsm.close();
    }
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void signsWithPkcs1(DigestAlgorithm algorithm) throws Exception {
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    byte[] signature = token.sign(keyId(TestCards.rsaSign()), rsa(algorithm), digest(algorithm));
    Signature verifier = Signature.getInstance(algorithm.name() + "withRSA");
    verifier.initVerify(TestCards.rsaSign().publicKey());
    verifier.update(MAIL);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = DigestAlgorithm.class,
      names = {"SHA1", "SHA256", "SHA384", "SHA512"})
  void signsWithPss(DigestAlgorithm algorithm) throws Exception {
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    byte[] signature =
        token.sign(
            keyId(TestCards.rsaSign()),
            new SignatureAlgorithm(Scheme.RSA_PSS, algorithm),
            digest(algorithm));
    Signature verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(
        new PSSParameterSpec(
            algorithm.jcaName(),
            "MGF1",
            new MGF1ParameterSpec(algorithm.jcaName()),
            algorithm.length(),
            1));
    verifier.initVerify(TestCards.rsaSign().publicKey());
    verifier.update(MAIL);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, SHA256",
    "secp256r1, SHA512",
    "secp384r1, SHA256",
    "secp384r1, SHA384",
    "secp521r1, SHA512"
  })
  void signsOnACurve(String curve, DigestAlgorithm algorithm) throws Exception {
    Identity identity = TestCards.user(curve, "Ming", KeyUsage.digitalSignature);
    verifyEcdsa(unlocked(softHsm.token(SoftHsm.Key.of("EC", identity))), identity, algorithm);
  }

  @ParameterizedTest
  @CsvSource({"secp256r1", "secp384r1", "secp521r1"})
  void agreesOnAKey(String curve) throws Exception {
    Identity identity = TestCards.user(curve, "Ming", KeyUsage.keyAgreement);
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("EC", identity)));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    var ephemeral = generator.generateKeyPair();
    KeyAgreement sender = KeyAgreement.getInstance("ECDH");
    sender.init(ephemeral.getPrivate());
    sender.doPhase(identity.publicKey(), true);
    assertThat(token.agree(keyId(identity), ephemeral.getPublic().getEncoded()))
        .isEqualTo(sender.generateSecret());
  }

  @Test
  void aPointOfAnotherCurveIsRefusedBeforeTheCardSeesIt() throws Exception {
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("EC", TestCards.ecDecrypt())));
    Identity other = TestCards.user("secp384r1", "Mallory", KeyUsage.keyAgreement);
    assertFails(
        CardError.BAD_REQUEST,
        () -> token.agree(keyId(TestCards.ecDecrypt()), other.publicKey().getEncoded()));
  }

  @ParameterizedTest
  @CsvSource({"SHA1, SHA1", "SHA256, SHA1", "SHA256, SHA256", "SHA384, SHA384", "SHA512, SHA512"})
  void opensWhatWasWrappedWithOaep(DigestAlgorithm digest, DigestAlgorithm mgf1) throws Exception {
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt())));
    byte[] contentKey = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    byte[] label = {7, 7};
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        TestCards.rsaDecrypt().publicKey(),
        new OAEPParameterSpec(
            digest.jcaName(),
            "MGF1",
            new MGF1ParameterSpec(mgf1.jcaName()),
            new PSource.PSpecified(label)));
    byte[] wrapped = cipher.doFinal(contentKey);
    KeyTransport oaep = KeyTransport.oaep(digest, mgf1, label);
    assertThat(token.decrypt(keyId(TestCards.rsaDecrypt()), oaep, wrapped, 16))
        .isEqualTo(contentKey);
    wrapped[40] ^= 1;
    assertFails(
        CardError.BAD_REQUEST,
        () -> token.decrypt(keyId(TestCards.rsaDecrypt()), oaep, wrapped, 16));
  }

  @Test
  void aPaddingOracleFindsNothing() throws Exception {
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt())));
    String key = keyId(TestCards.rsaDecrypt());
    byte[] wrapped = wrapped(TestCards.rsaDecrypt().publicKey(), new byte[16]);
    assertThat(token.decrypt(key, KeyTransport.pkcs1(), wrapped, 16)).isEqualTo(new byte[16]);
    wrapped[100] ^= 1;
    byte[] once = token.decrypt(key, KeyTransport.pkcs1(), wrapped, 16);
    assertThat(once).hasSize(16).isNotEqualTo(new byte[16]);
    assertThat(token.decrypt(key, KeyTransport.pkcs1(), wrapped, 16)).isEqualTo(once);
    byte[] tooLarge = new byte[256];
    Arrays.fill(tooLarge, (byte) 0xff);
    assertThat(token.decrypt(key, KeyTransport.pkcs1(), tooLarge, 16)).hasSize(16);
    assertThat(token.decrypt(key, KeyTransport.pkcs1(), new byte[256], 16)).hasSize(16);
  }

  @Test
  void aKeyThatAsksEachTimeGetsItsLoginEachTime() throws Exception {
    Token token =
        unlocked(
            softHsm.token(
                SoftHsm.Key.of("SIGN", TestCards.rsaSign()).askingEachTime(),
                SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt())));
    for (int i = 0; i < 3; i++) {
      assertThat(
              token.sign(
                  keyId(TestCards.rsaSign()),
                  rsa(DigestAlgorithm.SHA256),
                  digest(DigestAlgorithm.SHA256)))
          .hasSize(256);
    }
    byte[] wrapped = wrapped(TestCards.rsaDecrypt().publicKey(), new byte[24]);
    assertThat(token.decrypt(keyId(TestCards.rsaDecrypt()), KeyTransport.pkcs1(), wrapped, 24))
        .isEqualTo(new byte[24]);
  }

  @Test
  void aKeyIsUsedForWhatItsCertificateSaysAlone() throws Exception {
    Token token =
        unlocked(
            softHsm.token(
                SoftHsm.Key.of("SIGN", TestCards.rsaSign()),
                SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt())));
    assertFails(
        CardError.NOT_SUPPORTED,
        () ->
            token.sign(
                keyId(TestCards.rsaDecrypt()),
                rsa(DigestAlgorithm.SHA256),
                digest(DigestAlgorithm.SHA256)));
    assertFails(
        CardError.NOT_SUPPORTED,
        () -> token.decrypt(keyId(TestCards.rsaSign()), KeyTransport.pkcs1(), new byte[256], 16));
    assertFails(
        CardError.KEY_ABSENT,
        () -> token.sign("none", rsa(DigestAlgorithm.SHA256), digest(DigestAlgorithm.SHA256)));
    assertFails(
        CardError.BAD_REQUEST,
        () -> token.sign(keyId(TestCards.rsaSign()), rsa(DigestAlgorithm.SHA256), new byte[20]));
  }
}
