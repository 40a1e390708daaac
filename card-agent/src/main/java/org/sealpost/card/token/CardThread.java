package org.sealpost.card.token;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls a module for a token. A module can hang in the middle of a call, from
 * which nothing can bring it back: the caller goes on after a deadline, and until the call returns
 * every other is refused at once. For one caller at a time.
 */
final class CardThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CardThread.class);

  /**
   * In bytes. Whoever wrote a module tried it in programs whose threads have much room; what is not
   * touched takes no memory.
   */
  static final long MODULE_STACK = 8L * 1024 * 1024;

  private static final Duration LAST_WORK = Duration.ofSeconds(2);

  private final ExecutorService thread;
  private Optional<Future<?>> overdue = Optional.empty();

  CardThread(String name) {
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().stackSize(MODULE_STACK).name(name).factory());
  }

  /**
   * Runs a call and waits for it.
   *
   * @param givenUp puts things right if the deadline passed: on the thread, once the call has
   *     returned, or here and now if it never began
   * @throws CryptokiException the call's own
   * @throws CardException the call's own, or {@code TIMEOUT}
   */
  <T> T call(Duration deadline, Callable<T> call, Runnable givenUp)
      throws CryptokiException, CardException {
    if (overdue.isPresent() && !overdue.get().isDone()) {
      throw TokenErrors.of(CardError.TIMEOUT, "token.hangs");
    }
    overdue = Optional.empty();
    AtomicBoolean claimed = new AtomicBoolean();
    Future<T> result =
        submit(
            () -> {
              if (claimed.getAndSet(true)) {
                throw new CancellationException();
              }
              return call.call();
            });
    try {
      return result.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      giveUp(result, claimed, givenUp);
      throw TokenErrors.of(CardError.TIMEOUT, e, "token.hangs");
    } catch (InterruptedException e) {
      giveUp(result, claimed, givenUp);
      Thread.currentThread().interrupt();
      throw TokenErrors.of(CardError.TIMEOUT, e, "token.hangs");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** Runs something in its turn. */
  void later(Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("too late for a card's thread", e);
    }
  }

  /** What was handed in before is still done, and waited for unless the module hangs. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      boolean _ = thread.awaitTermination(LAST_WORK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> Future<T> submit(Callable<T> call) throws CardException {
    try {
      return thread.submit(call);
    } catch (RejectedExecutionException e) {
      throw TokenErrors.of(CardError.TIMEOUT, e, "token.hangs");
    }
  }

  private void giveUp(Future<?> call, AtomicBoolean claimed, Runnable givenUp) {
    if (claimed.getAndSet(true)) {
      overdue = Optional.of(call);
      later(givenUp);
    } else {
      givenUp.run();
    }
  }

  private static CardException failure(Throwable cause) throws CryptokiException {
    return switch (cause) {
      case CryptokiException e -> throw e;
      case CardException e -> e;
      case Error e -> throw e;
      default -> TokenErrors.of(CardError.TOKEN_FAILED, cause, "operation.failed");
    };
  }
}
