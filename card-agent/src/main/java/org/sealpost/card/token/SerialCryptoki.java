package org.sealpost.card.token;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A module whose calls, from whatever thread, run one after the other. Modules may promise to bear
 * more ({@code CKF_OS_LOCKING_OK}); not all keep it, and a card can do one thing at a time anyhow.
 * Calls are served in the order they came in: a queue of mails does not keep out the watch over the
 * readers.
 *
 * <p>A module that hangs is known by the call that holds it: each has a time in which any card is
 * done.
 */
final class SerialCryptoki implements Cryptoki {
  private interface Action {
    void run() throws CryptokiException;
  }

  /**
   * A call that the module has not returned from.
   *
   * @param began in nanoseconds, by the clock
   */
  private record Running(long began, Duration limit) {}

  /** A question that a module answers by itself, or with a few octets of the card's. */
  private static final Duration QUESTION = Duration.ofSeconds(15);

  /** A login, an operation, or all that a slow card holds. */
  private static final Duration WORK = Duration.ofSeconds(40);

  /** Longer than someone has to find the reader's pad and type. */
  private static final Duration PAD = Duration.ofSeconds(150);

  private final Cryptoki module;
  private final LongSupplier clock;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Written by who has the turn. */
  private volatile Optional<Running> running = Optional.empty();

  /**
   * @param clock as {@link System#nanoTime}
   */
  SerialCryptoki(Cryptoki module, LongSupplier clock) {
    this.module = module;
    this.clock = clock;
  }

  /** Whether a call has taken longer than any card can keep it. Asks without a turn. */
  boolean hangs() {
    Optional<Running> call = running;
    return call.isPresent()
        && clock.getAsLong() - call.get().began() > call.get().limit().toNanos();
  }

  private <T> T inTurn(Duration limit, Calls<T> call) throws CryptokiException {
    turn.lock();
    Optional<Running> around = running;
    try {
      running = Optional.of(new Running(clock.getAsLong(), limit));
      return call.run();
    } finally {
      // What a login takes within an operation is not the operation's.
      running = around.map(outer -> new Running(clock.getAsLong(), outer.limit()));
      turn.unlock();
    }
  }

  private void inTurn(Duration limit, Action action) throws CryptokiException {
    Void _ =
        inTurn(
            limit,
            () -> {
              action.run();
              return null;
            });
  }

  @Override
  public <T> T inOneTurn(Calls<T> calls) throws CryptokiException {
    turn.lock();
    try {
      return calls.run();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public String description() {
    return module.description();
  }

  @Override
  public List<SlotState> slots() throws CryptokiException {
    return inTurn(WORK, module::slots);
  }

  @Override
  public TokenFacts token(long slot) throws CryptokiException {
    return inTurn(QUESTION, () -> module.token(slot));
  }

  @Override
  public Map<Long, Long> mechanisms(long slot) throws CryptokiException {
    return inTurn(QUESTION, () -> module.mechanisms(slot));
  }

  @Override
  public Session open(long slot) throws CryptokiException {
    return new SerialSession(inTurn(WORK, () -> module.open(slot)));
  }

  @Override
  public void restart() throws CryptokiException {
    inTurn(WORK, module::restart);
  }

  private final class SerialSession implements Session {
    private final Session session;

    SerialSession(Session session) {
      this.session = session;
    }

    private <T> T quietly(Supplier<T> call) {
      try {
        return inTurn(QUESTION, call::get);
      } catch (CryptokiException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean exists() {
      return quietly(session::exists);
    }

    @Override
    public boolean loggedIn() throws CryptokiException {
      return inTurn(QUESTION, session::loggedIn);
    }

    @Override
    public void login(Login kind, Optional<char[]> pin) throws CryptokiException {
      inTurn(pin.isPresent() ? WORK : PAD, () -> session.login(kind, pin));
    }

    @Override
    public void logout() throws CryptokiException {
      inTurn(QUESTION, session::logout);
    }

    @Override
    public List<CertificateObject> certificates() throws CryptokiException {
      return inTurn(WORK, session::certificates);
    }

    @Override
    public List<PublicKeyObject> publicKeys() throws CryptokiException {
      return inTurn(WORK, session::publicKeys);
    }

    @Override
    public List<PrivateKeyObject> privateKeys() throws CryptokiException {
      return inTurn(WORK, session::privateKeys);
    }

    @Override
    public byte[] sign(Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException {
      return inTurn(WORK, () -> session.sign(mechanism, key, before, data));
    }

    @Override
    public byte[] decrypt(
        Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException {
      return inTurn(WORK, () -> session.decrypt(mechanism, key, before, data));
    }

    @Override
    public byte[] agree(PrivateKeyObject key, byte[] point, int length) throws CryptokiException {
      return inTurn(WORK, () -> session.agree(key, point, length));
    }

    @Override
    public void close() {
      Void _ =
          quietly(
              () -> {
                session.close();
                return null;
              });
    }
  }
}
