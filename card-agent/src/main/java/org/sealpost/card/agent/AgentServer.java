package org.sealpost.card.agent;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.card.api.TokenEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the agent's socket: one virtual thread reads for each client, one more runs each request.
 * What a client does wrong costs that client its connection.
 */
final class AgentServer implements AutoCloseable {
  /**
   * What a client may take.
   *
   * @param connections at once; more are closed unserved
   * @param patience for a greeting, and for a frame to arrive or be taken
   */
  record Limits(int connections, Duration patience) {
    static final Limits USUAL = new Limits(64, Duration.ofSeconds(10));
  }

  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
  private static final Duration ROUNDS = Duration.ofSeconds(1);

  private final ListeningSocket socket;
  private final TokenSlots slots;
  private final PeerCheck peers;
  private final Limits limits;
  private final SleepWatch sleepWatch = new SleepWatch(InstantSource.system(), System::nanoTime);
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("rounds").factory());

  AgentServer(ListeningSocket socket, TokenSlots slots, PeerCheck peers, Limits limits) {
    this.socket = socket;
    this.slots = slots;
    this.peers = peers;
    this.limits = limits;
    slots.onChange(token -> tell(new TokenEvent(token)));
    slots.start();
  }

  /** Accepts clients until {@link #close}. */
  void serve() {
    long period = Math.min(ROUNDS.toMillis(), limits.patience().toMillis());
    var _ = rounds.scheduleWithFixedDelay(this::makeRounds, period, period, TimeUnit.MILLISECONDS);
    while (socket.isOpen()) {
      try {
        admit(socket.accept());
      } catch (ClosedChannelException e) {
        LOG.debug("no longer listening", e);
      } catch (IOException e) {
        LOG.warn("a client could not be accepted", e);
        pause();
      }
    }
  }

  /** Ends every PIN session; returns at once. */
  void endSessions() {
    slots.lock();
  }

  /** Stops listening, removes the socket, drops the clients. */
  @Override
  public void close() {
    socket.close();
    connections.forEach(ClientConnection::close);
    rounds.shutdownNow();
    events.shutdownNow();
    workers.shutdownNow();
    slots.close();
  }

  private void admit(SocketChannel channel) throws IOException {
    boolean admitted = false;
    try {
      if (!peers.admits(channel)) {
        LOG.warn("a process of another user was turned away");
      } else if (connections.size() >= limits.connections()) {
        LOG.warn("more than {} clients at once", limits.connections());
      } else {
        ClientConnection connection = new ClientConnection(channel, slots, workers);
        connections.add(connection);
        Thread.ofVirtual().name("client").start(() -> run(connection));
        admitted = true;
      }
    } finally {
      if (!admitted) {
        channel.close();
      }
    }
  }

  private void run(ClientConnection connection) {
    try {
      connection.run();
    } finally {
      connections.remove(connection);
    }
  }

  private void makeRounds() {
    try {
      connections.stream()
          .filter(connection -> connection.overdue(limits.patience()))
          .forEach(ClientConnection::close);
      if (sleepWatch.slept()) {
        LOG.info("the machine slept, or its clock was set");
        endSessions();
      }
      slots.look();
    } catch (RuntimeException e) {
      // An exception would end the rounds for good.
      LOG.error("a round failed", e);
    }
  }

  /** In the order of the events; a client that does not read is closed by the rounds. */
  private void tell(TokenEvent event) {
    try {
      events.execute(() -> connections.forEach(connection -> connection.tell(event)));
    } catch (RejectedExecutionException e) {
      LOG.debug("an event comes after the end", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
