package org.sealpost.card.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The card-agent as seen from another process. Connects to the agent's socket at the first call and
 * again after the connection was lost; a call on a connection that turns out to be lost is made
 * once more on a new one. Every call ends within its {@code wait} plus the deadline given here.
 * Events arrive while there is a connection. Safe for use by many threads.
 */
public final class CardAgentClient implements CardAgent {
  private final Path socket;
  private final String name;
  private final Duration deadline;
  private final Words words = Words.beside(CardAgentClient.class);
  private final List<Consumer<TokenEvent>> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("card-events").factory());
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile AgentLink link = AgentLink.none();
  private volatile boolean closed;

  /**
   * A client that has not connected yet.
   *
   * @param socket the agent's socket
   * @param name what the client is called in the agent's log
   * @param deadline for connecting, and what a call may take besides waiting for the user
   */
  public CardAgentClient(Path socket, String name, Duration deadline) {
    this.socket = socket;
    this.name = name;
    this.deadline = deadline;
  }

  @Override
  public List<TokenInfo> tokens() throws CardException {
    return call(Duration.ZERO, AgentService::tokens);
  }

  @Override
  public TokenInfo unlock(String tokenId, Purpose purpose, Duration wait) throws CardException {
    var request = new AgentService.Unlock(tokenId, purpose, millis(wait));
    return call(wait, agent -> agent.unlock(request));
  }

  @Override
  public void lock() throws CardException {
    Void _ = call(Duration.ZERO, AgentService::lock);
  }

  @Override
  public void forget(String tokenId) throws CardException {
    var request = new AgentService.Forget(tokenId);
    Void _ = call(Duration.ZERO, agent -> agent.forget(request));
  }

  @Override
  public List<ModuleReport> modules() throws CardException {
    return call(Duration.ZERO, AgentService::modules);
  }

  @Override
  public byte[] sign(
      KeyRef key, SignatureAlgorithm algorithm, byte[] digest, Purpose purpose, Duration wait)
      throws CardException {
    var request = new AgentService.Sign(key, algorithm, digest, purpose, millis(wait));
    return call(wait, agent -> agent.sign(request));
  }

  @Override
  public byte[] decrypt(
      KeyRef key,
      KeyTransport algorithm,
      byte[] wrappedKey,
      int expectedLength,
      Purpose purpose,
      Duration wait)
      throws CardException {
    var request =
        new AgentService.Decrypt(key, algorithm, wrappedKey, expectedLength, purpose, millis(wait));
    return call(wait, agent -> agent.decrypt(request));
  }

  @Override
  public byte[] agree(KeyRef key, byte[] ephemeralPublicKey, Purpose purpose, Duration wait)
      throws CardException {
    var request = new AgentService.Agree(key, ephemeralPublicKey, purpose, millis(wait));
    return call(wait, agent -> agent.agree(request));
  }

  @Override
  public void onEvent(Consumer<TokenEvent> listener) {
    listeners.add(listener);
  }

  /** Ends the connection; calls under way and later ones fail. */
  @Override
  public void close() {
    closed = true;
    link.close();
    events.shutdown();
  }

  private static long millis(Duration wait) {
    return Math.max(0, wait.toMillis());
  }

  private <T> T call(Duration wait, Function<AgentService, CompletableFuture<T>> request)
      throws CardException {
    Duration patience = deadline.plusMillis(millis(wait));
    AgentLink before = link;
    AgentLink used = connected();
    try {
      return used.call(request, patience);
    } catch (AgentLink.LostException e) {
      if (used != before || closed) {
        throw lost(e);
      }
    }
    try {
      return connected().call(request, patience);
    } catch (AgentLink.LostException e) {
      throw lost(e);
    }
  }

  private CardException lost(AgentLink.LostException cause) {
    return new CardException(CardError.AGENT_UNREACHABLE, words.told("agent.lost", socket), cause);
  }

  private AgentLink connected() throws CardException {
    AgentLink current = link;
    if (current.isOpen()) {
      return current;
    }
    takeTurn();
    try {
      if (closed) {
        throw new CardException(CardError.AGENT_UNREACHABLE, words.told("client.closed"));
      }
      if (!link.isOpen()) {
        link = AgentLink.open(socket, name, deadline, this::deliver, words);
      }
      if (closed) {
        link.close();
      }
      return link;
    } finally {
      connecting.unlock();
    }
  }

  private void takeTurn() throws CardException {
    try {
      if (!connecting.tryLock(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw AgentLink.timeout(words, new TimeoutException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AgentLink.timeout(words, e);
    }
  }

  private void deliver(TokenEvent event) {
    Executor executor = events;
    executor.execute(() -> listeners.forEach(listener -> listener.accept(event)));
  }
}
