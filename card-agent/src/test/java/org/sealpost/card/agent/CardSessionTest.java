package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Told;
import org.sealpost.card.token.PinStatus;

/** The PIN session of a card that locks itself. */
class CardSessionTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Purpose SIGN = Purpose.signMail("ming@example.tw", "mei@example.tw");
  private static final Purpose OPEN = Purpose.openMail("ming@example.tw", "mei@example.tw");
  private static final Purpose UNLOCK = Purpose.unlock("");
  private static final Purpose INSIST = new Purpose(Purpose.Kind.UNLOCK_FINAL_TRY, "", "", "");

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final ScriptedPrompt prompt = new ScriptedPrompt();
  private final PinDesk desk = new PinDesk(List.of(prompt));
  private final FakeCard card = new FakeCard("4711");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private TokenSlot slot;

  @BeforeEach
  void open() {
    slot =
        new TokenSlot(
            card,
            new PinGuard(card, new FailureLedger(folder.resolve("cards")), FakeCard.TRIES),
            desk,
            () -> Duration.ofMinutes(30),
            now::get,
            info -> {});
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    desk.close();
  }

  private byte[] use(Purpose purpose) throws CardException {
    SignatureAlgorithm algorithm =
        new SignatureAlgorithm(SignatureAlgorithm.Scheme.ECDSA, DigestAlgorithm.SHA256);
    return slot.use(purpose, WAIT, t -> t.sign("key", algorithm, new byte[32]));
  }

  private static CardException failure(CardError error, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(CardException.class);
    assertThat(((CardException) thrown).error()).isEqualTo(error);
    return (CardException) thrown;
  }

  private void wrong(String pin) {
    prompt.answer(ScriptedPrompt.pin(pin));
    failure(CardError.PIN_WRONG, () -> slot.unlock(UNLOCK, WAIT));
  }

  @Test
  void aPinThatWasWrongBeforeIsAskedForAgainAtOnceAndNotSent() throws Exception {
    wrong("0000");
    prompt.answer(ScriptedPrompt.pin("0000"));
    prompt.answer(ScriptedPrompt.pin("12"));
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(slot.unlock(UNLOCK, WAIT).state()).isEqualTo(TokenState.UNLOCKED);
    assertThat(card.submitted).containsExactly("0000", "1234");
    assertThat(prompt.questions)
        .extracting(Question::remark)
        .containsExactly(
            Optional.empty(),
            Optional.of(new Remark.Wrong()),
            Optional.of(new Remark.KnownWrong()),
            Optional.of(new Remark.WrongLength(4, 8)));
    assertThat(prompt.given).allSatisfy(pin -> assertThat(pin.characters()).containsOnly('\0'));
  }

  @Test
  void whoNeverGivesAPinThatFitsIsNotAskedForever() {
    for (int i = 0; i < PinDesk.ROUNDS + 1; i++) {
      prompt.answer(ScriptedPrompt.pin("12"));
    }
    CardException e = failure(CardError.PIN_CANCELLED, () -> slot.unlock(UNLOCK, WAIT));
    assertThat(e).hasMessageContaining("not sent");
    assertThat(prompt.questions).hasSize(PinDesk.ROUNDS);
    assertThat(card.submitted).isEmpty();
    failure(CardError.LOCKED, () -> use(OPEN));
  }

  @Test
  void aMailThatArrivesSpendsNoTry() {
    wrong("0000");
    for (int i = 0; i < 20; i++) {
      failure(CardError.LOCKED, () -> use(OPEN));
    }
    assertThat(card.submitted).hasSize(1);
    assertThat(card.left).isEqualTo(2);
  }

  @Test
  void aMailThatArrivesIsOpenedOnceTheUserHasGivenThePin() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(use(OPEN)).hasSize(32);
    assertThat(use(OPEN)).hasSize(32);
    assertThat(card.submitted).hasSize(1);
  }

  @Test
  void beforeTheLastTryNobodyIsAskedWhoDoesNotInsist() throws Exception {
    wrong("0000");
    wrong("1111");
    now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
    for (Purpose purpose : List.of(OPEN, SIGN, UNLOCK)) {
      CardException e = failure(CardError.PIN_FINAL_TRY, () -> use(purpose));
      assertThat(e).hasMessageContaining("--final-try");
    }
    assertThat(prompt.questions).hasSize(2);
    assertThat(slot.info().triesLeft()).hasValue(1);
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(slot.unlock(INSIST, WAIT).state()).isEqualTo(TokenState.UNLOCKED);
    assertThat(prompt.questions.getLast().finalTry()).isTrue();
    assertThat(slot.info().triesLeft()).isEmpty();
  }

  @Test
  void thePromptSaysHowManyTriesAreLeft() throws Exception {
    wrong("0000");
    prompt.answer(ScriptedPrompt.pin("1234"));
    Object _ = slot.unlock(UNLOCK, WAIT);
    assertThat(prompt.questions.getFirst().triesLeft()).isEmpty();
    assertThat(prompt.questions.getLast().triesLeft()).hasValue(2);
    assertThat(prompt.questions).noneMatch(Question::finalTry);
  }

  @Test
  void aTryLostToAnotherProgramWhileThePromptStandsStopsTheLogin() throws Exception {
    card.tells = true;
    prompt.watch();
    Future<CardException> request =
        threads.submit(() -> failure(CardError.PIN_FINAL_TRY, () -> use(SIGN)));
    Question _ = prompt.awaitQuestion();
    card.left = 1;
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(request.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(card.submitted).isEmpty();
  }

  @Test
  void aCardTakenOutWhileThePromptStandsCostsNoTry() throws Exception {
    prompt.watch();
    Future<CardException> request =
        threads.submit(() -> failure(CardError.TOKEN_ABSENT, () -> use(SIGN)));
    Question _ = prompt.awaitQuestion();
    card.present = false;
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(request.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(card.submitted).isEmpty();
    card.present = true;
    assertThat(slot.info().triesLeft()).isEmpty();
  }

  @Test
  void aLockedCardSaysWhereToGo() throws Exception {
    card.tells = true;
    card.left = 0;
    CardException e = failure(CardError.PIN_BLOCKED, () -> slot.unlock(INSIST, WAIT));
    assertThat(e)
        .hasMessageContaining("moica.nat.gov.tw")
        .hasMessageContaining("household registration office");
    assertThat(slot.info().state()).isEqualTo(TokenState.BLOCKED);
    assertThat(slot.info().triesLeft()).hasValue(0);
    assertThat(prompt.questions).isEmpty();
  }

  @Test
  void aCardThatLocksItselfWithoutFlagsIsBlockedAfterItsAnswer() throws Exception {
    card.left = 0;
    prompt.answer(ScriptedPrompt.pin("1234"));
    failure(CardError.PIN_BLOCKED, () -> use(SIGN));
    failure(CardError.PIN_BLOCKED, () -> use(SIGN));
    assertThat(prompt.questions).hasSize(1);
    assertThat(slot.info().state()).isEqualTo(TokenState.BLOCKED);
  }

  @Test
  void aPinChangedElsewhereEndsTheSessionAndIsCounted() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    Object _ = use(SIGN);
    card.nextSignature = Optional.of(CardError.PIN_WRONG);
    failure(CardError.PIN_WRONG, () -> use(SIGN));
    assertThat(slot.info().state()).isEqualTo(TokenState.LOCKED);
    assertThat(slot.info().triesLeft()).hasValue(2);
    failure(CardError.LOCKED, () -> use(OPEN));
  }

  @Test
  void aCardThatFailsOnceKeepsItsSession() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    Object _ = use(SIGN);
    card.nextSignature = Optional.of(CardError.TOKEN_FAILED);
    failure(CardError.TOKEN_FAILED, () -> use(SIGN));
    assertThat(slot.info().state()).isEqualTo(TokenState.UNLOCKED);
    assertThat(slot.info().triesLeft()).isEmpty();
  }

  @Test
  void lockDoesNotWaitForAnOperationAndEndsTheSessionAfterIt() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    Object _ = slot.unlock(UNLOCK, WAIT);
    String during =
        slot.use(
            SIGN,
            WAIT,
            token -> {
              Thread other = Thread.ofVirtual().start(slot::lock);
              try {
                other.join();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return token.loggedIn() ? "finished" : "cut off";
            });
    assertThat(during).isEqualTo("finished");
    assertThat(card.loggedIn).isFalse();
    assertThat(slot.info().state()).isEqualTo(TokenState.LOCKED);
  }

  @Test
  void thePinIsTypedOnThePadWhileANoticeStands() throws Exception {
    card.entry = PinStatus.Entry.PAD;
    Future<byte[]> request = threads.submit(() -> use(SIGN));
    card.padWaits.get(30, TimeUnit.SECONDS);
    assertThat(prompt.up).hasValue(1);
    assertThat(slot.info().state()).as("how it was before").isEqualTo(TokenState.LOCKED);
    card.type("1234");
    assertThat(request.get(30, TimeUnit.SECONDS)).hasSize(32);
    assertThat(prompt.questions).hasSize(1);
    while (prompt.up.get() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void wrongPinsOnThePadAreCountedToo() throws Exception {
    card.entry = PinStatus.Entry.PAD;
    for (String pin : List.of("0000", "0000")) {
      Future<CardException> request =
          threads.submit(() -> failure(CardError.PIN_WRONG, () -> slot.unlock(UNLOCK, WAIT)));
      card.type(pin);
      assertThat(request.get(30, TimeUnit.SECONDS)).isNotNull();
    }
    failure(CardError.PIN_FINAL_TRY, () -> slot.unlock(UNLOCK, WAIT));
    assertThat(card.left).isOne();
  }

  @Test
  void aNoticeThatIsClosedOpensNoSessionWhateverIsTypedOnThePad() throws Exception {
    card.entry = PinStatus.Entry.PAD;
    Future<CardException> request =
        threads.submit(() -> failure(CardError.PIN_CANCELLED, () -> use(SIGN)));
    card.padWaits.get(30, TimeUnit.SECONDS);
    prompt.answer(new Answer.Cancelled());
    assertThat(request.get(30, TimeUnit.SECONDS)).isNotNull();
    failure(CardError.PIN_CANCELLED, () -> use(SIGN));
    card.type("1234");
    while (card.logins.get() == 0 || card.loggedIn) {
      Thread.onSpinWait();
    }
    assertThat(slot.info().state()).isEqualTo(TokenState.LOCKED);
  }

  @Test
  void lockDuringALoginOnThePadOpensNoSession() throws Exception {
    card.entry = PinStatus.Entry.PAD;
    Future<CardException> request =
        threads.submit(() -> failure(CardError.LOCKED, () -> use(SIGN)));
    card.padWaits.get(30, TimeUnit.SECONDS);
    slot.lock();
    assertThat(request.get(30, TimeUnit.SECONDS)).isNotNull();
    card.type("1234");
    while (card.logins.get() == 0 || card.loggedIn) {
      Thread.onSpinWait();
    }
    assertThat(slot.info().state()).isEqualTo(TokenState.LOCKED);
  }

  @Test
  void withoutAWayToSayItThePadIsLeftAlone() {
    card.entry = PinStatus.Entry.PAD;
    prompt.answer(new Answer.Unavailable(Told.verbatim("There is no screen.")));
    CardException e = failure(CardError.NO_PROMPT, () -> use(SIGN));
    assertThat(e).hasMessageContaining("There is no screen.");
    assertThat(card.padWaits).isNotDone();
  }
}
