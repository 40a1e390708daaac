package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.token.Token;
import org.sealpost.card.token.TokenSource;

/** What forgetting a card changes, and what it must not. */
class ForgottenCardTest {
  private static final Duration WAIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final FakeCard card = new FakeCard("1111");
  private final FakeCard other = new FakeCard("2222");
  private final FakeCard file = new FakeCard("file");
  private final ScriptedPrompt prompt = new ScriptedPrompt();
  private final PinDesk desk = new PinDesk(List.of(prompt));
  private final List<TokenInfo> events = Collections.synchronizedList(new ArrayList<>());
  private TokenSlots slots;

  /** Cards that come and go. */
  private record Readers(List<FakeToken> cards, Set<String> forgotten) implements TokenSource {
    @Override
    public void start(Runnable changed) {
      // The test itself lets the agent look.
    }

    @Override
    public List<Token> tokens() {
      cards.stream().filter(FakeToken::present).forEach(card -> forgotten.remove(card.id()));
      return cards.stream()
          .filter(card -> card.present() || !forgotten.contains(card.id()))
          .map(Token.class::cast)
          .toList();
    }

    @Override
    public boolean forget(String id) {
      cards.stream()
          .filter(card -> card.id().equals(id))
          .forEach(card -> card.certificates = Optional.empty());
      return forgotten.add(id);
    }

    @Override
    public List<ModuleReport> modules() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() throws CardException {
    slots =
        slots(new Readers(List.of(card, other), new HashSet<>()), new FixedTokens(List.of(file)));
    assertThat(slots.all()).hasSize(3);
  }

  private TokenSlots slots(TokenSource... sources) {
    TokenSlots made =
        new TokenSlots(
            List.of(sources),
            Duration.ofMinutes(30),
            (token, idle, changed) ->
                new TokenSlot(
                    token,
                    new PinGuard(token, new FailureLedger(folder.resolve("cards")), FakeCard.TRIES),
                    desk,
                    idle,
                    InstantSource.system(),
                    changed));
    made.onChange(events::add);
    return made;
  }

  @AfterEach
  void close() {
    slots.close();
    desk.close();
  }

  private static CardException failure(CardError error, ThrowingCallable call) {
    CardException[] caught = new CardException[1];
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(call)
        .satisfies(e -> caught[0] = e)
        .satisfies(e -> assertThat(e.error()).isEqualTo(error));
    return caught[0];
  }

  private void unlock(String pin) throws CardException {
    prompt.answer(ScriptedPrompt.pin(pin));
    TokenInfo _ = slots.slot(card.id()).unlock(Purpose.unlock(""), WAIT);
  }

  private List<String> listed() throws CardException {
    return slots.all().stream().map(TokenInfo::id).toList();
  }

  @Test
  void aForgottenCardIsNoLongerListedAndTheListenersHearOfIt() throws Exception {
    card.present = false;
    slots.look();
    slots.forget("1111");
    assertThat(listed()).containsExactly("2222", "file");
    assertThat(events.getLast().id()).isEqualTo("1111");
    assertThat(events.getLast().state()).isEqualTo(TokenState.ABSENT);
    assertThat(events.getLast().certificatesKnown()).isFalse();
    failure(CardError.TOKEN_ABSENT, () -> slots.slot("1111"));
  }

  @Test
  void aForgottenCardThatIsPutInAgainServesAsBefore() throws Exception {
    card.present = false;
    slots.forget("1111");
    card.present = true;
    assertThat(listed()).containsExactly("1111", "2222", "file");
    unlock(FakeToken.PIN);
    assertThat(card.loggedIn()).isTrue();
  }

  @Test
  void aCardThatIsInAReaderIsNotForgotten() throws Exception {
    assertThat(failure(CardError.BAD_REQUEST, () -> slots.forget("1111")))
        .hasMessageContaining("card 1111")
        .hasMessageContaining("Take it out");
    card.present = false;
    assertThat(listed()).contains("1111");
  }

  @Test
  void aCardThatAnotherModuleStillSeesIsNotForgotten() throws Exception {
    FakeCard seenElsewhere = new FakeCard("1111");
    card.present = false;
    TokenSlots both =
        slots(
            new Readers(List.of(card), new HashSet<>()),
            new Readers(List.of(seenElsewhere), new HashSet<>()));
    failure(CardError.BAD_REQUEST, () -> both.forget("1111"));
    seenElsewhere.present = false;
    both.forget("1111");
    assertThat(both.all()).isEmpty();
  }

  @Test
  void aCardFileIsNotForgottenSinceItIsConfigured() throws Exception {
    file.present = false;
    assertThat(failure(CardError.BAD_REQUEST, () -> slots.forget("file")))
        .hasMessageContaining("sealpost.card-agent.pkcs12");
    assertThat(listed()).contains("file");
  }

  @Test
  void aCardThatWasNeverSeenOrIsForgottenAlreadyIsToldSo() throws Exception {
    assertThat(failure(CardError.TOKEN_ABSENT, () -> slots.forget("3333")))
        .hasMessageContaining("3333")
        .hasMessageContaining("nothing was forgotten");
    card.present = false;
    slots.forget("1111");
    failure(CardError.TOKEN_ABSENT, () -> slots.forget("1111"));
  }

  @Test
  void forgettingGivesNoTriesBackAndSendsNoWrongPinAgain() throws Exception {
    failure(CardError.PIN_WRONG, () -> unlock("0000"));
    card.present = false;
    slots.forget("1111");
    card.present = true;
    assertThat(slots.slot("1111").info().triesLeft()).hasValue(2);
    prompt.answer(ScriptedPrompt.pin("0000"));
    prompt.answer(new Answer.Cancelled());
    failure(CardError.PIN_CANCELLED, () -> slots.slot(card.id()).unlock(Purpose.unlock(""), WAIT));
    assertThat(card.submitted).containsExactly("0000");
    failure(CardError.PIN_WRONG, () -> unlock("1111"));
    card.present = false;
    slots.forget("1111");
    card.present = true;
    failure(CardError.PIN_FINAL_TRY, () -> unlock("2222"));
    assertThat(card.left).isOne();
  }

  @Test
  void forgettingGivesNoTriesBackToTheNextAgentEither() throws Exception {
    failure(CardError.PIN_WRONG, () -> unlock("0000"));
    failure(CardError.PIN_WRONG, () -> unlock("1111"));
    card.present = false;
    slots.forget("1111");
    card.present = true;
    slots = slots(new Readers(List.of(card), new HashSet<>()));
    failure(CardError.PIN_FINAL_TRY, () -> unlock("2222"));
    assertThat(card.left).isOne();
  }
}
