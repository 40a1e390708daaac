package org.sealpost.card.agent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Words;

/**
 * The use of one token, by one thread at a time. Whoever cannot wait for it leaves word that the
 * session is to end, and whoever has the turn sees to it. Safe for use by many threads.
 */
final class Turn {
  private static final Duration BUSY = Duration.ofSeconds(30);

  private final ReentrantLock lock = new ReentrantLock();
  private final Runnable observe;
  private final Words words = Words.beside(Turn.class);
  private volatile boolean endWanted;

  /**
   * @param observe looks after the token, and ends the session if {@link #takeEndWanted} says so;
   *     called with the turn held
   */
  Turn(Runnable observe) {
    this.observe = observe;
  }

  /**
   * Takes the turn within half a minute.
   *
   * @param label the token's
   * @throws CardException {@code TIMEOUT}
   */
  void take(String label) throws CardException {
    try {
      if (!lock.tryLock(BUSY.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CardException(CardError.TIMEOUT, words.told("slot.busy", label));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CardException(CardError.TIMEOUT, words.told("slot.stopping"), e);
    }
  }

  /** Takes the turn however long it takes. */
  void await() {
    lock.lock();
  }

  /** Looks after the token, with the turn held. */
  void observe() {
    observe.run();
  }

  /** Ends the turn that was taken. */
  void end() {
    if (endWanted) {
      observe.run();
    }
    lock.unlock();
    // For word that was left between the two.
    if (endWanted && !lock.isHeldByCurrentThread()) {
      look();
    }
  }

  /** Looks after the token, unless another thread has the turn. */
  void look() {
    if (lock.tryLock()) {
      try {
        observe.run();
      } finally {
        end();
      }
    }
  }

  /** Has the session ended: now, or by whoever has the turn. Never blocks on the token. */
  void endSession() {
    endWanted = true;
    look();
  }

  /** Whether the session is to end, once. */
  boolean takeEndWanted() {
    boolean wanted = endWanted;
    endWanted = false;
    return wanted;
  }
}
