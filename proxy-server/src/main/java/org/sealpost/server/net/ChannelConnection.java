package org.sealpost.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;

/** A {@link Connection} over a Netty channel, whose last handler it is. */
// The futures of closing and shutting down say nothing that the channel's events do not say.
@SuppressWarnings("FutureReturnValueIgnored")
final class ChannelConnection extends ChannelInboundHandlerAdapter implements Connection {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FLUSH_AT_CLOSE = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final DuplexChannel channel;
  private final Inlet inlet;
  private final Outlet outlet;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean secure;
  private volatile boolean dropped;
  private boolean lingering;

  ChannelConnection(Channel channel) {
    this.channel = (DuplexChannel) channel;
    inlet = new Inlet(channel, TIMEOUT);
    outlet = new Outlet(channel, TIMEOUT);
  }

  // Event loop

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    inlet.received((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (inlet.wantsMore()) {
      context.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      end(Optional.empty());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(Optional.empty());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(Optional.of(Causes.asIOException(cause)));
    context.close();
  }

  private void end(Optional<IOException> cause) {
    inlet.end(cause);
    if (lingering) {
      channel.close();
    }
  }

  // Session

  @Override
  public InputStream in() {
    return inlet;
  }

  @Override
  public OutputStream out() {
    return outlet;
  }

  @Override
  public InetSocketAddress peer() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public void readTimeout(Duration timeout) {
    inlet.timeout(timeout);
    outlet.timeout(timeout);
  }

  @Override
  public void startTls(Tls tls) throws IOException {
    if (secure) {
      throw new IllegalStateException("TLS is on already");
    }
    try {
      switch (tls) {
        case TlsServer server -> acceptTls(server);
        case TlsClient client -> beginTls(client);
      }
    } catch (IOException e) {
      endInTheClear(e);
      throw e;
    } catch (RuntimeException e) {
      endInTheClear(Causes.asIOException(e));
      throw e;
    }
    secure = true;
  }

  /** Nothing may follow where TLS was to begin. */
  private void endInTheClear(IOException cause) {
    inlet.end(Optional.of(cause));
    outlet.fail(cause);
  }

  private void acceptTls(TlsServer server) throws IOException {
    SSLEngine engine = server.engine();
    Optional<ByteBuf> goAhead = outlet.takeUnsent();
    if (goAhead.isPresent()) {
      inlet.dropCurrent();
      handshake(() -> acceptBehind(goAhead.get(), engine));
    } else if (outlet.wasUsed()) {
      throw new IllegalStateException("the go-ahead must not be flushed before TLS is in place");
    } else {
      handshake(() -> acceptAtOnce(engine));
    }
  }

  private void beginTls(TlsClient client) throws IOException {
    SSLEngine engine = client.engine();
    outlet.flush();
    boolean begun = outlet.wasUsed();
    int early = inlet.dropCurrent();
    handshake(
        () -> {
          if (early + inlet.clear() > 0) {
            throw new NotTlsException(
                begun
                    ? "the server sent something in the clear behind its go-ahead for TLS"
                    : "the other side does not speak TLS");
          }
          return install(new SslHandler(engine));
        });
  }

  /** Runs the set-up on the event loop, between two reads, and waits for the handshake. */
  private void handshake(TlsSetup setup) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    channel.eventLoop().execute(() -> setUp(setup, done));
    try {
      done.get(HANDSHAKE_TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw Causes.asIOException(e.getCause());
    } catch (TimeoutException e) {
      SocketTimeoutException timeout = new SocketTimeoutException("no TLS handshake in time");
      timeout.initCause(e);
      throw timeout;
    } catch (InterruptedException e) {
      throw Causes.interrupted(e);
    }
  }

  private interface TlsSetup {
    SslHandler run() throws IOException;
  }

  private static void setUp(TlsSetup setup, CompletableFuture<Void> done) {
    try {
      setup
          .run()
          .handshakeFuture()
          .addListener(
              handshake -> {
                if (handshake.isSuccess()) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(handshake.cause());
                }
              });
    } catch (IOException | RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private SslHandler acceptBehind(ByteBuf goAhead, SSLEngine engine) {
    inlet.clear();
    // "true": the first write is in the clear still.
    SslHandler handler = install(new SslHandler(engine, true));
    int length = goAhead.readableBytes();
    outlet.leaving(length);
    channel.writeAndFlush(goAhead).addListener(write -> outlet.arrived(length, write.cause()));
    return handler;
  }

  /** Without a go-ahead: what came so far is the beginning of the client's handshake. */
  private SslHandler acceptAtOnce(SSLEngine engine) {
    List<ByteBuf> early = inlet.takeAll();
    SslHandler handler = install(new SslHandler(engine));
    early.forEach(channel.pipeline()::fireChannelRead);
    channel.pipeline().fireChannelReadComplete();
    return handler;
  }

  private SslHandler install(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT.toMillis());
    handler.setCloseNotifyFlushTimeoutMillis(LINGER.toMillis());
    channel.pipeline().addFirst(handler);
    channel.read();
    return handler;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    inlet.dropCurrent();
    inlet.discard();
    try {
      if (dropped) {
        outlet.drop();
      } else {
        outlet.finish(FLUSH_AT_CLOSE);
      }
      channel.eventLoop().execute(this::linger);
    } catch (IOException e) {
      outlet.drop();
      reset();
    } catch (RejectedExecutionException e) {
      // The network is closed, and with it every channel.
      outlet.drop();
    }
  }

  /** Says that we are done, then waits a little for the peer to be done too. */
  private void linger() {
    lingering = true;
    if (!channel.isActive() || inlet.hasEnded()) {
      channel.close();
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound().addListener(sent -> channel.shutdownOutput());
    } else {
      channel.shutdownOutput();
    }
    channel.eventLoop().schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    channel.read();
  }

  @Override
  public void abort() {
    dropped = true;
    inlet.end(Optional.of(new IOException("the connection was dropped")));
    reset();
  }

  private void reset() {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // The socket is closed already.
      return;
    }
    // From the first handler on, so that TLS does not say good-bye.
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }
}
