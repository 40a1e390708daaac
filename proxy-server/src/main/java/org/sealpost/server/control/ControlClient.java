package org.sealpost.server.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.sealpost.card.api.LocalUser;
import org.sealpost.card.api.RpcConnection;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.Reload;

/** A running proxy as a command reaches it. For one thread. */
public final class ControlClient implements AutoCloseable {
  private static final Words WORDS = Words.beside(ControlClient.class);
  private static final long PATIENCE_SECONDS = 10;

  /** Files are read for it, and a notice that is being shown is waited for. */
  private static final long RELOAD_SECONDS = 60;

  private final RpcConnection<ControlService> connection;

  private ControlClient(RpcConnection<ControlService> connection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @return empty if no proxy runs there
   * @throws IOException if the socket is another user's
   */
  public static Optional<ControlClient> connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException _) {
      channel.close();
      return Optional.empty();
    }
    if (!LocalUser.isPeer(channel)) {
      channel.close();
      throw new TellingIoException(WORDS.phrase("foreign", socket));
    }
    RpcConnection<ControlService> connection =
        new RpcConnection<>(
            channel,
            new Object(),
            ControlService.class,
            _ -> new ResponseError(ResponseErrorCode.InternalError, "", null));
    Thread.ofVirtual().name("control").start(connection::run);
    return Optional.of(new ControlClient(connection));
  }

  /**
   * A link that opens the console once, within a minute.
   *
   * @return empty where the console is switched off
   * @throws IOException if the proxy does not answer
   */
  public Optional<String> consoleLink() throws IOException, InterruptedException {
    return Optional.of(answer(connection.remote().console(), PATIENCE_SECONDS).url())
        .filter(url -> !url.isEmpty());
  }

  /**
   * Has the proxy read its configuration anew, and waits for what comes of it.
   *
   * @throws IOException if the proxy does not answer
   */
  public Reload reload() throws IOException, InterruptedException {
    return answer(connection.remote().reload(), RELOAD_SECONDS)
        .reload()
        .orElseThrow(() -> new IOException("the proxy did not say what came of it"));
  }

  /**
   * What came of the last time that the proxy read its configuration anew; empty if there was none.
   *
   * @throws IOException if the proxy does not answer
   */
  public Optional<Reload> lastReload() throws IOException, InterruptedException {
    return answer(connection.remote().lastReload(), PATIENCE_SECONDS).reload();
  }

  private <T> T answer(CompletableFuture<T> asked, long seconds)
      throws IOException, InterruptedException {
    CompletableFuture<Object> either = CompletableFuture.anyOf(asked, connection.closed());
    try {
      Object _ = either.get(seconds, TimeUnit.SECONDS);
      if (!asked.isDone()) {
        throw new TellingIoException(WORDS.phrase("closed"));
      }
      return asked.join();
    } catch (ExecutionException | TimeoutException e) {
      throw new TellingIoException(WORDS.phrase("silent"), e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
