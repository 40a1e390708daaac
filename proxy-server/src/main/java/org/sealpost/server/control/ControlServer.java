package org.sealpost.server.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.sealpost.card.api.CannotListenException;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.card.api.LocalUser;
import org.sealpost.card.api.RpcConnection;
import org.sealpost.server.Reload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves commands of the same user. What a client does wrong costs that client its connection.
 * Thread-safe.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private static final int MOST_CLIENTS = 16;

  private final ListeningSocket socket;
  private final Proxy proxy;
  private final Set<RpcConnection<ControlService>> clients = ConcurrentHashMap.newKeySet();

  /** The running proxy, as commands reach it. Thread-safe. */
  public interface Proxy {
    /** A new link to the console, if there is one. */
    Optional<String> consoleLink();

    /** Has the proxy read its configuration anew. */
    Reload reload();

    /** What came of that the last time, if there was one. */
    Optional<Reload> lastReload();
  }

  private ControlServer(ListeningSocket socket, Proxy proxy) {
    this.socket = socket;
    this.proxy = proxy;
  }

  /**
   * Listens, until closed.
   *
   * @throws CannotListenException if another proxy has the socket, or its folder cannot serve
   */
  public static ControlServer start(Path path, Proxy proxy) throws CannotListenException {
    ControlServer server = new ControlServer(ListeningSocket.claim(path).listen(), proxy);
    Thread.ofVirtual().name("control").start(server::serve);
    return server;
  }

  private void serve() {
    while (socket.isOpen()) {
      try {
        admit(socket.accept());
      } catch (ClosedChannelException e) {
        LOG.debug("no longer listening", e);
      } catch (IOException e) {
        LOG.warn("a command could not be accepted: {}", e.getMessage());
        pause();
      }
    }
  }

  private void admit(SocketChannel channel) throws IOException {
    if (!LocalUser.isPeer(channel) || clients.size() >= MOST_CLIENTS) {
      LOG.warn("a command was turned away");
      channel.close();
      return;
    }
    RpcConnection<ControlService> client =
        new RpcConnection<>(channel, new Requests(), ControlService.class, ControlServer::error);
    clients.add(client);
    Thread.ofVirtual()
        .name("control-client")
        .start(
            () -> {
              try {
                client.run();
              } finally {
                clients.remove(client);
              }
            });
  }

  private static ResponseError error(Throwable failure) {
    LOG.warn("a command was not served", failure);
    return new ResponseError(ResponseErrorCode.InternalError, "", null);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    socket.close();
    clients.forEach(RpcConnection::close);
  }

  private final class Requests implements ControlService {
    @Override
    public CompletableFuture<Link> console() {
      return CompletableFuture.completedFuture(new Link(proxy.consoleLink().orElse("")));
    }

    @Override
    public CompletableFuture<Outcome> reload() {
      return CompletableFuture.supplyAsync(
          () -> Outcome.of(Optional.of(proxy.reload())),
          work -> Thread.ofVirtual().name("reload").start(work));
    }

    @Override
    public CompletableFuture<Outcome> lastReload() {
      return CompletableFuture.completedFuture(Outcome.of(proxy.lastReload()));
    }
  }
}
