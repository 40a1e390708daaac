package org.sealpost.card.agent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Card;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.Told;
import org.sealpost.card.api.Words;
import org.sealpost.card.token.PinStatus;
import org.sealpost.card.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one token is unlocked: through a prompt that all who wait share, each PIN past the {@link
 * PinGuard} and once. After a wrong or cancelled one a mail that is fetched brings no prompt for a
 * while. Called with the turn held where nothing else is said.
 */
final class Unlocking {
  /** A login, done with the turn held. */
  private interface Login {
    void run() throws CardException;
  }

  /** A login that blocks on the reader's pad, and how the token was when it began. */
  private record PadLogin(UnlockAttempt attempt, TokenInfo before) {}

  /** A prompt nobody has answered goes away after this time. */
  static final Duration PROMPT_STANDS = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(Unlocking.class);

  private final Token token;
  private final PinGuard guard;
  private final PinDesk desk;
  private final InstantSource clock;
  private final Turn turn;
  private final Runnable loggedIn;
  private final Words words = Words.beside(Unlocking.class);
  private volatile Optional<UnlockAttempt> standing = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();

  /** While the PIN is typed on a reader's pad, which takes the turn as long as the user takes. */
  private volatile Optional<PadLogin> atPad = Optional.empty();

  /**
   * @param loggedIn is called when a session has been opened, before others see it
   */
  Unlocking(
      Token token,
      PinGuard guard,
      PinDesk desk,
      InstantSource clock,
      Turn turn,
      Runnable loggedIn) {
    this.token = token;
    this.guard = guard;
    this.desk = desk;
    this.clock = clock;
    this.turn = turn;
    this.loggedIn = loggedIn;
  }

  /** The login that blocks on the reader's pad now, and with it the turn. Needs no turn. */
  Optional<UnlockAttempt> atPad() {
    return atPad.map(PadLogin::attempt);
  }

  /** How the token was before a login on the pad that blocks now. Needs no turn. */
  Optional<TokenInfo> whileAtPad() {
    return atPad.map(PadLogin::before);
  }

  /** Has a login that blocks on the pad open no session. Needs no turn. */
  void stopAtPad() {
    atPad.ifPresent(pad -> pad.attempt().fail(failure(CardError.LOCKED, "slot.closed-meanwhile")));
  }

  /**
   * The prompt that stands, or a new one.
   *
   * @param wait how long the caller will wait for it
   * @param now how the token is
   * @throws CardException if the user is not to be asked now, or in vain
   */
  UnlockAttempt begin(Purpose purpose, Duration wait, TokenInfo now) throws CardException {
    token.checkBeforeLogin();
    if (standing.isPresent()) {
      return standing.get();
    }
    guard.admit(purpose.kind() == Purpose.Kind.UNLOCK_FINAL_TRY);
    if (guard.isBlocked()) {
      throw failure(CardError.PIN_BLOCKED, "slot.blocked");
    }
    if (refusal.isPresent() && refusal.get().holdsBack(purpose, clock.instant())) {
      throw new CardException(
          CardError.LOCKED,
          refusal
              .get()
              .words()
              .then(
                  words.told(
                      refusal.get().isWrongPin()
                          ? "slot.no-prompt-after-wrong"
                          : "slot.no-prompt-after-closed")));
    }
    // A prompt on the user's own terminal must not outlive the command that waits for it there:
    // the shell would get half of what is typed.
    boolean endsWithWait = PinPrompt.terminal(purpose).isPresent();
    Optional<Remark> remark =
        refusal.filter(r -> r.error() == CardError.PIN_WRONG).map(r -> new Remark.Wrong());
    Question question =
        new Question(
            new Card(token.label(), Holder.of(now.certificates()), token.reader()),
            purpose,
            remark,
            guard.triesLeft(),
            guard.isFinalTry(),
            endsWithWait ? wait : PROMPT_STANDS);
    UnlockAttempt attempt = new UnlockAttempt(token.label(), endsWithWait);
    standing = Optional.of(attempt);
    ask(question, attempt, now);
    return attempt;
  }

  /** The token was taken out: nobody is asked for its PIN, and putting it in is the user's act. */
  void gone() {
    refusal = Optional.empty();
    withdraw(CardError.TOKEN_ABSENT, "slot.taken-out");
  }

  /** No prompt that stands opens a session any more. Needs no turn. */
  void stop() {
    stopAtPad();
    withdraw(CardError.LOCKED, "slot.closed-meanwhile");
  }

  private void withdraw(CardError error, String key) {
    Optional<UnlockAttempt> attempt = standing;
    attempt.ifPresent(
        open -> {
          open.fail(failure(error, key));
          desk.withdrawStale();
        });
  }

  /** Notes why there is no session. */
  CardException refused(CardError error, String key) {
    Told since = words.told(key + ".since", token.label());
    refusal = Optional.of(new Refusal(error, since, clock.instant()));
    return failure(error, key);
  }

  private void ask(Question question, UnlockAttempt attempt, TokenInfo now) {
    LOG.info("asking for the PIN of {}", token.label());
    PinStatus status = token.pinStatus();
    CompletableFuture<Void> asked =
        switch (status.entry()) {
          case PROMPT ->
              desk.ask(
                  question,
                  attempt::isOver,
                  pin -> guard.remark(status, pin),
                  answer -> answered(question, answer, attempt));
          case PAD ->
              desk.askOnPad(
                  question,
                  attempt::isOver,
                  () -> typeOnPad(question, attempt, now),
                  answer -> noticeEnded(answer, attempt));
        };
    CompletableFuture<Void> _ =
        asked.exceptionally(
            failure -> {
              LOG.error("the prompt for {} failed", token.label(), failure);
              noticeEnded(new Answer.Cancelled(), attempt);
              return null;
            });
  }

  private void answered(Question question, Answer answer, UnlockAttempt attempt) {
    if (attempt.isOver()) {
      if (answer instanceof Answer.Given(Pin pin)) {
        pin.close();
      }
      forget(attempt);
      return;
    }
    conclude(
        attempt,
        () -> {
          switch (answer) {
            case Answer.Given(Pin pin) -> {
              try (pin) {
                submit(() -> guard.login(pin, question.finalTry()));
              }
            }
            case Answer.Cancelled _, Answer.TimedOut _ ->
                throw refused(CardError.PIN_CANCELLED, unanswered(answer));
            case Answer.Unavailable(Told reason) -> throw noPrompt(reason);
          }
        });
  }

  private void typeOnPad(Question question, UnlockAttempt attempt, TokenInfo before) {
    turn.await();
    try {
      if (!attempt.isOver()) {
        atPad = Optional.of(new PadLogin(attempt, before));
        conclude(
            attempt,
            () -> {
              try {
                submit(() -> guard.loginOnPad(question.finalTry()));
              } finally {
                // Before the outcome is told: who comes after it must not be given it too.
                atPad = Optional.empty();
              }
            });
      }
    } finally {
      atPad = Optional.empty();
      turn.end();
    }
  }

  /** The notice on the screen is gone; the login on the pad may still go on. */
  private void noticeEnded(Answer answer, UnlockAttempt attempt) {
    if (attempt.isOver()) {
      return;
    }
    switch (answer) {
      case Answer.Unavailable(Told reason) -> attempt.fail(noPrompt(reason));
      case Answer.Given _, Answer.Cancelled _, Answer.TimedOut _ -> {
        attempt.fail(failure(CardError.PIN_CANCELLED, unanswered(answer)));
        turn.await();
        try {
          CardException _ = refused(CardError.PIN_CANCELLED, unanswered(answer));
        } finally {
          turn.end();
        }
      }
    }
    forget(attempt);
  }

  private static String unanswered(Answer answer) {
    return answer instanceof Answer.TimedOut ? "slot.unanswered" : "slot.cancelled";
  }

  private CardException noPrompt(Told reason) {
    return new CardException(
        CardError.NO_PROMPT, words.told("slot.no-prompt", token.label(), reason));
  }

  private void conclude(UnlockAttempt attempt, Login login) {
    turn.await();
    try {
      forget(attempt);
      login.run();
      if (!attempt.succeed()) {
        LOG.info("{} was unlocked after its prompt had been cancelled", token.label());
        token.logout();
      }
    } catch (CardException e) {
      LOG.info("no session for {}: {}", token.label(), e.error());
      attempt.fail(e);
    } catch (RuntimeException e) {
      LOG.error("the login to {} failed", token.label(), e);
      attempt.fail(failure(CardError.TOKEN_FAILED, "slot.failed"));
    } finally {
      turn.observe();
      turn.end();
    }
  }

  private void forget(UnlockAttempt attempt) {
    turn.await();
    try {
      standing = standing.filter(known -> known != attempt);
    } finally {
      turn.end();
    }
  }

  private void submit(Login login) throws CardException {
    // A card that was taken out in the meantime costs no try.
    token.checkBeforeLogin();
    try {
      login.run();
      refusal = Optional.empty();
      loggedIn.run();
    } catch (CardException e) {
      switch (e.error()) {
        case PIN_WRONG -> throw refused(CardError.PIN_WRONG, "slot.wrong");
        case PIN_BLOCKED -> throw failure(CardError.PIN_BLOCKED, "slot.blocked");
        case PIN_CANCELLED -> {
          CardException _ = refused(CardError.PIN_CANCELLED, "slot.cancelled");
          throw e;
        }
        default -> throw e;
      }
    }
  }

  private CardException failure(CardError error, String key) {
    return new CardException(error, words.told(key, token.label()));
  }
}
