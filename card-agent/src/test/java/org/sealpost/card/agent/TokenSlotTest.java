package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Told;

/** The PIN session. */
class TokenSlotTest extends SlotFixture {
  @Test
  void oneSessionServesAllOperations() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    assertThat(sign(SIGN, WAIT)).isEqualTo(DIGEST);
    assertThat(sign(OPEN, WAIT)).isEqualTo(DIGEST);
    assertThat(slot.unlock(UNLOCK, WAIT).state()).isEqualTo(TokenState.UNLOCKED);
    assertThat(prompt.questions).hasSize(1);
    assertThat(token.logins).hasValue(1);
  }

  @Test
  void thePinIsWipedAfterUseWhateverItsFate() throws Exception {
    prompt.answer(ScriptedPrompt.pin("9999"));
    failure(CardError.PIN_WRONG, () -> sign(SIGN, WAIT));
    prompt.answer(ScriptedPrompt.pin("1234"));
    slot.unlock(UNLOCK, WAIT);
    assertThat(prompt.given).hasSize(2);
    assertThat(prompt.given).allSatisfy(pin -> assertThat(pin.characters()).containsOnly('\0'));
  }

  @Test
  void aTokenThatHasFailedIsShownSoAndAsksForNoPin() throws Exception {
    token.problem = Optional.of(new Told("It is broken. Mend it.", "故障。"));
    TokenInfo info = slot.info();
    assertThat(info.state()).isEqualTo(TokenState.FAILED);
    assertThat(info.problem()).isEqualTo("It is broken. Mend it.");
    assertThat(info.problem(Locale.TRADITIONAL_CHINESE)).isEqualTo("故障。");
    failure(CardError.TOKEN_FAILED, () -> slot.unlock(UNLOCK, WAIT));
    assertThat(prompt.questions).isEmpty();
    token.problem = Optional.empty();
    assertThat(slot.info().state()).isEqualTo(TokenState.LOCKED);
    assertThat(slot.info().problem()).isEmpty();
  }

  @Test
  void theSessionEndsAfterTheIdleTimeWithoutUse() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    sign(SIGN, WAIT);
    passes(Duration.ofMinutes(29));
    sign(SIGN, WAIT);
    passes(Duration.ofMinutes(29));
    assertThat(slot.info().state()).isEqualTo(TokenState.UNLOCKED);
    passes(Duration.ofMinutes(1));
    slot.look();
    assertThat(token.loggedIn).isFalse();
    failure(CardError.PIN_PENDING, () -> sign(SIGN, Duration.ZERO));
  }

  @Test
  void aClockSetBackDoesNotEndTheSessionNorMakeItLonger() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    sign(SIGN, WAIT);
    passes(Duration.ofDays(-1));
    assertThat(slot.info().state()).isEqualTo(TokenState.UNLOCKED);
    passes(IDLE);
    assertThat(slot.info().state()).isEqualTo(TokenState.LOCKED);
  }

  @Test
  void lockEndsTheSession() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    sign(SIGN, WAIT);
    slot.lock();
    assertThat(slot.info().state()).isEqualTo(TokenState.LOCKED);
    failure(CardError.PIN_PENDING, () -> sign(SIGN, Duration.ZERO));
  }

  @Test
  void aTokenThatIsTakenOutTakesItsSessionWithIt() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    sign(SIGN, WAIT);
    token.present = false;
    failure(CardError.TOKEN_ABSENT, () -> sign(SIGN, WAIT));
    token.present = true;
    failure(CardError.PIN_PENDING, () -> sign(SIGN, Duration.ZERO));
    assertThat(events).containsExactly(TokenState.UNLOCKED, TokenState.ABSENT, TokenState.LOCKED);
  }

  @Test
  void operationsFollowOneAnother() throws Exception {
    prompt.answer(ScriptedPrompt.pin("1234"));
    slot.unlock(UNLOCK, WAIT);
    List<Future<byte[]>> requests = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      requests.add(threads.submit(() -> sign(SIGN, WAIT)));
    }
    for (Future<byte[]> request : requests) {
      assertThat(request.get(30, TimeUnit.SECONDS)).isEqualTo(DIGEST);
    }
  }
}
