package org.sealpost.card.api;

import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** One greeted connection to the agent, or none. Safe for use by many threads. */
final class AgentLink {
  /** The connection ended before the answer came. */
  static final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    LostException(Throwable cause) {
      super(cause);
    }
  }

  private final Optional<RpcConnection<AgentService>> connection;
  private final Words words;

  private AgentLink(Optional<RpcConnection<AgentService>> connection, Words words) {
    this.connection = connection;
    this.words = words;
  }

  /** What a client has before its first call. */
  static AgentLink none() {
    return new AgentLink(Optional.empty(), Words.beside(AgentLink.class));
  }

  /** Connects and greets within the deadline. */
  static AgentLink open(
      Path socket, String name, Duration deadline, Consumer<TokenEvent> events, Words words)
      throws CardException {
    SocketChannel channel = connect(socket, deadline, words);
    AgentEvents receiver = events::accept;
    var connection =
        new RpcConnection<>(channel, receiver, AgentService.class, AgentLink::noRequests);
    Thread.ofVirtual().name("card-client").start(connection::run);
    AgentLink link = new AgentLink(Optional.of(connection), words);
    try {
      var hello = new AgentService.Hello(AgentService.VERSION, name);
      var greeting = link.call(agent -> agent.hello(hello), deadline);
      if (greeting.version() != AgentService.VERSION) {
        throw new CardException(
            CardError.VERSION_MISMATCH,
            words.told("agent.version", greeting.version(), AgentService.VERSION));
      }
      return link;
    } catch (LostException e) {
      throw new CardException(CardError.AGENT_UNREACHABLE, words.told("agent.refused", socket), e);
    } catch (CardException e) {
      link.close();
      throw e;
    }
  }

  boolean isOpen() {
    return connection.filter(RpcConnection::isOpen).isPresent();
  }

  void close() {
    connection.ifPresent(RpcConnection::close);
  }

  /** Makes one call; an answer that is an error becomes a {@link CardException}. */
  <T> T call(Function<AgentService, CompletableFuture<T>> request, Duration patience)
      throws CardException, LostException {
    RpcConnection<AgentService> peer = connection.orElseThrow();
    // On a thread of its own, since writing blocks when the agent has stopped reading.
    CompletableFuture<CompletableFuture<T>> sent = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> send(peer, request, sent));
    CompletableFuture<T> answer = sent.thenCompose(Function.identity());
    CompletableFuture<Object> either = CompletableFuture.anyOf(answer, peer.closed());
    try {
      Object _ = either.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (!answer.isDone()) {
        throw new LostException(new IOException("the agent closed the connection"));
      }
      return answer.join();
    } catch (TimeoutException e) {
      if (!sent.isDone()) {
        // Half a frame may be out: nothing sensible can follow it.
        peer.close();
      }
      throw timeout(words, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw timeout(words, e);
    } catch (ExecutionException | CompletionException e) {
      throw failure(e.getCause());
    }
  }

  static CardException timeout(Words words, Throwable cause) {
    return new CardException(CardError.TIMEOUT, words.told("agent.timeout"), cause);
  }

  private static <T> void send(
      RpcConnection<AgentService> peer,
      Function<AgentService, CompletableFuture<T>> request,
      CompletableFuture<CompletableFuture<T>> sent) {
    try {
      sent.complete(request.apply(peer.remote()));
    } catch (RuntimeException e) {
      sent.completeExceptionally(e);
    }
  }

  private CardException failure(Throwable cause) throws LostException {
    Throwable root =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    if (!(root instanceof ResponseErrorException answer)) {
      throw new LostException(root);
    }
    ResponseError error = answer.getResponseError();
    if (error.getCode() == ResponseErrorCode.MethodNotFound.getValue()) {
      return new CardException(CardError.VERSION_MISMATCH, words.told("agent.older"), answer);
    }
    if (error.getCode() == ResponseErrorCode.InvalidParams.getValue()) {
      return new CardException(CardError.BAD_REQUEST, words.told("agent.not-understood"), answer);
    }
    return new CardException(
        CardError.ofCode(error.getCode()).orElse(CardError.TOKEN_FAILED), told(error), answer);
  }

  /** The data of an older agent's error is none. */
  private static Told told(ResponseError error) {
    String english = Optional.ofNullable(error.getMessage()).orElse("");
    return new Told(
        english,
        switch (error.getData()) {
          case JsonPrimitive data -> data.getAsString();
          case String data -> data;
          case null, default -> "";
        });
  }

  private static ResponseError noRequests(Throwable failure) {
    return new ResponseError(ResponseErrorCode.InternalError, "", null);
  }

  private static SocketChannel connect(Path socket, Duration deadline, Words words)
      throws CardException {
    if (!Files.exists(socket)) {
      throw new CardException(CardError.AGENT_UNREACHABLE, words.told("agent.absent", socket));
    }
    SocketChannel channel;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException e) {
      throw new CardException(CardError.AGENT_UNREACHABLE, words.told("agent.refused", socket), e);
    }
    try {
      connectWithin(channel, socket, deadline);
      if (!LocalUser.isTrustedListener(channel)) {
        throw new CardException(CardError.AGENT_UNREACHABLE, words.told("agent.foreign", socket));
      }
      return channel;
    } catch (TimeoutException e) {
      close(channel);
      throw timeout(words, e);
    } catch (IOException e) {
      close(channel);
      throw new CardException(CardError.AGENT_UNREACHABLE, words.told("agent.refused", socket), e);
    } catch (CardException e) {
      close(channel);
      throw e;
    }
  }

  /** Connecting blocks for as long as the agent's backlog is full. */
  private static void connectWithin(SocketChannel channel, Path socket, Duration deadline)
      throws IOException, TimeoutException {
    CompletableFuture<Void> connected = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                connected.complete(null);
              } catch (IOException | RuntimeException e) {
                connected.completeExceptionally(e);
              }
            });
    try {
      connected.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was said on it yet, so nothing is lost.
    }
  }
}
