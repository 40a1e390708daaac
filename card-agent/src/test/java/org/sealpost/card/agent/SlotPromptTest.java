package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Told;
import org.sealpost.card.token.PinStatus;

/** When a token's PIN is asked for, who shares the prompt, and what follows a refusal. */
class SlotPromptTest extends SlotFixture {
  @Test
  void thePromptIsToldWhatThePinIsFor() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    sign(SIGN, WAIT);
    assertThat(prompt.questions.getFirst().purpose()).isEqualTo(SIGN);
    assertThat(prompt.questions.getFirst().card().label()).isEqualTo("card one");
    assertThat(prompt.questions.getFirst().remark()).isEmpty();
  }

  @Test
  void simultaneousRequestsShareOnePromptAndItsOutcome() throws Exception {
    prompt.watch();
    List<Future<byte[]>> requests = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Purpose purpose = i % 2 == 0 ? SIGN : OPEN;
      requests.add(threads.submit(() -> sign(purpose, WAIT)));
    }
    prompt.awaitQuestion();
    prompt.answer(ScriptedPrompt.pin("1234"));
    for (Future<byte[]> request : requests) {
      assertThat(request.get(30, TimeUnit.SECONDS)).isEqualTo(DIGEST);
    }
    assertThat(prompt.questions).hasSize(1);
    assertThat(token.logins).hasValue(1);
  }

  @Test
  void allWhoShareAPromptHearThatThePinWasWrong() throws Exception {
    prompt.watch();
    Future<CardException> first =
        threads.submit(() -> failure(CardError.PIN_WRONG, () -> sign(SIGN, WAIT)));
    prompt.awaitQuestion();
    CompletableFuture<CardException> second = new CompletableFuture<>();
    Thread joining =
        Thread.ofPlatform()
            .start(() -> second.complete(failure(CardError.PIN_WRONG, () -> sign(OPEN, WAIT))));
    while (joining.getState() != Thread.State.TIMED_WAITING) {
      assertThat(joining.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    prompt.answer(ScriptedPrompt.pin("0000"));
    assertThat(first.get(30, TimeUnit.SECONDS)).hasMessageContaining("wrong");
    assertThat(second.get(30, TimeUnit.SECONDS)).hasMessageContaining("wrong");
    assertThat(token.logins).hasValue(1);
  }

  @Test
  void aRequestDoesNotOutwaitItsClientAndTheLateAnswerServesTheNext() throws Exception {
    prompt.watch();
    CardException pending = failure(CardError.PIN_PENDING, () -> sign(SIGN, Duration.ZERO));
    assertThat(pending).hasMessageContaining("card one");
    prompt.awaitQuestion();
    failure(CardError.PIN_PENDING, () -> sign(OPEN, Duration.ofMillis(1)));
    Future<byte[]> next = threads.submit(() -> sign(SIGN, WAIT));
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(DIGEST);
    assertThat(sign(SIGN, Duration.ZERO)).isEqualTo(DIGEST);
    assertThat(prompt.questions).hasSize(1);
  }

  @Test
  void aWrongPinIsNeverSubmittedTwice() throws Exception {
    prompt.answer(ScriptedPrompt.pin("0000"));
    failure(CardError.PIN_WRONG, () -> sign(SIGN, WAIT));
    for (int i = 0; i < 10; i++) {
      CardException refused = failure(CardError.LOCKED, () -> sign(OPEN, WAIT));
      assertThat(refused).hasMessageContaining("wrong").hasMessageContaining("sealpost unlock");
    }
    assertThat(token.logins).hasValue(1);
    assertThat(prompt.questions).hasSize(1);
  }

  @Test
  void anActOfTheUserBringsTheNextPromptWhichSaysThatTheLastPinWasWrong() throws Exception {
    prompt.answer(ScriptedPrompt.pin("0000"));
    failure(CardError.PIN_WRONG, () -> sign(SIGN, WAIT));
    prompt.answer(ScriptedPrompt.pin("1111"));
    failure(CardError.PIN_WRONG, () -> slot.unlock(UNLOCK, WAIT));
    prompt.answer(ScriptedPrompt.pin("1234"));
    slot.unlock(UNLOCK, WAIT);
    assertThat(prompt.questions)
        .extracting(question -> question.remark().isPresent())
        .containsExactly(false, true, true);
    slot.lock();
    prompt.answer(ScriptedPrompt.pin("1234"));
    sign(OPEN, WAIT);
    assertThat(prompt.questions.getLast().remark()).isEmpty();
  }

  @Test
  void aCancelledPromptIsNotPutUpAgainByPollingForFiveMinutes() throws Exception {
    prompt.answer(new Answer.Cancelled());
    failure(CardError.PIN_CANCELLED, () -> sign(OPEN, WAIT));
    passes(Duration.ofMinutes(4));
    CardException refused = failure(CardError.LOCKED, () -> sign(OPEN, WAIT));
    assertThat(refused).hasMessageContaining("cancelled");
    assertThat(prompt.questions).hasSize(1);
    passes(Duration.ofMinutes(2));
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(sign(OPEN, WAIT)).isEqualTo(DIGEST);
  }

  static Stream<Answer> refusals() {
    return Stream.of(new Answer.Cancelled(), new Answer.TimedOut(), ScriptedPrompt.pin("0000"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aClientThatSendsAgainByItselfBringsNoPrompt(Answer refusal) throws Exception {
    prompt.answer(refusal);
    assertThatExceptionOfType(CardException.class).isThrownBy(() -> sign(SIGN, WAIT));
    for (int minute = 0; minute < 5; minute++) {
      assertThat(failure(CardError.LOCKED, () -> sign(SIGN, WAIT)))
          .hasMessageContaining("\"sealpost unlock\"");
      passes(Duration.ofSeconds(59));
    }
    assertThat(prompt.questions).hasSize(1);
  }

  @Test
  void afterAWrongPinNoMailAsksAgainHoweverMuchTimePasses() throws Exception {
    prompt.answer(ScriptedPrompt.pin("0000"));
    failure(CardError.PIN_WRONG, () -> sign(SIGN, WAIT));
    passes(Duration.ofDays(1));
    failure(CardError.LOCKED, () -> sign(SIGN, WAIT));
    failure(CardError.LOCKED, () -> sign(OPEN, WAIT));
    assertThat(prompt.questions).hasSize(1);
  }

  @Test
  void aCardThatIsPutInAgainIsAskedForAgain() throws Exception {
    prompt.answer(ScriptedPrompt.pin("0000"));
    failure(CardError.PIN_WRONG, () -> sign(SIGN, WAIT));
    token.present = false;
    assertThat(slot.info().state()).isEqualTo(TokenState.ABSENT);
    token.present = true;
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(sign(SIGN, WAIT)).isEqualTo(DIGEST);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void unlockAsksAtOnceAfterARefusalAndFreesTheMailsThatWait(Answer refusal) throws Exception {
    prompt.answer(refusal);
    assertThatExceptionOfType(CardException.class).isThrownBy(() -> sign(SIGN, WAIT));
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(slot.unlock(UNLOCK, WAIT).state()).isEqualTo(TokenState.UNLOCKED);
    assertThat(sign(SIGN, WAIT)).isEqualTo(DIGEST);
    assertThat(sign(OPEN, WAIT)).isEqualTo(DIGEST);
    assertThat(prompt.questions).hasSize(2);
  }

  @Test
  void aClockSetBackDoesNotKeepThePromptAwayForLonger() throws Exception {
    prompt.answer(new Answer.Cancelled());
    failure(CardError.PIN_CANCELLED, () -> sign(SIGN, WAIT));
    passes(Duration.ofDays(-1));
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(sign(SIGN, WAIT)).isEqualTo(DIGEST);
  }

  @Test
  void anUnansweredPromptCountsAsCancelled() {
    prompt.answer(new Answer.TimedOut());
    failure(CardError.PIN_CANCELLED, () -> sign(OPEN, WAIT));
    failure(CardError.LOCKED, () -> sign(OPEN, WAIT));
  }

  @Test
  void whereThereIsNoWayToAskItSaysSoAndWhatToDo() {
    prompt.answer(new Answer.Unavailable(Told.verbatim("There is no screen.")));
    CardException e = failure(CardError.NO_PROMPT, () -> sign(OPEN, WAIT));
    assertThat(e).hasMessageContaining("There is no screen.").hasMessageContaining("unlock");
    prompt.answer(new Answer.Unavailable(Told.verbatim("There is no screen.")));
    failure(CardError.NO_PROMPT, () -> sign(OPEN, WAIT));
  }

  @Test
  void nobodyIsAskedForThePinOfABlockedToken() {
    token.pinStatus = new PinStatus(PinStatus.Entry.PROMPT, 6, 8, PinStatus.Tries.LOCKED);
    failure(CardError.PIN_BLOCKED, () -> sign(SIGN, WAIT));
    failure(CardError.PIN_BLOCKED, () -> slot.unlock(UNLOCK, WAIT));
    assertThat(prompt.questions).isEmpty();
  }

  @Test
  void aPromptOnTheUsersTerminalEndsWhenTheCommandStopsWaiting() throws Exception {
    prompt.answer(new Answer.Cancelled());
    Purpose atTerminal = Purpose.unlock("/dev/pts/3");
    failure(CardError.PIN_CANCELLED, () -> slot.unlock(atTerminal, Duration.ofSeconds(7)));
    assertThat(prompt.questions.getLast().patience())
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofSeconds(7));
    prompt.answer(new Answer.Cancelled());
    failure(CardError.PIN_CANCELLED, () -> slot.unlock(UNLOCK, Duration.ofSeconds(7)));
    assertThat(prompt.questions.getLast().patience()).isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void onePromptIsUpAtATimeOverAllTokens() throws Exception {
    List<CompletableFuture<TokenInfo>> unlocks = new ArrayList<>();
    for (String id : List.of("a", "b", "c", "d")) {
      TokenSlot other = slot(new FakeToken(id));
      unlocks.add(CompletableFuture.supplyAsync(() -> unlocked(other), threads));
    }
    for (int i = 0; i < unlocks.size(); i++) {
      prompt.answer(ScriptedPrompt.pin("1234"));
    }
    for (CompletableFuture<TokenInfo> unlock : unlocks) {
      assertThat(unlock.get(30, TimeUnit.SECONDS).state()).isEqualTo(TokenState.UNLOCKED);
    }
    assertThat(prompt.mostUp).hasValue(1);
    assertThat(prompt.questions).hasSize(4);
  }

  private static TokenInfo unlocked(TokenSlot slot) {
    try {
      return slot.unlock(UNLOCK, WAIT);
    } catch (CardException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theNextWayIsTriedWhereOneIsNotOpen() throws Exception {
    ScriptedPrompt closed = new ScriptedPrompt();
    ScriptedPrompt open = new ScriptedPrompt();
    closed.answer(new Answer.Unavailable(Told.verbatim("closed")));
    open.answer(ScriptedPrompt.pin("1234"));
    try (PinDesk both = new PinDesk(List.of(closed, open))) {
      TokenSlot other = slot(token, both);
      assertThat(unlocked(other).state()).isEqualTo(TokenState.UNLOCKED);
    }
  }

  @Test
  void stoppingTakesThePromptAway() throws Exception {
    prompt.watch();
    Future<CardException> request =
        threads.submit(() -> failure(CardError.PIN_CANCELLED, () -> sign(SIGN, WAIT)));
    prompt.awaitQuestion();
    desk.close();
    assertThat(request.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(token.logins).hasValue(0);
  }
}
