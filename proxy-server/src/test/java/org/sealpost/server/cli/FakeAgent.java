package org.sealpost.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.sealpost.card.api.AgentEvents;
import org.sealpost.card.api.AgentService;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.RpcConnection;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;

/**
 * A card-agent behind a real socket that has the tokens a test gives it, and notes what it hears.
 */
final class FakeAgent implements AgentService, AutoCloseable {
  final List<Unlock> unlocks = new CopyOnWriteArrayList<>();
  final List<String> forgotten = new CopyOnWriteArrayList<>();
  private final List<TokenInfo> tokens;
  private final ServerSocketChannel listening;

  FakeAgent(Path socket, TokenInfo... tokens) throws IOException {
    this.tokens = new CopyOnWriteArrayList<>(tokens);
    Files.createDirectories(socket.getParent());
    this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    Thread _ = Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    while (true) {
      try {
        SocketChannel client = listening.accept();
        var connection = new RpcConnection<>(client, this, AgentEvents.class, FakeAgent::error);
        Thread _ = Thread.ofVirtual().start(connection::run);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ResponseError error(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(ResponseErrorException.class::isInstance)
        .map(cause -> ((ResponseErrorException) cause).getResponseError())
        .findFirst()
        .orElseGet(() -> new ResponseError(ResponseErrorCode.InternalError, "failed", null));
  }

  private static <T> CompletableFuture<T> refused(CardError error, String words) {
    return CompletableFuture.failedFuture(
        new ResponseErrorException(new ResponseError(error.code(), words, null)));
  }

  @Override
  public CompletableFuture<Greeting> hello(Hello hello) {
    return CompletableFuture.completedFuture(new Greeting(VERSION));
  }

  @Override
  public CompletableFuture<List<TokenInfo>> tokens() {
    return CompletableFuture.completedFuture(List.copyOf(tokens));
  }

  @Override
  public CompletableFuture<List<ModuleReport>> modules() {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletableFuture<TokenInfo> unlock(Unlock request) {
    unlocks.add(request);
    return CompletableFuture.completedFuture(token(request.tokenId()));
  }

  @Override
  public CompletableFuture<Void> lock() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> forget(Forget request) {
    if (token(request.tokenId()).state() != TokenState.ABSENT) {
      return refused(CardError.BAD_REQUEST, "It is there. Take it out.");
    }
    forgotten.add(request.tokenId());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<byte[]> sign(Sign request) {
    return refused(CardError.NOT_SUPPORTED, "no");
  }

  @Override
  public CompletableFuture<byte[]> decrypt(Decrypt request) {
    return refused(CardError.NOT_SUPPORTED, "no");
  }

  @Override
  public CompletableFuture<byte[]> agree(Agree request) {
    return refused(CardError.NOT_SUPPORTED, "no");
  }

  private TokenInfo token(String id) {
    return tokens.stream().filter(token -> token.id().equals(id)).findFirst().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
