package org.sealpost.server.pop3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.failure.Phrase;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.session.IdleSessions;

/**
 * A session's connections to the real servers, made at once and side by side: which account the
 * client means is told only when it logs in. For one thread.
 */
final class Upstreams implements AutoCloseable {
  /** How long one server that answers waits for the others before the client is greeted. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Map<Upstream.Endpoint, CompletableFuture<Pop3Upstream>> connections;
  private final IdleSessions idle;
  private final IoAction beforeWaiting;

  private Upstreams(
      Map<Upstream.Endpoint, CompletableFuture<Pop3Upstream>> connections,
      IdleSessions idle,
      IoAction beforeWaiting) {
    this.connections = connections;
    this.idle = idle;
    this.beforeWaiting = beforeWaiting;
  }

  /**
   * Begins to connect to each server once.
   *
   * @param beforeWaiting done before each wait for a server
   */
  static Upstreams connect(Services services, IoAction beforeWaiting) {
    Map<Upstream.Endpoint, CompletableFuture<Pop3Upstream>> connections = new LinkedHashMap<>();
    Duration timeout = services.limits().upstreamTimeout();
    for (MailAccount account : services.accounts().all()) {
      connections.computeIfAbsent(
          account.pop3().endpoint(), endpoint -> connecting(account.pop3(), services, timeout));
    }
    return new Upstreams(connections, services.idle(), beforeWaiting);
  }

  private static CompletableFuture<Pop3Upstream> connecting(
      Upstream server, Services services, Duration timeout) {
    CompletableFuture<Pop3Upstream> connection = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("pop3-connect-" + server.host())
        .start(
            () -> {
              try {
                Pop3Upstream upstream =
                    services
                        .upstreams()
                        .<Pop3Upstream, UpstreamFailure>watch(
                            server,
                            () -> Pop3Upstream.connect(services.connector(), server, timeout));
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
    settle(
        CompletableFuture.allOf(connections.values().toArray(CompletableFuture[]::new)),
        GRACE.toNanos());
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

  private Pop3Upstream get(CompletableFuture<Pop3Upstream> connection) throws IOException {
    if (!connection.isDone()) {
      beforeWaiting.run();
    }
    settle(connection, Long.MAX_VALUE);
    try {
      Pop3Upstream upstream = connection.join();
      upstream.beforeWaiting(beforeWaiting);
      return upstream;
    } catch (CompletionException e) {
      if (e.getCause() instanceof UpstreamFailure failure) {
        throw failure;
      }
      throw e;
    }
  }

  /**
   * Waits until it is done, well or not. Nothing of the client's is under way meanwhile, so that
   * our own server need not wait for it when it closes.
   */
  private void settle(CompletableFuture<?> connecting, long nanos) throws IOException {
    if (!connecting.isDone()) {
      idle.await(() -> isSettled(connecting, nanos));
    }
  }

  private static boolean isSettled(CompletableFuture<?> connecting, long nanos)
      throws InterruptedIOException {
    try {
      connecting.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      // Told when this server is asked for.
      return connecting.isDone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("while connecting");
      interrupted.initCause(e);
      throw interrupted;
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
    return get(connections.get(account.pop3().endpoint()));
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
    return connection.completeExceptionally(new UpstreamFailure(Phrase.verbatim("given up")))
            || connection.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.of(connection.join());
  }
}
