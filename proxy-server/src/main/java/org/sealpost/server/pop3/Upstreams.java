package org.sealpost.server.pop3;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.server.MailAccount;
import org.sealpost.server.MailAccounts;
import org.sealpost.server.Upstream;

/**
 * A session's connections to the real servers, made at once and side by side: which account the
 * client means is told only when it logs in. For one thread.
 */
final class Upstreams implements AutoCloseable {
  /** How long one server that answers waits for the others before the client is greeted. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Map<Server, CompletableFuture<Pop3Upstream>> connections;
  private final IoAction beforeWaiting;

  private record Server(String host, int port, Upstream.Mode mode) {
    static Server of(Upstream upstream) {
      return new Server(upstream.host().toLowerCase(Locale.ROOT), upstream.port(), upstream.mode());
    }
  }

  private Upstreams(
      Map<Server, CompletableFuture<Pop3Upstream>> connections, IoAction beforeWaiting) {
    this.connections = connections;
    this.beforeWaiting = beforeWaiting;
  }

  /**
   * Begins to connect to each server once.
   *
   * @param beforeWaiting done before each wait for a server
   */
  static Upstreams connect(
      MailAccounts accounts, Connector connector, Duration timeout, IoAction beforeWaiting) {
    Map<Server, CompletableFuture<Pop3Upstream>> connections = new LinkedHashMap<>();
    for (MailAccount account : accounts.all()) {
      connections.computeIfAbsent(
          Server.of(account.pop3()), server -> connecting(account.pop3(), connector, timeout));
    }
    return new Upstreams(connections, beforeWaiting);
  }

  private static CompletableFuture<Pop3Upstream> connecting(
      Upstream server, Connector connector, Duration timeout) {
    CompletableFuture<Pop3Upstream> connection = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("pop3-connect-" + server.host())
        .start(
            () -> {
              try {
                Pop3Upstream upstream = Pop3Upstream.connect(connector, server, timeout);
                if (!connection.complete(upstream)) {
                  upstream.abort();
                }
              } catch (UpstreamFailure | RuntimeException e) {
                connection.completeExceptionally(e);
              }
            });
    return connection;
  }

  /** Waits until a server is there; fails as the first one did where none is. */
  void awaitOne() throws IOException {
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (CompletableFuture<Pop3Upstream> connection : connections.values()) {
      settle(connection, deadline - System.nanoTime());
    }
    Optional<UpstreamFailure> first = Optional.empty();
    for (CompletableFuture<Pop3Upstream> connection : byReadiness()) {
      try {
        get(connection);
        return;
      } catch (UpstreamFailure e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    throw first.orElseThrow();
  }

  private List<CompletableFuture<Pop3Upstream>> byReadiness() {
    return connections.values().stream()
        .sorted((a, b) -> Boolean.compare(b.isDone(), a.isDone()))
        .toList();
  }

  private static void settle(CompletableFuture<Pop3Upstream> connection, long nanos) {
    try {
      connection.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Told when this server is asked for.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Pop3Upstream get(CompletableFuture<Pop3Upstream> connection) throws IOException {
    if (!connection.isDone()) {
      beforeWaiting.run();
    }
    try {
      Pop3Upstream upstream = connection.get();
      upstream.beforeWaiting(beforeWaiting);
      return upstream;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UpstreamFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UpstreamFailure("interrupted", e);
    }
  }

  /** The one server that all accounts have, or empty where there are several. */
  Optional<Pop3Upstream> sole() throws IOException {
    return connections.size() == 1
        ? Optional.of(get(connections.values().iterator().next()))
        : Optional.empty();
  }

  /** The server of this account. */
  Pop3Upstream of(MailAccount account) throws IOException {
    return get(connections.get(Server.of(account.pop3())));
  }

  /** The servers that are there now. */
  List<Pop3Upstream> present() throws IOException {
    List<CompletableFuture<Pop3Upstream>> there =
        connections.values().stream()
            .filter(connection -> connection.isDone() && !connection.isCompletedExceptionally())
            .toList();
    List<Pop3Upstream> present = new ArrayList<>();
    for (CompletableFuture<Pop3Upstream> connection : there) {
      present.add(get(connection));
    }
    return present;
  }

  /** Lets all servers go but this one, nothing having been done at the others. */
  void keepOnly(Pop3Upstream wanted) {
    for (CompletableFuture<Pop3Upstream> connection : connections.values()) {
      giveUp(connection).filter(upstream -> upstream != wanted).ifPresent(Pop3Upstream::close);
    }
  }

  /** Drops all connections without QUIT, those that are still to come included. */
  @Override
  public void close() {
    for (CompletableFuture<Pop3Upstream> connection : connections.values()) {
      giveUp(connection).ifPresent(Pop3Upstream::abort);
    }
  }

  /** Waits no longer; the server where it is there. One that comes later is dropped. */
  private static Optional<Pop3Upstream> giveUp(CompletableFuture<Pop3Upstream> connection) {
    return connection.completeExceptionally(new UpstreamFailure("given up"))
            || connection.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.of(connection.join());
  }
}
