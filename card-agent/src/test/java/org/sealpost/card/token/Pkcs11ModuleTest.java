package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.token.FakeCryptoki.Card;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/** Readers and cards that come, go and misbehave. */
final class Pkcs11ModuleTest {
  private static final SignatureAlgorithm RSA =
      new SignatureAlgorithm(SignatureAlgorithm.Scheme.RSA_PKCS1, DigestAlgorithm.SHA256);
  private static final byte[] MAIL = {1, 2, 3};
  private static final long ON_PAD = PKCS11Constants.CKF_PROTECTED_AUTHENTICATION_PATH;

  @TempDir Path folder;
  private final FakeCryptoki cryptoki = new FakeCryptoki();
  private final Card ming = new Card("1111", "Ming");
  private final Card hua = new Card("2222", "Hua");
  private final AtomicInteger loads = new AtomicInteger();
  private volatile boolean loadable = true;
  private Pkcs11Module module;

  @BeforeEach
  void signWithMingsKey() throws Exception {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(TestCards.rsaSign().key());
    signature.update(MAIL);
    ming.result = signature.sign();
    hua.result = ming.result;
    // Never started: the test makes the rounds itself.
    module =
        new Pkcs11Module(
            Path.of("/lib/fake.so"),
            this::load,
            new KnownCards(folder.resolve("cards")),
            Optional.empty());
  }

  private Cryptoki load() throws IOException {
    loads.incrementAndGet();
    if (!loadable) {
      throw new IOException("no such file");
    }
    return cryptoki;
  }

  @AfterEach
  void stop() {
    ming.hang.countDown();
    module.close();
  }

  private Token token() {
    module.look();
    return module.tokens().getFirst();
  }

  private Token unlocked() throws CardException {
    Token token = token();
    token.login(FakeCryptoki.PIN.toCharArray());
    return token;
  }

  private static byte[] sign(Token token) throws CardException {
    try {
      return token.sign(
          KeyCertificates.keyId(TestCards.rsaSign().certificate()),
          RSA,
          MessageDigest.getInstance("SHA-256").digest(MAIL));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCardIsRecognisedInWhicheverReaderItIs() throws Exception {
    cryptoki.insert(1, ming);
    Token token = token();
    assertThat(token.present()).isTrue();
    assertThat(token.reader()).isEqualTo("reader 1");
    cryptoki.remove(1);
    module.look();
    assertThat(token.present()).isFalse();
    cryptoki.insert(3, ming);
    assertThat(token()).isSameAs(token);
    assertThat(token.reader()).isEqualTo("reader 3");
    assertThat(module.tokens()).hasSize(1);
  }

  @Test
  void theLoginEndsWithTheCardsRemovalThoughItComesBack() throws Exception {
    cryptoki.insert(1, ming);
    Token token = unlocked();
    assertThat(sign(token)).hasSize(256);
    cryptoki.remove(1);
    module.look();
    cryptoki.insert(1, ming);
    module.look();
    assertThat(token.present()).isTrue();
    assertThat(token.loggedIn()).isFalse();
    assertFails(CardError.LOCKED, () -> sign(token));
  }

  @Test
  void theLoginEndsThoughTheCardWasOutForAnInstantThatNoRoundSaw() throws Exception {
    cryptoki.insert(1, ming);
    Token token = unlocked();
    cryptoki.remove(1);
    cryptoki.insert(1, ming);
    module.look();
    assertThat(token.present()).isTrue();
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void anotherPersonsCardInTheSameReaderIsAnotherToken() throws Exception {
    cryptoki.insert(1, ming);
    Token mine = unlocked();
    cryptoki.insert(1, hua);
    module.look();
    assertThat(mine.present()).isFalse();
    Token theirs = module.tokens().getLast();
    assertThat(theirs.id()).isEqualTo("2222");
    assertThat(theirs.loggedIn()).isFalse();
    assertFails(CardError.LOCKED, () -> sign(theirs));
    assertThat(hua.pins).isEmpty();
  }

  @Test
  void aCardThatIsExchangedUnseenGetsNoPinOfTheOther() throws Exception {
    ming.alwaysAuthenticate = true;
    hua.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token mine = unlocked();
    cryptoki.insert(1, hua);
    assertFails(CardError.TOKEN_ABSENT, () -> sign(mine));
    assertThat(hua.pins).isEmpty();
  }

  @Test
  void aLoginThatAnotherProgramEndedIsReportedLocked() throws Exception {
    cryptoki.insert(1, ming);
    Token token = unlocked();
    ming.loggedIn = false;
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(ming.pins).hasSize(1);
  }

  @Test
  void aLoginThatAnotherProgramEndedIsRenewedWhereThePinIsKeptAnyhow() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = unlocked();
    ming.loggedIn = false;
    assertThat(sign(token)).hasSize(256);
    assertThat(ming.pins).containsExactly("USER 271828", "USER 271828", "CONTEXT_SPECIFIC 271828");
  }

  @Test
  void aKeptPinThatIsNoLongerRightIsTriedOnceAndForgotten() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = unlocked();
    ming.failure = PKCS11Constants.CKR_PIN_INCORRECT;
    assertFails(CardError.PIN_WRONG, () -> sign(token));
    int tried = ming.pins.size();
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(ming.pins).hasSize(tried);
  }

  @Test
  void aKeptPinIsNotSentToACardThatWasGivenAWrongOneElsewhere() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = unlocked();
    assertThat(sign(token)).hasSize(256);
    ming.flags |= PKCS11Constants.CKF_USER_PIN_COUNT_LOW;
    int sent = ming.pins.size();
    assertFails(CardError.LOCKED, () -> sign(token));
    ming.loggedIn = false;
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(ming.pins).hasSize(sent);
  }

  @Test
  void theRightPinOfACardWithoutKeysIsNoWrongOne() throws Exception {
    ming.keyless = true;
    cryptoki.insert(1, ming);
    Token token = token();
    assertFails(CardError.NOT_SUPPORTED, () -> token.login(FakeCryptoki.PIN.toCharArray()));
  }

  @ParameterizedTest
  @CsvSource({
    "CKR_DEVICE_ERROR, TOKEN_FAILED",
    "CKR_GENERAL_ERROR, TOKEN_FAILED",
    "CKR_DEVICE_REMOVED, TOKEN_ABSENT"
  })
  void whatFailsAfterTheRightPinFailsTheOperationAndNotTheLogin(String name, CardError error)
      throws Exception {
    ming.readingFailure = PKCS11Constants.nameToCode(PKCS11Constants.Category.CKR, name);
    cryptoki.insert(1, ming);
    Token token = unlocked();
    assertThat(token.loggedIn()).isTrue();
    assertFails(error, () -> sign(token));
  }

  @Test
  void keysThatCouldNotBeReadAtTheLoginAreReadWithoutAnotherPin() throws Exception {
    ming.readingFailure = PKCS11Constants.CKR_DEVICE_ERROR;
    cryptoki.insert(1, ming);
    Token token = unlocked();
    assertFails(CardError.TOKEN_FAILED, () -> sign(token));
    ming.readingFailure = 0;
    assertThat(sign(token)).hasSize(256);
    assertThat(ming.pins).hasSize(1);
  }

  @Test
  void aPinIsNotKeptForKeysThatCouldNotBeRead() throws Exception {
    ming.readingFailure = PKCS11Constants.CKR_DEVICE_ERROR;
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = unlocked();
    ming.readingFailure = 0;
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(token.loggedIn()).isFalse();
    assertThat(ming.pins).containsExactly("USER 271828");
  }

  @ParameterizedTest
  @CsvSource({
    "CKR_DEVICE_ERROR, TOKEN_FAILED",
    "CKR_DEVICE_REMOVED, TOKEN_ABSENT",
    "CKR_SESSION_HANDLE_INVALID, LOCKED"
  })
  void whatFailsInTheLoginItselfMayHaveSpentATry(String name, CardError error) throws Exception {
    ming.loginFailure = PKCS11Constants.nameToCode(PKCS11Constants.Category.CKR, name);
    cryptoki.insert(1, ming);
    Token token = token();
    assertFails(error, () -> token.login(FakeCryptoki.PIN.toCharArray()));
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void aLoginToACardThatWasPulledMeanwhileOpensNothing() throws Exception {
    cryptoki.insert(1, ming);
    Pkcs11Token token = (Pkcs11Token) token();
    ming.hang = new CountDownLatch(1);
    Thread puller =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (ming.pins.isEmpty()) {
                    Thread.onSpinWait();
                  }
                  token.gone();
                  ming.hang.countDown();
                });
    token.login(FakeCryptoki.PIN.toCharArray());
    puller.join();
    assertThat(token.loggedIn()).isFalse();
    while (cryptoki.sessions.get() > 1) {
      Thread.onSpinWait();
    }
    assertThat(ming.loggedIn).isFalse();
  }

  @Test
  void aModuleThatIsLoggedInAlreadyIsLoggedOutFirstSinceItTakesAnyPin() throws Exception {
    cryptoki.insert(1, ming);
    ming.loggedIn = true;
    Token token = token();
    assertFails(CardError.PIN_WRONG, () -> token.login("000000".toCharArray()));
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void aWrongSignatureLeavesNobody() throws Exception {
    cryptoki.insert(1, ming);
    Token token = unlocked();
    ming.result = new byte[256];
    ming.result[255] = 2;
    assertFails(CardError.TOKEN_FAILED, () -> sign(token));
  }

  @Test
  void whatACardRefusesToUnpadLooksLikeAnyOtherKey() throws Exception {
    ming.identity = TestCards.rsaDecrypt();
    ming.mechanisms = java.util.Map.of(PKCS11Constants.CKM_RSA_PKCS, PKCS11Constants.CKF_DECRYPT);
    cryptoki.insert(1, ming);
    Token token = unlocked();
    String key = KeyCertificates.keyId(TestCards.rsaDecrypt().certificate());
    ming.result = new byte[16];
    byte[] good = token.decrypt(key, KeyTransport.pkcs1(), new byte[256], 16);
    assertThat(good).isEqualTo(new byte[16]);
    ming.failure = PKCS11Constants.CKR_ENCRYPTED_DATA_INVALID;
    byte[] refused = token.decrypt(key, KeyTransport.pkcs1(), new byte[256], 16);
    ming.failure = 0;
    ming.result = new byte[24];
    byte[] tooLong = token.decrypt(key, KeyTransport.pkcs1(), new byte[256], 16);
    assertThat(refused).hasSize(16).isNotEqualTo(good).isEqualTo(tooLong);
  }

  @ParameterizedTest
  @CsvSource({
    "CKR_PIN_LOCKED, PIN_BLOCKED",
    "CKR_PIN_INCORRECT, PIN_WRONG",
    "CKR_DEVICE_REMOVED, TOKEN_ABSENT",
    "CKR_TOKEN_NOT_PRESENT, TOKEN_ABSENT",
    "CKR_SESSION_HANDLE_INVALID, LOCKED",
    "CKR_DEVICE_ERROR, TOKEN_FAILED",
    "CKR_GENERAL_ERROR, TOKEN_FAILED"
  })
  void aModulesErrorIsToldForWhatItIs(String name, CardError error) throws Exception {
    cryptoki.insert(1, ming);
    Token token = unlocked();
    ming.failure = PKCS11Constants.nameToCode(PKCS11Constants.Category.CKR, name);
    assertFails(error, () -> sign(token));
  }

  @ParameterizedTest
  @CsvSource({"0, UNTOLD", "0x10000, LOW", "0x30000, FINAL", "0x20000, FINAL", "0x70000, LOCKED"})
  void whatTheFlagsSayOfTriesIsReadBeforeEachLogin(String flags, PinStatus.Tries tries)
      throws Exception {
    cryptoki.insert(1, ming);
    Token token = token();
    ming.flags |= Long.decode(flags);
    token.checkBeforeLogin();
    assertThat(token.pinStatus().tries()).isEqualTo(tries);
    assertThat(token.pinStatus().fits(5)).isFalse();
    assertThat(token.pinStatus().fits(6)).isTrue();
    assertThat(token.pinStatus().fits(9)).isFalse();
  }

  @Test
  void thePinOfAReaderWithAPadIsTypedThere() throws Exception {
    ming.flags |= ON_PAD;
    cryptoki.insert(1, ming);
    Token token = token();
    assertThat(token.pinStatus().entry()).isEqualTo(PinStatus.Entry.PAD);
    token.loginOnPad();
    assertThat(ming.pins).containsExactly("USER pad");
    assertThat(sign(token)).hasSize(256);
  }

  @Test
  void aCardWithoutAPadIsNotAskedForOne() {
    cryptoki.insert(1, ming);
    Token token = token();
    assertFails(CardError.NOT_SUPPORTED, token::loginOnPad);
    assertThat(ming.pins).isEmpty();
  }

  @Test
  void aLoginThatWasGivenUpIsEndedWhenItSucceedsAfterAll() throws Exception {
    cryptoki.insert(1, ming);
    Token token = token();
    ming.hang = new CountDownLatch(1);
    Thread login =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    token.login(FakeCryptoki.PIN.toCharArray());
                  } catch (CardException e) {
                    assertThat(e.error()).isEqualTo(CardError.TIMEOUT);
                  }
                });
    while (ming.pins.isEmpty()) {
      Thread.onSpinWait();
    }
    login.interrupt();
    login.join();
    assertFails(CardError.TIMEOUT, () -> token.login(FakeCryptoki.PIN.toCharArray()));
    assertThat(token.loggedIn()).isFalse();
    ming.hang.countDown();
    while (cryptoki.sessions.get() > 1) {
      Thread.onSpinWait();
    }
    assertThat(ming.loggedIn).isFalse();
    assertThat(ming.pins).containsExactly("USER " + FakeCryptoki.PIN);
    token.login(FakeCryptoki.PIN.toCharArray());
    assertThat(token.loggedIn()).isTrue();
  }

  @Test
  void readersAreShownByNameWithTheCardsInThem() {
    cryptoki.insert(2, ming);
    module.look();
    ModuleReport report = module.modules().getFirst();
    assertThat(report.state()).isEqualTo(ModuleReport.State.WORKING);
    assertThat(report.description()).isEqualTo("fake 1.0");
    assertThat(report.readers())
        .containsExactly(
            new ModuleReport.Reader("reader 1", false, ""),
            new ModuleReport.Reader("reader 2", true, "1111"),
            new ModuleReport.Reader("reader 3", false, ""));
  }

  @Test
  void aModuleThatFailsLosesItsCardsAndIsBegunAnew() throws Exception {
    cryptoki.insert(1, ming);
    Token token = unlocked();
    cryptoki.failure = PKCS11Constants.CKR_DEVICE_ERROR;
    module.look();
    assertThat(token.present()).isFalse();
    assertThat(module.modules().getFirst().state()).isEqualTo(ModuleReport.State.FAILING);
    for (int i = 0; i < 3; i++) {
      module.look();
    }
    assertThat(cryptoki.restarts).hasValue(1);
    module.look();
    assertThat(token.present()).isTrue();
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void aModuleThatIsInstalledLaterIsFound() {
    loadable = false;
    module.look();
    ModuleReport report = module.modules().getFirst();
    assertThat(report.state()).isEqualTo(ModuleReport.State.UNUSABLE);
    assertThat(report.problem()).contains("/lib/fake.so").contains("is not there");
    loadable = true;
    cryptoki.insert(1, ming);
    module.look();
    assertThat(module.modules().getFirst().state()).isEqualTo(ModuleReport.State.WORKING);
    assertThat(module.tokens()).hasSize(1);
    assertThat(loads).hasValue(2);
  }

  @Test
  void aCardWithTwoPinsShowsAsTwoTokens() {
    cryptoki.insert(1, ming);
    cryptoki.insert(2, new Card("1111", "Ming (signing)"));
    module.look();
    assertThat(module.tokens())
        .extracting(Token::id)
        .containsExactlyInAnyOrder("1111", "1111/Ming (signing)");
  }

  @Test
  void aWipedPinIsNeverSent() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = unlocked();
    token.logout();
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(ming.pins).containsExactly("USER 271828");
    assertThat(ming.pins).noneMatch(pin -> pin.indexOf('\0') >= 0);
    assertThat(Arrays.asList(ming.pins.getFirst().split(" "))).contains(FakeCryptoki.PIN);
  }

  private interface Call {
    void run() throws CardException;
  }

  private static void assertFails(CardError error, Call call) {
    assertThatThrownBy(call::run)
        .asInstanceOf(InstanceOfAssertFactories.type(CardException.class))
        .extracting(CardException::error)
        .isEqualTo(error);
  }
}
