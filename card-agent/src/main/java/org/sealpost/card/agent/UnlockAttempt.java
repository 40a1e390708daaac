package org.sealpost.card.agent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Words;

/** A prompt that is up or waits for its turn, and all who wait for its outcome. Thread-safe. */
final class UnlockAttempt {
  /** What a prompt may take to go away when its time is over. */
  private static final Duration PROMPT_ENDS = Duration.ofSeconds(5);

  private final String label;
  private final boolean endsByItself;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();
  private final Words words = Words.beside(UnlockAttempt.class);

  /**
   * @param label the token's
   * @param endsByItself whether the prompt goes away when the patience of who began it is over
   */
  UnlockAttempt(String label, boolean endsByItself) {
    this.label = label;
    this.endsByItself = endsByItself;
  }

  /** The session is open; false where the attempt had failed before. */
  boolean succeed() {
    return outcome.complete(null);
  }

  /** There is no session; without effect after the first outcome. */
  void fail(CardException failure) {
    boolean _ = outcome.completeExceptionally(failure);
  }

  /** Whether its outcome is known. */
  boolean isOver() {
    return outcome.isDone();
  }

  /**
   * Waits for the outcome.
   *
   * @throws CardException why there is no session; {@code PIN_PENDING} when the patience is over
   */
  void await(Duration patience) throws CardException {
    Duration longest = endsByItself ? patience.plus(PROMPT_ENDS) : patience;
    try {
      outcome.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failure(CardError.PIN_PENDING, "slot.pending");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(CardError.TIMEOUT, "slot.stopping");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CardException shared) {
        throw new CardException(shared.error(), shared.told(), shared);
      }
      throw new IllegalStateException(e);
    }
  }

  private CardException failure(CardError error, String key) {
    return new CardException(error, words.told(key, label));
  }
}
