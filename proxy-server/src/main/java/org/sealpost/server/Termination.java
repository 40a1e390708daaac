package org.sealpost.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sealpost.card.api.Signals;

/**
 * Turns SIGTERM and SIGINT into an orderly end: {@link #await} returns, and Java ends only when
 * {@link #close} says that everything is closed, or when the grace is over. The same signal once
 * more ends it at once; another does not, since who presses Ctrl-C tells all processes of a
 * terminal, and the one that started the others tells them in its own way too. Thread-safe.
 */
public final class Termination implements AutoCloseable {
  private static final Map<String, Integer> ENDING = Map.of("TERM", 15, "INT", 2);

  /** As shells and Java have it, with the signal's number added. */
  private static final int STATUS_OF_SIGNALS = 128;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Duration grace;
  private final Thread hook = new Thread(this::end, "termination");
  private volatile boolean signalled;

  public Termination(Duration grace) {
    this.grace = grace;
    Runtime.getRuntime().addShutdownHook(hook);
    ENDING.forEach(Termination::handle);
  }

  private static void handle(String signal, int number) {
    AtomicBoolean came = new AtomicBoolean();
    Signals.handle(
        signal,
        () -> {
          if (came.getAndSet(true)) {
            Runtime.getRuntime().halt(STATUS_OF_SIGNALS + number);
          }
          System.exit(STATUS_OF_SIGNALS + number);
        });
  }

  /** Waits for a signal or a {@link #request}. */
  public void await() throws InterruptedException {
    requested.await();
  }

  /** Asks for the end from within. */
  public void request() {
    requested.countDown();
  }

  /** Whether there was a signal. */
  public boolean isSignalled() {
    return signalled;
  }

  private void end() {
    signalled = true;
    requested.countDown();
    try {
      if (closed.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        // After an orderly end the exit status is 0, not that of a process killed by a signal.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that everything is closed. */
  @Override
  public void close() {
    closed.countDown();
    if (!signalled) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // A signal came in this moment: the hook runs, and finds everything closed.
      }
    }
  }
}
