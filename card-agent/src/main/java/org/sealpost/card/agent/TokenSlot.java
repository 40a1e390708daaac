package org.sealpost.card.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Told;
import org.sealpost.card.api.Words;
import org.sealpost.card.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token with its PIN session: uses it one operation at a time, ends it when told to or after the
 * idle time, and notices what becomes of the token. Safe for use by many threads.
 */
final class TokenSlot {
  /** What is done with the token while it is logged in. */
  interface Operation<T> {
    T run(Token token) throws CardException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(TokenSlot.class);

  private final Token token;
  private final PinGuard guard;
  private final Unlocking unlocking;
  private final Supplier<Duration> idle;
  private final InstantSource clock;
  private final Consumer<TokenInfo> changed;
  private final Words words = Words.beside(TokenSlot.class);

  private final Turn turn = new Turn(this::observe);
  private TokenState state = TokenState.ABSENT;
  private boolean observed;
  private Optional<List<CardCertificate>> certificates = Optional.empty();
  private Instant lastUse = Instant.EPOCH;

  /**
   * @param idle a session ends after this time without use
   * @param changed hears what becomes of the token; must return at once
   */
  TokenSlot(
      Token token,
      PinGuard guard,
      PinDesk desk,
      Supplier<Duration> idle,
      InstantSource clock,
      Consumer<TokenInfo> changed) {
    this.token = token;
    this.guard = guard;
    this.unlocking = new Unlocking(token, guard, desk, clock, turn, this::loggedIn);
    this.idle = idle;
    this.clock = clock;
    this.changed = changed;
  }

  String id() {
    return token.id();
  }

  /** How the token is now; {@link TokenState#ABSENT} too. */
  TokenInfo info() throws CardException {
    Optional<TokenInfo> beforePad = unlocking.whileAtPad();
    if (beforePad.isPresent()) {
      return beforePad.get();
    }
    turn.take(token.label());
    try {
      observe();
      return infoNow();
    } finally {
      turn.end();
    }
  }

  /** Has the token say anew how it is, where it is not at work. */
  void refresh() throws CardException {
    turn.take(token.label());
    try {
      if (token.present()) {
        token.checkBeforeLogin();
      }
    } catch (CardException e) {
      LOG.debug("{} does not say how it is", token.label(), e);
    } finally {
      observe();
      turn.end();
    }
  }

  /** Looks after the token unasked: presence, idle time. Does nothing while it is at work. */
  void look() {
    turn.look();
  }

  /** Opens a session, or finds it open. */
  TokenInfo unlock(Purpose purpose, Duration wait) throws CardException {
    openSession(purpose, wait);
    return info();
  }

  /**
   * Ends the session, and one that is about to be opened on a reader's pad: now, or as soon as the
   * operation that is under way has ended. Never blocks.
   */
  void lock() {
    unlocking.stop();
    turn.endSession();
  }

  /**
   * Runs an operation in a session, which is opened where needed, and once more where another
   * program has ended it.
   */
  <T> T use(Purpose purpose, Duration wait, Operation<T> operation) throws CardException {
    Optional<T> result = tryToUse(purpose, wait, operation);
    return result.isPresent()
        ? result.get()
        : tryToUse(purpose, wait, operation)
            .orElseThrow(() -> failure(CardError.LOCKED, "slot.closed-meanwhile"));
  }

  /** Empty if the session turned out to be over. */
  private <T> Optional<T> tryToUse(Purpose purpose, Duration wait, Operation<T> operation)
      throws CardException {
    openSession(purpose, wait);
    turn.take(token.label());
    try {
      observe();
      if (state != TokenState.UNLOCKED) {
        throw failure(CardError.LOCKED, "slot.closed-meanwhile");
      }
      T result = operation.run(token);
      lastUse = clock.instant();
      return Optional.of(result);
    } catch (CardException e) {
      if (e.error() == CardError.LOCKED && !token.loggedIn() && token.present()) {
        LOG.info("{} was logged out by another program", token.label());
        return Optional.empty();
      }
      throw e.error() == CardError.PIN_WRONG ? noLongerRight() : e;
    } finally {
      turn.end();
    }
  }

  /** The token was given the session's PIN again and did not take it. */
  private CardException noLongerRight() {
    guard.failedInOperation();
    token.logout();
    observe();
    return unlocking.refused(CardError.PIN_WRONG, "slot.wrong");
  }

  private void openSession(Purpose purpose, Duration wait) throws CardException {
    Optional<UnlockAttempt> attempt = unlocking.atPad();
    if (attempt.isEmpty()) {
      turn.take(token.label());
      try {
        observe();
        attempt = attemptFor(purpose, wait);
      } finally {
        turn.end();
      }
    }
    if (attempt.isPresent()) {
      attempt.get().await(wait);
    }
  }

  /** The prompt to wait for; empty if the session is open. */
  private Optional<UnlockAttempt> attemptFor(Purpose purpose, Duration wait) throws CardException {
    return switch (state) {
      case UNLOCKED -> {
        lastUse = clock.instant();
        yield Optional.empty();
      }
      case BLOCKED -> throw failure(CardError.PIN_BLOCKED, "slot.blocked");
      case ABSENT, FAILED, LOCKED -> Optional.of(unlocking.begin(purpose, wait, infoNow()));
    };
  }

  private void loggedIn() {
    lastUse = clock.instant();
  }

  private void observe() {
    if (turn.takeEndWanted()) {
      token.logout();
    }
    if (token.loggedIn() && idleFor().compareTo(idle.get()) >= 0) {
      LOG.info("{} was not used for {}", token.label(), idle.get());
      token.logout();
    }
    TokenState now;
    if (!token.present()) {
      guard.gone();
      unlocking.gone();
      now = TokenState.ABSENT;
    } else if (token.problem().isPresent()) {
      now = TokenState.FAILED;
    } else if (token.loggedIn()) {
      now = TokenState.UNLOCKED;
    } else {
      now = guard.isBlocked() ? TokenState.BLOCKED : TokenState.LOCKED;
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
        guard.triesLeft(),
        certificates.isPresent(),
        certificates.orElse(List.of()),
        token.problem().orElse(Told.NOTHING));
  }

  private CardException failure(CardError error, String key) {
    return new CardException(error, words.told(key, token.label()));
  }
}
