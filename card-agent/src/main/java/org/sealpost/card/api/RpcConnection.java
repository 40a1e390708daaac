package org.sealpost.card.api;

import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;

/**
 * One end of a JSON-RPC conversation over a connected Unix-domain socket. {@link #run} reads until
 * the conversation ends; what the other side asks goes to the local object on the reading thread,
 * so the object must hand long work to others. Any thread may ask the remote side. A frame that
 * breaks the rules ends the conversation, a request that cannot be understood is answered with an
 * error.
 *
 * @param <R> the remote side's interface, with LSP4J's annotations
 */
public final class RpcConnection<R> implements AutoCloseable {
  /**
   * LSP4J logs whole messages when something is amiss, among them unwrapped keys. The field keeps
   * the logger from being collected together with its level.
   */
  private static final Logger SILENCED = Logger.getLogger("org.eclipse.lsp4j.jsonrpc");

  static {
    SILENCED.setLevel(Level.OFF);
  }

  private static final long NOTHING_UNDER_WAY = Long.MAX_VALUE;

  private final SocketChannel channel;
  private final MessageJsonHandler json;
  private final RemoteEndpoint endpoint;
  private final R remote;
  private final ReentrantLock writing = new ReentrantLock();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile long readingSince = NOTHING_UNDER_WAY;
  private volatile long writingSince = NOTHING_UNDER_WAY;

  /**
   * @param channel connected and in blocking mode; closed with this object
   * @param local what the remote side may call
   * @param errors makes the answer for an exception of {@code local}
   */
  public RpcConnection(
      SocketChannel channel,
      Object local,
      Class<R> remoteInterface,
      Function<Throwable, ResponseError> errors) {
    this.channel = channel;
    Map<String, JsonRpcMethod> methods = new HashMap<>();
    methods.putAll(ServiceEndpoints.getSupportedMethods(local.getClass()));
    methods.putAll(ServiceEndpoints.getSupportedMethods(remoteInterface));
    this.json = new MessageJsonHandler(methods, WireJson::configure);
    this.endpoint = new RemoteEndpoint(this::write, ServiceEndpoints.toEndpoint(local), errors);
    this.json.setMethodProvider(endpoint);
    this.endpoint.setJsonHandler(json);
    this.remote = ServiceEndpoints.toServiceObject(endpoint, remoteInterface);
  }

  /** The other side. Its futures may stay open when the conversation ends: see {@link #closed}. */
  public R remote() {
    return remote;
  }

  /** Completes when the conversation has ended, normally or with what ended it. */
  public CompletableFuture<Void> closed() {
    return closed;
  }

  public boolean isOpen() {
    return !closed.isDone();
  }

  /** Reads and dispatches until the conversation ends; then {@link #closed} is complete. */
  public void run() {
    try (InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
      FrameReader frames =
          new FrameReader(
              in, () -> readingSince = System.nanoTime(), () -> readingSince = NOTHING_UNDER_WAY);
      Optional<byte[]> frame = frames.next();
      while (frame.isPresent()) {
        dispatch(frame.get());
        frame = frames.next();
      }
      close();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      end(e);
    }
  }

  /** Whether a frame has been on its way in or out for longer than {@code limit}. */
  public boolean stalled(Duration limit) {
    long now = System.nanoTime();
    return longerThan(limit, readingSince, now) || longerThan(limit, writingSince, now);
  }

  private static boolean longerThan(Duration limit, long since, long now) {
    return since != NOTHING_UNDER_WAY && now - since > limit.toNanos();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      closed.completeExceptionally(e);
    }
    closed.complete(null);
  }

  private void end(Throwable cause) {
    closed.completeExceptionally(cause);
    close();
  }

  private void dispatch(byte[] content) throws IOException {
    try {
      Message message =
          json.parseMessage(new StringReader(new String(content, StandardCharsets.UTF_8)));
      if (message == null) {
        throw new IOException("a frame without a message");
      }
      endpoint.consume(message);
    } catch (MessageIssueException e) {
      if (!(e.getRpcMessage() instanceof RequestMessage)) {
        throw new IOException("a message that cannot be understood", e);
      }
      // The issue's own cause would be sent to the other side as a stack trace.
      endpoint.handle(
          e.getRpcMessage(),
          List.of(
              new MessageIssue(
                  "The message could not be understood.",
                  ResponseErrorCode.InvalidParams.getValue())));
    } catch (JsonParseException | JsonRpcException e) {
      throw new IOException("not a JSON-RPC message", e);
    }
  }

  private void write(Message message) {
    writing.lock();
    try {
      byte[] frame = FrameReader.frame(json.serialize(message).getBytes(StandardCharsets.UTF_8));
      writingSince = System.nanoTime();
      ByteBuffer buffer = ByteBuffer.wrap(frame);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      end(e);
      throw new JsonRpcException(e);
    } finally {
      writingSince = NOTHING_UNDER_WAY;
      writing.unlock();
    }
  }
}
