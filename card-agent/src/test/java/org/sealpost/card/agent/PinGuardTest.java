package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.token.PinStatus;

/** What is sent to a card that locks itself, and what is not. */
class PinGuardTest {
  @TempDir Path folder;
  private FakeCard card = new FakeCard("4711");
  private FailureLedger ledger;
  private PinGuard guard;

  @BeforeEach
  void start() {
    ledger = new FailureLedger(folder.resolve("cards"));
    restart();
  }

  private void restart() {
    guard = new PinGuard(card, ledger, 3);
  }

  private static Pin pin(String text) {
    return Pin.of(text.toCharArray());
  }

  private void login(String pin) throws CardException {
    guard.login(pin(pin), false);
  }

  private void insist(String pin) throws CardException {
    guard.login(pin(pin), true);
  }

  private static CardException failure(CardError error, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(CardException.class);
    assertThat(((CardException) thrown).error()).isEqualTo(error);
    return (CardException) thrown;
  }

  private int failures() throws IOException {
    return ledger.read(card.id()).failures();
  }

  @Test
  void aPinThatWasWrongOnceIsNeverSentAgain() {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    for (int i = 0; i < 3; i++) {
      assertThat(guard.remark(card.pinStatus(), pin("0000"))).hasValue(new Remark.KnownWrong());
      failure(CardError.PIN_CANCELLED, () -> login("0000"));
      failure(CardError.PIN_CANCELLED, () -> insist("0000"));
    }
    assertThat(card.submitted).containsExactly("0000");
    assertThat(guard.triesLeft()).hasValue(2);
  }

  @Test
  void anotherPinIsSentAfterAWrongOneAndTheRightOneClearsTheCount() throws Exception {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    assertThat(guard.remark(card.pinStatus(), pin(FakeToken.PIN))).isEmpty();
    login(FakeToken.PIN);
    assertThat(card.loggedIn()).isTrue();
    assertThat(failures()).isZero();
    assertThat(guard.triesLeft()).isEmpty();
  }

  @Test
  void anAgentThatIsRestartedStillKnowsOfTheWrongPins() throws Exception {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    restart();
    assertThat(guard.triesLeft()).hasValue(2);
    failure(CardError.PIN_WRONG, () -> login("1111"));
    restart();
    failure(CardError.PIN_FINAL_TRY, () -> login(FakeToken.PIN));
    assertThat(card.left).isOne();
  }

  @Test
  void anAgentThatIsRestartedAfterTheRightPinStartsAnew() throws Exception {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    login(FakeToken.PIN);
    restart();
    failure(CardError.PIN_WRONG, () -> login("1111"));
    login(FakeToken.PIN);
    assertThat(card.left).isEqualTo(FakeCard.TRIES);
  }

  @Test
  void theLastTryIsKept() {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    failure(CardError.PIN_WRONG, () -> login("1111"));
    CardException refused = failure(CardError.PIN_FINAL_TRY, () -> login("2222"));
    assertThat(refused).hasMessageContaining("--final-try");
    assertThat(card.left).isOne();
    assertThat(guard.triesLeft()).hasValue(1);
  }

  @Test
  void theLastTryIsSpentByWhoInsistsAndIsRight() throws Exception {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    failure(CardError.PIN_WRONG, () -> login("1111"));
    insist(FakeToken.PIN);
    assertThat(card.loggedIn()).isTrue();
    assertThat(failures()).isZero();
    guard.admit(false);
  }

  @Test
  void aCardThatSaysThatOneTryIsLeftIsBelieved() {
    card.tells = true;
    card.left = 1;
    failure(CardError.PIN_FINAL_TRY, () -> login(FakeToken.PIN));
    assertThat(card.submitted).isEmpty();
    assertThat(guard.triesLeft()).hasValue(1);
  }

  @Test
  void aCardThatLocksItselfIsBlockedUntilItIsTakenOut() throws Exception {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    failure(CardError.PIN_WRONG, () -> login("1111"));
    failure(CardError.PIN_WRONG, () -> insist("2222"));
    failure(CardError.PIN_BLOCKED, () -> insist("3333"));
    assertThat(guard.isBlocked()).isTrue();
    assertThat(guard.triesLeft()).hasValue(0);
    guard.gone();
    card.left = FakeCard.TRIES;
    assertThat(guard.isBlocked()).isFalse();
    failure(CardError.PIN_FINAL_TRY, () -> login(FakeToken.PIN));
    insist(FakeToken.PIN);
    assertThat(failures()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"123,true", "1234,false", "12345678,false", "123456789,true", "'',true"})
  void aPinThatCannotBeRightIsNotSent(String pin, boolean refused) throws Exception {
    Optional<Remark> expected =
        refused ? Optional.of(new Remark.WrongLength(4, 8)) : Optional.empty();
    assertThat(guard.remark(card.pinStatus(), pin(pin))).isEqualTo(expected);
    Throwable _ = catchThrowable(() -> login(pin));
    assertThat(card.submitted.isEmpty()).isEqualTo(refused);
    assertThat(failures()).isEqualTo(refused || pin.equals(FakeToken.PIN) ? 0 : 1);
  }

  /** What the card said, or failed to say, and what stays counted. */
  @ParameterizedTest
  @CsvSource({
    "PIN_WRONG,1",
    "PIN_BLOCKED,3",
    "TOKEN_FAILED,1",
    "TOKEN_ABSENT,1",
    "TIMEOUT,1",
    "LOCKED,1",
    "PIN_CANCELLED,0",
    "NOT_SUPPORTED,0",
    "BAD_REQUEST,0"
  })
  void onlyAPinThatTheCardCannotHaveSeenIsTakenOffTheCount(CardError error, int counted)
      throws Exception {
    card.nextLogin = Optional.of(error);
    failure(error, () -> login("0000"));
    assertThat(failures()).isEqualTo(counted);
  }

  @ParameterizedTest
  @EnumSource(
      value = CardError.class,
      names = {"TOKEN_ABSENT", "TIMEOUT", "TOKEN_FAILED", "LOCKED"})
  void aPinThatWasNeverSentIsNotCountedWhateverKeptIt(CardError error) throws Exception {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    card.keepsNextLoginBack = true;
    card.nextLogin = Optional.of(error);
    failure(error, () -> login("1111"));
    assertThat(failures()).isOne();
    assertThat(guard.remark(card.pinStatus(), pin("1111"))).isEmpty();
  }

  @Test
  void anAgentThatIsKilledDuringALoginHasCountedIt() throws Exception {
    FakeToken seesTheLedger =
        new FakeToken("4711") {
          @Override
          public PinStatus pinStatus() {
            return card.pinStatus();
          }

          @Override
          public void login(char[] pin) {
            assertThat(ledger.file(id())).content().contains("failures=1");
            loggedIn = true;
          }
        };
    new PinGuard(seesTheLedger, ledger, 3).login(pin("1234"), false);
    assertThat(seesTheLedger.loggedIn()).isTrue();
  }

  @Test
  void withoutARecordNoPinIsSent() throws Exception {
    Path _ = Files.writeString(folder.resolve("cards"), "a file where the folder should be");
    CardException refused = failure(CardError.TOKEN_FAILED, () -> login(FakeToken.PIN));
    assertThat(refused).hasMessageContaining(ledger.file(card.id()).toString());
    assertThat(card.submitted).isEmpty();
    Files.delete(folder.resolve("cards"));
    login(FakeToken.PIN);
    assertThat(card.submitted).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "token=4711\nfailures=-1\ntells=false\n",
        "token=4711\nfailures=x\ntells=false\n",
        "token=4711\nfailures=1\n",
        "token=4712\nfailures=1\ntells=false\n",
        "token=4711\nfailures=\\u12",
        "\0\0\0\0"
      })
  void aDamagedRecordLeavesOneTry(String content) throws Exception {
    login(FakeToken.PIN);
    Path _ = Files.writeString(ledger.file(card.id()), content);
    CardException refused = failure(CardError.PIN_FINAL_TRY, () -> login("0000"));
    assertThat(refused)
        .hasMessageContaining("damaged")
        .hasMessageContaining(ledger.file(card.id()).toString());
    assertThat(guard.triesLeft()).hasValue(1);
    insist(FakeToken.PIN);
    failure(CardError.PIN_WRONG, () -> login("0000"));
    assertThat(failures()).isOne();
  }

  @Test
  void theRecordIsTheUsersAloneAndCanBeReadByPeople() throws Exception {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    Path file = ledger.file(card.id());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(file.getFileName().toString()).doesNotContain("4711");
    assertThat(file).content().contains("token=4711").contains("failures=1");
    assertThat(file.getParent().toFile().list()).containsExactly(file.getFileName().toString());
  }

  @Test
  void everyCardHasItsOwnCount() {
    failure(CardError.PIN_WRONG, () -> login("0000"));
    assertThat(new PinGuard(new FakeCard("4712"), ledger, 3).triesLeft()).isEmpty();
  }

  @Test
  void aCardThatRemembersByItselfAndForgetsWasUnlockedElsewhere() throws Exception {
    card.tells = true;
    failure(CardError.PIN_WRONG, () -> login("0000"));
    restart();
    guard.admit(false);
    failure(CardError.PIN_WRONG, () -> login("1111"));
    failure(CardError.PIN_FINAL_TRY, () -> login("2222"));
    // The right PIN, given to the card by another program.
    card.left = FakeCard.TRIES;
    assertThat(guard.triesLeft()).isEmpty();
    failure(CardError.PIN_WRONG, () -> login("2222"));
    assertThat(failures()).isOne();
  }

  @Test
  void flagsThatDieWithTheModuleAreNoReasonToForget() {
    card.tells = true;
    failure(CardError.PIN_WRONG, () -> login("0000"));
    guard.gone();
    card.tells = false;
    restart();
    failure(CardError.PIN_WRONG, () -> login("1111"));
    restart();
    failure(CardError.PIN_FINAL_TRY, () -> login("2222"));
    assertThat(card.left).isOne();
  }

  @Test
  void aPinThatStoppedBeingRightDuringTheSessionCounts() throws Exception {
    login(FakeToken.PIN);
    guard.failedInOperation();
    assertThat(failures()).isOne();
    Files.delete(ledger.file(card.id()));
    Files.delete(folder.resolve("cards"));
    Path _ = Files.writeString(folder.resolve("cards"), "");
    guard.failedInOperation();
    Files.delete(folder.resolve("cards"));
    assertThat(guard.triesLeft()).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource(PinStatus.Entry.class)
  void aFileIsNotCounted(PinStatus.Entry entry) throws Exception {
    FakeToken file = new FakeToken("p12");
    file.pinStatus = new PinStatus(entry, 0, Integer.MAX_VALUE, PinStatus.Tries.UNLIMITED);
    PinGuard open = new PinGuard(file, ledger, 3);
    for (int i = 0; i < 5; i++) {
      assertThatExceptionOfType(CardException.class)
          .isThrownBy(() -> open.login(pin("0000"), false))
          .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.PIN_WRONG));
    }
    open.login(pin("1234"), false);
    assertThat(file.logins).hasValue(6);
    assertThat(ledger.file("p12")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234", "", "密碼七九", "x\ud83d\ude00y"})
  void wrongPinsAreKeptAsTheStandardMakesThem(String text) throws Exception {
    byte[] salt = "salt of the test".getBytes(StandardCharsets.US_ASCII);
    byte[] own = WrongPins.hash(pin(text), salt, 1000);
    var specification =
        new javax.crypto.spec.PBEKeySpec(text.toCharArray(), salt, 1000, own.length * 8);
    assertThat(own)
        .isEqualTo(
            javax.crypto.SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(specification)
                .getEncoded());
  }
}
