package org.sealpost.card.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Words;
import org.sealpost.card.token.PinStatus;
import org.sealpost.card.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token with its PIN session: opens it through a prompt that all who wait share, uses it one
 * operation at a time, ends it after the idle time. A PIN is submitted once; after a wrong or
 * cancelled one only an act of the user brings the next prompt. Safe for use by many threads.
 */
final class TokenSlot {
  /** What is done with the token while it is logged in. */
  interface Operation<T> {
    T run(Token token) throws CardException;
  }

  /** A prompt nobody has answered goes away after this time. */
  static final Duration PROMPT_STANDS = Duration.ofMinutes(10);

  /** How long a mail that is fetched gets no prompt after a wrong or cancelled one. */
  static final Duration NO_PROMPT_TO_OPEN = Duration.ofMinutes(5);

  /**
   * The same for a mail that is sent. The user who presses "send" again cannot be told from a
   * client that tries again by itself, which most do at once.
   */
  static final Duration NO_PROMPT_TO_SIGN = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(TokenSlot.class);

  /** What a prompt may take to go away when its time is over. */
  private static final Duration PROMPT_ENDS = Duration.ofSeconds(5);

  private static final Duration BUSY = Duration.ofSeconds(30);

  /** Why the last prompt opened no session, in a sentence too, and when. */
  private record Refusal(CardError error, String words, Instant at) {}

  /** A prompt's outcome, and how long to wait for it. */
  private record Awaited(CompletableFuture<Void> outcome, Duration patience) {}

  private final Token token;
  private final PinDesk desk;
  private final Duration idle;
  private final InstantSource clock;
  private final Consumer<TokenInfo> changed;
  private final Words words = Words.beside(TokenSlot.class);

  private final ReentrantLock turn = new ReentrantLock();
  private TokenState state = TokenState.ABSENT;
  private boolean observed;
  private Optional<List<CardCertificate>> certificates = Optional.empty();
  private Instant lastUse = Instant.EPOCH;
  private Optional<CompletableFuture<Void>> prompt = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();

  /**
   * @param idle a session ends after this time without use
   * @param changed hears what becomes of the token; must return at once
   */
  TokenSlot(
      Token token, PinDesk desk, Duration idle, InstantSource clock, Consumer<TokenInfo> changed) {
    this.token = token;
    this.desk = desk;
    this.idle = idle;
    this.clock = clock;
    this.changed = changed;
  }

  String id() {
    return token.id();
  }

  /** How the token is now; {@link TokenState#ABSENT} too. */
  TokenInfo info() throws CardException {
    takeTurn();
    try {
      observe();
      return infoNow();
    } finally {
      turn.unlock();
    }
  }

  /** Looks after the token unasked: presence, idle time. Does nothing while it is at work. */
  void look() {
    if (turn.tryLock()) {
      try {
        observe();
      } finally {
        turn.unlock();
      }
    }
  }

  /** Opens a session, or finds it open. */
  TokenInfo unlock(Purpose purpose, Duration wait) throws CardException {
    openSession(purpose, wait);
    return info();
  }

  /** Ends the session. */
  void lock() throws CardException {
    takeTurn();
    try {
      token.logout();
      observe();
    } finally {
      turn.unlock();
    }
  }

  /** Runs an operation in a session, which is opened where needed. */
  <T> T use(Purpose purpose, Duration wait, Operation<T> operation) throws CardException {
    openSession(purpose, wait);
    takeTurn();
    try {
      observe();
      if (state != TokenState.UNLOCKED) {
        throw failure(CardError.LOCKED, "slot.closed-meanwhile");
      }
      T result = operation.run(token);
      lastUse = clock.instant();
      return result;
    } finally {
      turn.unlock();
    }
  }

  private void openSession(Purpose purpose, Duration wait) throws CardException {
    Optional<Awaited> awaited;
    takeTurn();
    try {
      observe();
      awaited = promptFor(purpose, wait);
    } finally {
      turn.unlock();
    }
    if (awaited.isPresent()) {
      await(awaited.get());
    }
  }

  /** The prompt to wait for; empty if the session is open. */
  private Optional<Awaited> promptFor(Purpose purpose, Duration wait) throws CardException {
    switch (state) {
      case UNLOCKED -> {
        lastUse = clock.instant();
        return Optional.empty();
      }
      case BLOCKED -> throw failure(CardError.PIN_BLOCKED, "slot.blocked");
      case ABSENT, FAILED, LOCKED -> token.checkBeforeLogin();
    }
    if (prompt.isPresent()) {
      return Optional.of(new Awaited(prompt.get(), wait));
    }
    refuseWithoutAct(purpose);
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    prompt = Optional.of(outcome);
    startPrompt(purpose, wait, outcome);
    return Optional.of(new Awaited(outcome, endsWithWait(purpose) ? wait.plus(PROMPT_ENDS) : wait));
  }

  private void refuseWithoutAct(Purpose purpose) throws CardException {
    switch (purpose.kind()) {
      case UNLOCK, UNLOCK_FINAL_TRY -> {}
      case SIGN_MAIL -> refuseFor(NO_PROMPT_TO_SIGN, "slot.no-prompt-to-sign");
      case OPEN_MAIL -> refuseFor(NO_PROMPT_TO_OPEN, "slot.no-prompt-to-open");
    }
  }

  private void refuseFor(Duration time, String advice) throws CardException {
    if (refusal.isEmpty()) {
      return;
    }
    Duration passed = Duration.between(refusal.get().at(), clock.instant());
    // A clock set back must not make the time longer.
    if (!passed.isNegative() && passed.compareTo(time) < 0) {
      throw new CardException(
          CardError.LOCKED, refusal.get().words() + " " + words.text(advice, time.toSeconds()));
    }
  }

  private void startPrompt(Purpose purpose, Duration wait, CompletableFuture<Void> outcome) {
    Question question =
        new Question(
            token.label(),
            token.reader(),
            purpose,
            refusal.filter(r -> r.error() == CardError.PIN_WRONG).isPresent(),
            endsWithWait(purpose) ? wait : PROMPT_STANDS);
    LOG.info("asking for the PIN of {}", token.label());
    CompletableFuture<Void> _ =
        desk.ask(question, answer -> answered(answer, outcome))
            .exceptionally(
                failure -> {
                  LOG.error("the prompt for {} failed", token.label(), failure);
                  answered(new Answer.Cancelled(), outcome);
                  return null;
                });
  }

  /**
   * A prompt on the user's own terminal must not outlive the command that waits for it there: the
   * shell would get half of what is typed.
   */
  private static boolean endsWithWait(Purpose purpose) {
    return PinPrompt.terminal(purpose).isPresent();
  }

  private void answered(Answer answer, CompletableFuture<Void> outcome) {
    turn.lock();
    try {
      prompt = Optional.empty();
      switch (answer) {
        case Answer.Given(Pin pin) -> login(pin);
        case Answer.Cancelled _ -> throw refused(CardError.PIN_CANCELLED, "slot.cancelled");
        case Answer.TimedOut _ -> throw refused(CardError.PIN_CANCELLED, "slot.unanswered");
        case Answer.Unavailable(String reason) ->
            throw new CardException(
                CardError.NO_PROMPT, words.text("slot.no-prompt", token.label(), reason));
      }
      outcome.complete(null);
    } catch (CardException e) {
      LOG.info("no session for {}: {}", token.label(), e.error());
      outcome.completeExceptionally(e);
    } catch (RuntimeException e) {
      LOG.error("the login to {} failed", token.label(), e);
      outcome.completeExceptionally(failure(CardError.TOKEN_FAILED, "slot.failed"));
    } finally {
      turn.unlock();
    }
  }

  private void login(Pin pin) throws CardException {
    try (pin) {
      token.login(pin.characters());
      refusal = Optional.empty();
      lastUse = clock.instant();
    } catch (CardException e) {
      if (e.error() == CardError.PIN_WRONG) {
        throw refused(CardError.PIN_WRONG, "slot.wrong");
      }
      throw e;
    } finally {
      observe();
    }
  }

  private CardException refused(CardError error, String key) {
    refusal =
        Optional.of(new Refusal(error, words.text(key + ".since", token.label()), clock.instant()));
    return failure(error, key);
  }

  private void await(Awaited awaited) throws CardException {
    try {
      awaited.outcome().get(awaited.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failure(CardError.PIN_PENDING, "slot.pending");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(CardError.TIMEOUT, "slot.stopping");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CardException shared) {
        throw new CardException(shared.error(), shared.getMessage(), shared);
      }
      throw new IllegalStateException(e);
    }
  }

  private void observe() {
    if (token.loggedIn() && idleFor().compareTo(idle) >= 0) {
      LOG.info("{} was not used for {}", token.label(), idle);
      token.logout();
    }
    TokenState now;
    if (!token.present()) {
      now = TokenState.ABSENT;
    } else if (token.problem().isPresent()) {
      now = TokenState.FAILED;
    } else if (token.pinStatus().tries() == PinStatus.Tries.LOCKED) {
      now = TokenState.BLOCKED;
    } else {
      now = token.loggedIn() ? TokenState.UNLOCKED : TokenState.LOCKED;
    }
    become(now, token.certificates());
  }

  /** The wall clock, so that a suspended machine's time counts; set back, it starts anew. */
  private Duration idleFor() {
    Duration unused = Duration.between(lastUse, clock.instant());
    if (unused.isNegative()) {
      lastUse = clock.instant();
      return Duration.ZERO;
    }
    return unused;
  }

  private void become(TokenState next, Optional<List<CardCertificate>> nextCertificates) {
    boolean news = observed && (next != state || !nextCertificates.equals(certificates));
    if (next != state) {
      LOG.info("{} ({}): {} -> {}", token.label(), token.reader(), state, next);
    }
    state = next;
    certificates = nextCertificates;
    observed = true;
    if (news) {
      changed.accept(infoNow());
    }
  }

  private TokenInfo infoNow() {
    return new TokenInfo(
        token.id(),
        token.label(),
        token.reader(),
        state,
        triesLeft(),
        certificates.isPresent(),
        certificates.orElse(List.of()),
        token.problem().orElse(""));
  }

  private OptionalInt triesLeft() {
    return switch (token.pinStatus().tries()) {
      case LOCKED -> OptionalInt.of(0);
      case FINAL -> OptionalInt.of(1);
      case UNLIMITED, UNTOLD, LOW -> OptionalInt.empty();
    };
  }

  private void takeTurn() throws CardException {
    try {
      if (!turn.tryLock(BUSY.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(CardError.TIMEOUT, "slot.busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(CardError.TIMEOUT, "slot.stopping");
    }
  }

  private CardException failure(CardError error, String key) {
    return new CardException(error, words.text(key, token.label()));
  }
}
