package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealpost.card.token.FakeModule.assertFails;
import static org.sealpost.card.token.FakeModule.await;
import static org.sealpost.card.token.FakeModule.sign;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.token.FakeCryptoki.Card;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/** Logins, the PIN that is kept for some keys, and what a card answers. */
final class Pkcs11LoginTest {
  private static final long ON_PAD = PKCS11Constants.CKF_PROTECTED_AUTHENTICATION_PATH;

  @TempDir Path folder;
  private FakeModule fake;
  private FakeCryptoki cryptoki;
  private Card ming;

  @BeforeEach
  void loadTheModule() throws Exception {
    fake = new FakeModule(folder, Optional.empty());
    cryptoki = fake.cryptoki;
    ming = fake.ming;
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private Pkcs11Token.Place place(BooleanSupplier lasts) throws CryptokiException {
    return new Pkcs11Token.Place(cryptoki, 1, "reader 1", cryptoki.token(1), 0, lasts);
  }

  @Test
  void aLoginThatAnotherProgramEndedIsReportedLocked() throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    ming.loggedIn = false;
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(ming.pins).hasSize(1);
  }

  @Test
  void aLoginThatAnotherProgramEndedIsRenewedWhereThePinIsKeptAnyhow() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    ming.loggedIn = false;
    assertThat(sign(token)).hasSize(256);
    assertThat(ming.pins).containsExactly("USER 271828", "USER 271828", "CONTEXT_SPECIFIC 271828");
  }

  @Test
  void aKeptPinThatIsNoLongerRightIsTriedOnceAndForgotten() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
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
    Token token = fake.unlocked();
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
    Token token = fake.token();
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
    Token token = fake.unlocked();
    assertThat(token.loggedIn()).isTrue();
    assertFails(error, () -> sign(token));
  }

  @Test
  void keysThatCouldNotBeReadAtTheLoginAreReadWithoutAnotherPin() throws Exception {
    ming.readingFailure = PKCS11Constants.CKR_DEVICE_ERROR;
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
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
    Token token = fake.unlocked();
    ming.readingFailure = 0;
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(token.loggedIn()).isFalse();
    assertThat(ming.pins).containsExactly("USER 271828");
  }

  @Test
  void attackAKeptPinIsNeverSentAgainToTheCardThatTookTheOthersPlace() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    AtomicBoolean lasts = new AtomicBoolean(true);
    Optional<char[]> pin = Optional.of(FakeCryptoki.PIN.toCharArray());
    Pkcs11Login login = Pkcs11Login.open(place(lasts::get), pin, new Submission());
    login.read(pin);
    login.renew();
    assertThat(ming.pins).as("to its own card it is").hasSize(2);

    lasts.set(false);
    assertThatThrownBy(login::renew).hasMessage("CKR_DEVICE_REMOVED");
    lasts.set(true);
    cryptoki.insert(1, fake.hua);
    assertThatThrownBy(login::renew).hasMessage("CKR_DEVICE_REMOVED");
    assertThat(fake.hua.pins).isEmpty();
    assertThat(ming.pins).hasSize(2);
  }

  @Test
  void aRenewedLoginWhoseKeysCannotBeReadKeepsNoPin() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    ming.loggedIn = false;
    ming.readingFailure = PKCS11Constants.CKR_DEVICE_ERROR;
    assertFails(CardError.TOKEN_FAILED, () -> sign(token));
    ming.readingFailure = 0;
    ming.flags |= PKCS11Constants.CKF_USER_PIN_COUNT_LOW;
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(ming.pins).containsExactly("USER 271828", "USER 271828");
  }

  @Test
  void aSessionThatEndedWhileTheKeysWereReadKeepsNoPin() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Optional<char[]> pin = Optional.of(FakeCryptoki.PIN.toCharArray());
    Pkcs11Login kept = Pkcs11Login.open(place(() -> true), pin, new Submission());
    kept.read(pin);
    assertThat(kept.isRenewable()).isTrue();
    Pkcs11Login ended = Pkcs11Login.open(place(() -> true), pin, new Submission());
    ended.forgetPin();
    ended.read(pin);
    assertThat(ended.isRenewable()).isFalse();
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
    Token token = fake.token();
    assertThatThrownBy(() -> token.login(FakeCryptoki.PIN.toCharArray()))
        .isExactlyInstanceOf(CardException.class)
        .extracting(e -> ((CardException) e).error())
        .isEqualTo(error);
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void aLoginToACardThatWasPulledMeanwhileOpensNothing() throws Exception {
    cryptoki.insert(1, ming);
    Pkcs11Token token = (Pkcs11Token) fake.token();
    ming.hang = new CountDownLatch(1);
    Thread puller =
        Thread.ofPlatform()
            .start(
                () -> {
                  await(() -> !ming.pins.isEmpty());
                  token.gone();
                  ming.hang.countDown();
                });
    token.login(FakeCryptoki.PIN.toCharArray());
    puller.join();
    assertThat(token.loggedIn()).isFalse();
    await(() -> cryptoki.sessions.get() == 1);
    assertThat(ming.loggedIn).isFalse();
  }

  @Test
  void aModuleThatIsLoggedInAlreadyIsLoggedOutFirstSinceItTakesAnyPin() throws Exception {
    cryptoki.insert(1, ming);
    ming.loggedIn = true;
    Token token = fake.token();
    assertFails(CardError.PIN_WRONG, () -> token.login("000000".toCharArray()));
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void aWrongSignatureLeavesNobody() throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    ming.result = new byte[256];
    ming.result[255] = 2;
    assertFails(CardError.TOKEN_FAILED, () -> sign(token));
  }

  @Test
  void whatACardRefusesToUnpadLooksLikeAnyOtherKey() throws Exception {
    ming.identity = TestCards.rsaDecrypt();
    ming.mechanisms = java.util.Map.of(PKCS11Constants.CKM_RSA_PKCS, PKCS11Constants.CKF_DECRYPT);
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
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
    Token token = fake.unlocked();
    ming.failure = PKCS11Constants.nameToCode(PKCS11Constants.Category.CKR, name);
    assertFails(error, () -> sign(token));
  }

  @ParameterizedTest
  @CsvSource({"0, UNTOLD", "0x10000, LOW", "0x30000, FINAL", "0x20000, FINAL", "0x70000, LOCKED"})
  void whatTheFlagsSayOfTriesIsReadBeforeEachLogin(String flags, PinStatus.Tries tries)
      throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.token();
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
    Token token = fake.token();
    assertThat(token.pinStatus().entry()).isEqualTo(PinStatus.Entry.PAD);
    token.loginOnPad();
    assertThat(ming.pins).containsExactly("USER pad");
    assertThat(sign(token)).hasSize(256);
  }

  @Test
  void aCardWithoutAPadIsNotAskedForOne() {
    cryptoki.insert(1, ming);
    Token token = fake.token();
    assertFails(CardError.NOT_SUPPORTED, token::loginOnPad);
    assertThat(ming.pins).isEmpty();
  }

  @Test
  void aLoginThatWasGivenUpIsEndedWhenItSucceedsAfterAll() throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.token();
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
    await(() -> !ming.pins.isEmpty());
    login.interrupt();
    login.join();
    assertFails(CardError.TIMEOUT, () -> token.login(FakeCryptoki.PIN.toCharArray()));
    assertThat(token.loggedIn()).isFalse();
    ming.hang.countDown();
    await(() -> cryptoki.sessions.get() == 1);
    assertThat(ming.loggedIn).isFalse();
    assertThat(ming.pins).containsExactly("USER " + FakeCryptoki.PIN);
    token.login(FakeCryptoki.PIN.toCharArray());
    assertThat(token.loggedIn()).isTrue();
  }

  @Test
  void aWipedPinIsNeverSent() throws Exception {
    ming.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    token.logout();
    assertFails(CardError.LOCKED, () -> sign(token));
    assertThat(ming.pins).containsExactly("USER 271828");
    assertThat(ming.pins).noneMatch(pin -> pin.indexOf('\0') >= 0);
    assertThat(Arrays.asList(ming.pins.getFirst().split(" "))).contains(FakeCryptoki.PIN);
  }
}
