package org.sealpost.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening channel's handler. It accepts one connection at a time, and only while there are
 * fewer than the limit; each gets a virtual thread. A connection counts until its session is over
 * and its channel is closed.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

  private final int maxConnections;
  private final Consumer<Connection> session;
  private final Set<ChannelConnection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Of the listening channel's event loop. */
  private int open;

  Acceptor(int maxConnections, Consumer<Connection> session) {
    this.maxConnections = maxConnections;
    this.session = session;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    readIfRoom(context.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    open++;
    context.fireChannelRead(accepted);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    readIfRoom(context.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.warn("Cannot accept a connection, trying again in a second: {}", cause.getMessage());
    var _ = context.executor().schedule(() -> readIfRoom(context.channel()), 1, TimeUnit.SECONDS);
  }

  private void readIfRoom(Channel listening) {
    if (open < maxConnections) {
      listening.read();
    }
  }

  private void release(Channel listening) {
    try {
      listening
          .eventLoop()
          .execute(
              () -> {
                open--;
                readIfRoom(listening);
              });
    } catch (RejectedExecutionException e) {
      log.trace("The network is closed", e);
    }
  }

  /** What sets an accepted channel up and starts its session. */
  ChannelHandler sessions() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        ChannelConnection connection = new ChannelConnection(channel);
        channel.pipeline().addLast(connection);
        connections.add(connection);
        InetSocketAddress local = (InetSocketAddress) channel.parent().localAddress();
        Thread thread =
            Thread.ofVirtual()
                .name("session-" + local.getPort() + "-" + channel.id().asShortText())
                .unstarted(() -> run(channel, connection));
        threads.add(thread);
        thread.start();
      }
    };
  }

  private void run(Channel channel, ChannelConnection connection) {
    try {
      session.accept(connection);
    } catch (RuntimeException e) {
      log.error("A session ended by a fault of ours", e);
    } finally {
      connection.close();
      connections.remove(connection);
      threads.remove(Thread.currentThread());
      channel.closeFuture().addListener(closed -> release(channel.parent()));
    }
  }

  /** Interrupts the sessions, which may still tell the other side. */
  void interruptSessions() {
    threads.forEach(Thread::interrupt);
  }

  /** Drops the connections of the sessions that are left. */
  void dropSessions() {
    if (!connections.isEmpty()) {
      log.info("Dropping {} connections that did not end in time", connections.size());
    }
    connections.forEach(ChannelConnection::abort);
    threads.forEach(Thread::interrupt);
  }

  /** Waits for all sessions to end, until then at most. */
  void awaitSessions(long deadline) {
    try {
      for (Thread thread : threads) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!left.isPositive() || !thread.join(left)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
