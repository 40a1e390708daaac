package org.sealpost.server.proxy;

import java.util.Optional;
import java.util.function.Function;
import org.sealpost.server.session.Loan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation that new sessions get, and those before it that sessions still work with: each is
 * closed when the last of its sessions ends. Thread-safe.
 */
final class Generations<G extends Generations.Parts> implements AutoCloseable {
  /** Parts that belong together. */
  interface Parts extends AutoCloseable {
    /** Begins what is done in the background. Nothing of it happens before. */
    void begin();

    /**
     * Others take their place: what is done in the background ends; sessions still work with these.
     */
    void end();

    /** No session works with them any more. */
    @Override
    void close();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

  private Optional<Lent<G>> current = Optional.empty();

  private static final class Lent<G> {
    private final G generation;
    private int users;
    private boolean retired;

    private Lent(G generation) {
      this.generation = generation;
    }
  }

  /** The one that new sessions get. */
  synchronized G current() {
    return current.orElseThrow().generation;
  }

  /** Has new sessions get the first one; what it does in the background is begun by the caller. */
  synchronized void first(G first) {
    current = Optional.of(new Lent<>(first));
  }

  /**
   * Has new sessions get this one from now on, whatever fails afterwards: then the background of
   * the one before ends, and only then that of this one begins.
   *
   * @return whether all of that went well; the log says what did not
   */
  boolean replaceBy(G next) {
    Lent<G> before;
    synchronized (this) {
      before = current.orElseThrow();
      // A user of its own keeps it from being closed while its background still ends.
      before.users++;
      before.retired = true;
      current = Optional.of(new Lent<>(next));
    }
    boolean ended = succeeds(before.generation::end);
    boolean begun = succeeds(next::begin);
    boolean closed = succeeds(() -> giveBack(before));
    return ended && begun && closed;
  }

  private static boolean succeeds(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      LOG.error("one configuration did not wholly take the other's place by a fault of ours", e);
      return false;
    }
  }

  /** A part of the current generation, for one session. */
  synchronized <T> Loan<T> lend(Function<G, T> part) {
    Lent<G> lent = current.orElseThrow();
    T value = part.apply(lent.generation);
    lent.users++;
    return new Loan<>(value, () -> giveBack(lent));
  }

  private void giveBack(Lent<G> lent) {
    boolean last;
    synchronized (this) {
      lent.users--;
      last = lent.retired && lent.users == 0;
    }
    if (last) {
      lent.generation.close();
    }
  }

  /** Closes the current one, when no session is left. */
  @Override
  public synchronized void close() {
    current.ifPresent(lent -> lent.generation.close());
    current = Optional.empty();
  }
}
