package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.card.token.FakeModule.assertFails;
import static org.sealpost.card.token.SoftHsmModule.digest;
import static org.sealpost.card.token.SoftHsmModule.keyId;
import static org.sealpost.card.token.SoftHsmModule.rsa;
import static org.sealpost.card.token.SoftHsmModule.unlocked;
import static org.sealpost.card.token.SoftHsmModule.verifyEcdsa;
import static org.sealpost.card.token.SoftHsmModule.wrapped;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyTransport;

/**
 * Certificates, matching and logins with SoftHSM; what becomes of a card in a reader is tested
 * elsewhere.
 */
final class Pkcs11TokenTest {
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

  @Test
  void itsCertificatesAndTheirChainAreReadWithoutAPin() throws Exception {
    Token token =
        softHsm.token(
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
        softHsm.token(
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
            softHsm.token(
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
        softHsm.token(
            SoftHsm.Key.of("SIGN", TestCards.rsaSign()).withoutPublicKey(),
            SoftHsm.Key.of("EC", TestCards.ecSign()).withoutPublicKey());
    assertThat(token.certificates().orElseThrow()).hasSize(2);
    Token open = unlocked(token);
    assertThat(open.certificates().orElseThrow()).hasSize(2);
    verifyEcdsa(open, TestCards.ecSign(), DigestAlgorithm.SHA256);
  }

  @Test
  void aWrongPinIsToldAndTheTokenSaysThatTriesAreFewer() throws Exception {
    Token token = softHsm.watched(SoftHsm.freshToken(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
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
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    assertFails(CardError.PIN_WRONG, () -> token.login("00000000".toCharArray()));
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void thePinStaysTheCallersToWipe() throws Exception {
    Token token = softHsm.token(SoftHsm.Key.of("SIGN", TestCards.rsaSign()));
    char[] pin = SoftHsm.PIN.toCharArray();
    token.login(pin);
    assertThat(new String(pin)).isEqualTo(SoftHsm.PIN);
  }

  @Test
  void afterALogoutTheKeysAreShut() throws Exception {
    Token token = unlocked(softHsm.token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
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
  void twoTokensServeSideBySide() throws Exception {
    String first = SoftHsm.freshToken(SoftHsm.Key.of("SIGN", TestCards.rsaSign()));
    Token second = unlocked(softHsm.token(SoftHsm.Key.of("SIGN", TestCards.rsaSign())));
    Token other =
        softHsm.tokens().stream().filter(t -> t.label().equals(first)).findFirst().orElseThrow();
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
    Token token = softHsm.token(SoftHsm.Key.of("SIGN", TestCards.rsaSign()));
    List<CardCertificate> seen = token.certificates().orElseThrow();
    try (Pkcs11Module later =
        new Pkcs11Module(
            SoftHsm.MODULE,
            () -> {
              throw new java.io.IOException("no library today");
            },
            softHsm.memory(),
            Optional.empty(),
            System::nanoTime)) {
      later.start(() -> {});
      Token known =
          later.tokens().stream().filter(t -> t.id().equals(token.id())).findFirst().orElseThrow();
      assertThat(known.present()).isFalse();
      assertThat(known.certificates().orElseThrow()).usingRecursiveComparison().isEqualTo(seen);
      assertFails(CardError.TOKEN_ABSENT, known::checkBeforeLogin);
    }
  }
}
