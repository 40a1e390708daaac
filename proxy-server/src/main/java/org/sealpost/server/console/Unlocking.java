package org.sealpost.server.console;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;

/**
 * Unlocks that were asked for on a page: the agent asks for the PIN by its own means, and the page
 * does not wait for it. Thread-safe.
 */
final class Unlocking {
  private final CardAgent agent;
  private final Duration patience;
  private final Runnable finished;
  private final Map<String, Optional<CardException>> states = new ConcurrentHashMap<>();

  /**
   * Nothing is asked for yet.
   *
   * @param patience how long an unlock waits for the PIN; the prompt stays up after that
   * @param finished told after each
   */
  Unlocking(CardAgent agent, Duration patience, Runnable finished) {
    this.agent = agent;
    this.patience = patience;
    this.finished = finished;
  }

  /**
   * Lets the agent ask for the PIN, unless it does already.
   *
   * @throws CardException if the agent cannot be asked, or knows no such card
   */
  void begin(String tokenId) throws CardException {
    boolean known = agent.tokens().stream().anyMatch(token -> token.id().equals(tokenId));
    if (known && !isWaiting(tokenId)) {
      states.put(tokenId, Optional.empty());
      Thread.ofVirtual().name("unlock").start(() -> unlock(tokenId));
    }
  }

  private void unlock(String tokenId) {
    try {
      agent.unlock(tokenId, Purpose.unlock(""), patience);
      states.remove(tokenId);
    } catch (CardException e) {
      states.put(tokenId, Optional.of(e));
    } finally {
      // Whatever else went wrong, nobody is asked any more.
      states.remove(tokenId, Optional.empty());
      finished.run();
    }
  }

  boolean isWaiting(String tokenId) {
    Optional<CardException> state = states.get(tokenId);
    return state != null && state.isEmpty();
  }

  /** Why the last one did not succeed. */
  Optional<CardException> failure(String tokenId) {
    return states.getOrDefault(tokenId, Optional.empty());
  }
}
