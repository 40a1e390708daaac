package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;
import org.sealpost.card.token.TestCards.Identity;

/**
 * Cryptography and matching with SoftHSM; what becomes of a card in a reader is tested elsewhere.
 */
final class Pkcs11TokenTest {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final byte[] MAIL = {1, 2, 3};

  @TempDir Path folder;
  private Pkcs11Module module;
  private final Semaphore changes = new Semaphore(0);

  @BeforeEach
  void needsSoftHsm() {
    SoftHsm.assumePresent();
  }

  @AfterEach
  void stop() {
    if (module != null) {
      module.close();
    }
  }

  private Token token(SoftHsm.Key... keys) throws InterruptedException {
    return watched(SoftHsm.token(keys));
  }

  private Token watched(String label) throws InterruptedException {
    module = new Pkcs11Module(SoftHsm.MODULE, new KnownCards(folder.resolve("cards")));
    module.start(changes::release);
    long end = System.nanoTime() + WAIT.toNanos();
    while (System.nanoTime() < end) {
      for (Token token : module.tokens()) {
        if (token.label().equals(label) && token.certificates().isPresent()) {
          return token;
        }
      }
      boolean _ = changes.tryAcquire(100, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("the token did not appear");
  }

  private static Token unlocked(Token token) throws CardException {
    token.login(SoftHsm.PIN.toCharArray());
    return token;
  }

  private static String keyId(Identity identity) {
    return KeyCertificates.keyId(identity.certificate());
  }

  private static byte[] digest(DigestAlgorithm algorithm) throws GeneralSecurityException {
    return MessageDigest.getInstance(algorithm.jcaName()).digest(MAIL);
  }

  @Test
  void itsCertificatesAndTheirChainAreReadWithoutAPin() throws Exception {
    Token token =
        token(
            SoftHsm.Key.of("SIGN", TestCards.rsaSign()),
            SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt()));
    assertThat(token.loggedIn()).isFalse();
    assertThat(token.id()).isEqualTo(SoftHsm.serial(token.label()));
    List<CardCertificate> certificates = token.certificates().orElseThrow();
    assertThat(certificates)
        .extracting(CardCertificate::keyId)
        .containsExactlyInAnyOrder(keyId(TestCards.rsaSign()), keyId(TestCards.rsaDecrypt()));
    assertThat(certificates).allSatisfy(certificate -> assertThat(certificate.chain()).hasSize(2));
  }

  @Test
  void purposesComeFromTheKeyUsageThoughAllLabelsAreTheSame() throws Exception {
    Token token =
        token(
            SoftHsm.Key.of("SIGN", TestCards.rsaSign()),
            SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt()));
    for (CardCertificate certificate : token.certificates().orElseThrow()) {
      assertThat(certificate.purposes())
          .containsExactly(
              certificate.keyId().equals(keyId(TestCards.rsaSign()))
                  ? KeyPurpose.SIGN
                  : KeyPurpose.DECRYPT);
    }
  }

  @Test
  void twoKeysUnderOneIdAreToldApartByTheirPublicKeys() throws Exception {
    Token token =
        unlocked(
            token(
                SoftHsm.Key.of("01", TestCards.rsaSign()),
                SoftHsm.Key.of("01", TestCards.rsaDecrypt())));
    assertThat(
            token.sign(
                keyId(TestCards.rsaSign()),
                rsa(DigestAlgorithm.SHA256),
                digest(DigestAlgorithm.SHA256)))
        .isNotEmpty();
    assertThat(
            token.decrypt(
                keyId(TestCards.rsaDecrypt()),
                KeyTransport.pkcs1(),
                wrapped(TestCards.rsaDecrypt().publicKey(), new byte[16]),
                16))
        .isEqualTo(new byte[16]);
  }

  @Test
  void aCardWithoutPublicKeyObjectsServesAsWell() throws Exception {
    Token token =
        token(
            SoftHsm.Key.of("SIGN", TestCards.rsaSign()).withoutPublicKey(),
            SoftHsm.Key.of("EC", TestCards.ecSign()).withoutPublicKey());
    assertThat(token.certificates().orElseThrow()).hasSize(2);
    Token open = unlocked(token);
    assertThat(open.certificates().orElseThrow()).hasSize(2);
    verifyEcdsa(open, TestCards.ecSign(), DigestAlgorithm.SHA256);
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void signsWithPkcs1(DigestAlgorithm algorithm) throws Exception {
    Token token = unlocked(token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
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
    Token token = unlocked(token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
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
    verifyEcdsa(unlocked(token(SoftHsm.Key.of("EC", identity))), identity, algorithm);
  }

  private static void verifyEcdsa(Token token, Identity identity, DigestAlgorithm algorithm)
      throws Exception {
    byte[] signature =
        token.sign(
            keyId(identity), new SignatureAlgorithm(Scheme.ECDSA, algorithm), digest(algorithm));
    Signature verifier = Signature.getInstance(algorithm.name() + "withECDSA");
    verifier.initVerify(identity.publicKey());
    verifier.update(MAIL);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"secp256r1", "secp384r1", "secp521r1"})
  void agreesOnAKey(String curve) throws Exception {
    Identity identity = TestCards.user(curve, "Ming", KeyUsage.keyAgreement);
    Token token = unlocked(token(SoftHsm.Key.of("EC", identity)));
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
    Token token = unlocked(token(SoftHsm.Key.of("EC", TestCards.ecDecrypt())));
    Identity other = TestCards.user("secp384r1", "Mallory", KeyUsage.keyAgreement);
    assertFails(
        CardError.BAD_REQUEST,
        () -> token.agree(keyId(TestCards.ecDecrypt()), other.publicKey().getEncoded()));
  }

  @ParameterizedTest
  @CsvSource({"SHA1, SHA1", "SHA256, SHA1", "SHA256, SHA256", "SHA384, SHA384", "SHA512, SHA512"})
  void opensWhatWasWrappedWithOaep(DigestAlgorithm digest, DigestAlgorithm mgf1) throws Exception {
    Token token = unlocked(token(SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt())));
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
    Token token = unlocked(token(SoftHsm.Key.of("KEYX", TestCards.rsaDecrypt())));
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
            token(
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
  void aWrongPinIsToldAndTheTokenSaysThatTriesAreFewer() throws Exception {
    Token token = watched(SoftHsm.freshToken(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    assertThat(token.pinStatus().tries()).isEqualTo(PinStatus.Tries.UNTOLD);
    assertFails(CardError.PIN_WRONG, () -> token.login("00000000".toCharArray()));
    assertThat(token.loggedIn()).isFalse();
    assertFails(
        CardError.LOCKED,
        () ->
            token.sign(
                keyId(TestCards.rsaSign()),
                rsa(DigestAlgorithm.SHA256),
                digest(DigestAlgorithm.SHA256)));
    unlocked(token);
    assertThat(token.loggedIn()).isTrue();
  }

  @Test
  void aWrongPinIsFoundWrongThoughTheModuleIsLoggedInAlready() throws Exception {
    Token token = unlocked(token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    assertFails(CardError.PIN_WRONG, () -> token.login("00000000".toCharArray()));
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void thePinStaysTheCallersToWipe() throws Exception {
    Token token = token(SoftHsm.Key.of("SIGN", TestCards.rsaSign()));
    char[] pin = SoftHsm.PIN.toCharArray();
    token.login(pin);
    assertThat(new String(pin)).isEqualTo(SoftHsm.PIN);
  }

  @Test
  void afterALogoutTheKeysAreShut() throws Exception {
    Token token = unlocked(token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    token.logout();
    assertThat(token.loggedIn()).isFalse();
    assertFails(
        CardError.LOCKED,
        () ->
            token.sign(
                keyId(TestCards.rsaSign()),
                rsa(DigestAlgorithm.SHA256),
                digest(DigestAlgorithm.SHA256)));
  }

  @Test
  void aKeyIsUsedForWhatItsCertificateSaysAlone() throws Exception {
    Token token =
        unlocked(
            token(
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

  @Test
  void twoTokensServeSideBySide() throws Exception {
    String first = SoftHsm.freshToken(SoftHsm.Key.of("SIGN", TestCards.rsaSign()));
    Token second = unlocked(token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    Token other =
        module.tokens().stream().filter(t -> t.label().equals(first)).findFirst().orElseThrow();
    assertThat(other.loggedIn()).isFalse();
    assertThat(second.loggedIn()).isTrue();
    unlocked(other).logout();
    assertThat(
            second.sign(
                keyId(TestCards.rsaSign()),
                rsa(DigestAlgorithm.SHA256),
                digest(DigestAlgorithm.SHA256)))
        .hasSize(256);
  }

  @Test
  void aCardThatWasSeenBeforeIsKnownAfterARestartWithoutIt() throws Exception {
    Token token = token(SoftHsm.Key.of("SIGN", TestCards.rsaSign()));
    List<CardCertificate> seen = token.certificates().orElseThrow();
    try (Pkcs11Module later =
        new Pkcs11Module(
            SoftHsm.MODULE,
            () -> {
              throw new java.io.IOException("no library today");
            },
            new KnownCards(folder.resolve("cards")),
            Optional.empty())) {
      later.start(() -> {});
      Token known =
          later.tokens().stream().filter(t -> t.id().equals(token.id())).findFirst().orElseThrow();
      assertThat(known.present()).isFalse();
      assertThat(known.certificates().orElseThrow()).usingRecursiveComparison().isEqualTo(seen);
      assertFails(CardError.TOKEN_ABSENT, known::checkBeforeLogin);
    }
  }

  private interface Call {
    void run() throws CardException, GeneralSecurityException;
  }

  private static void assertFails(CardError error, Call call) {
    assertThatThrownBy(call::run)
        .asInstanceOf(InstanceOfAssertFactories.type(CardException.class))
        .extracting(CardException::error)
        .isEqualTo(error);
  }

  private static SignatureAlgorithm rsa(DigestAlgorithm digest) {
    return new SignatureAlgorithm(Scheme.RSA_PKCS1, digest);
  }

  private static byte[] wrapped(PublicKey key, byte[] contentKey) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(contentKey);
  }
}
