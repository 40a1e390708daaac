package org.sealpost.server.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Everything of Netty: the event loop, listeners and outgoing connections. Two threads, named
 * {@code net-*}, carry all bytes; sessions run on virtual threads. Thread-safe.
 */
// The futures of closing say nothing that the channels' events do not say.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Network implements AutoCloseable {
  private static final int LOOPS = 2;

  /** A block of the receiver at most, and how many of them are taken in one go. */
  private static final int RECEIVE_BLOCK = 64 * 1024;

  private static final int RECEIVE_BLOCKS = 4;

  /** For sessions to notice that they have no connection any more. */
  private static final Duration DROPPED = Duration.ofSeconds(1);

  private final EventLoopGroup loops;
  private final Class<? extends SocketChannel> socketType;
  private final Class<? extends ServerChannel> serverType;
  private final ByteBufAllocator allocator;
  private final Duration grace;
  private final Duration lastWords;
  private final Set<BoundListener> listeners = ConcurrentHashMap.newKeySet();
  private final Set<Channel> outgoing = ConcurrentHashMap.newKeySet();

  /** A network whose sessions get 10 seconds to end when it is closed. */
  public Network() {
    this(Duration.ofSeconds(10));
  }

  /**
   * A network.
   *
   * @param grace how long {@link #close} waits for sessions before it drops them
   */
  public Network(Duration grace) {
    this(grace, Duration.ZERO);
  }

  /**
   * A network.
   *
   * @param grace how long {@link #close} waits for sessions before it interrupts them
   * @param lastWords how long they get then to tell the other side, before they are dropped
   */
  public Network(Duration grace, Duration lastWords) {
    this(grace, lastWords, Epoll.isAvailable(), PooledByteBufAllocator.DEFAULT);
  }

  Network(Duration grace, boolean epoll, ByteBufAllocator allocator) {
    this(grace, Duration.ZERO, epoll, allocator);
  }

  private Network(Duration grace, Duration lastWords, boolean epoll, ByteBufAllocator allocator) {
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory("net", true), handlers);
    socketType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    serverType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    this.allocator = allocator;
    this.grace = grace;
    this.lastWords = lastWords;
  }

  /**
   * Listens; each connection is handed to {@code session} on a virtual thread of its own and closed
   * when it returns.
   *
   * @param maxConnections further ones wait in the backlog
   * @return a handle whose {@code address()} tells the port that was taken for port 0
   * @throws IOException if the address cannot be had; the message names it
   */
  public Listener listen(
      InetSocketAddress address, int maxConnections, Consumer<Connection> session)
      throws IOException {
    Acceptor acceptor = new Acceptor(maxConnections, session);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(serverType)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(RECEIVE_BLOCK).maxMessagesPerRead(1))
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, receiveBlocks())
            .handler(acceptor)
            .childHandler(acceptor.sessions())
            .bind(address);
    await(bound);
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + shown(address) + ": " + bound.cause().getMessage(), bound.cause());
    }
    BoundListener listener = new BoundListener(bound.channel(), acceptor);
    listeners.add(listener);
    return listener;
  }

  /**
   * Connects, trying each of the host's addresses.
   *
   * @param timeout for all of them together
   * @throws java.net.UnknownHostException if the host has no address
   * @throws SocketTimeoutException if none answered in time
   * @throws ConnectException if none let us in
   */
  public Connection connect(String host, int port, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    InetAddress[] addresses = InetAddress.getAllByName(host);
    IOException failure = new SocketTimeoutException("no answer from " + host);
    for (int i = 0; i < addresses.length; i++) {
      long share = (deadline - System.nanoTime()) / (addresses.length - i);
      if (share <= 0) {
        break;
      }
      try {
        return connect(new InetSocketAddress(addresses[i], port), share);
      } catch (ConnectException | SocketTimeoutException e) {
        if (i > 0) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure;
  }

  private Connection connect(InetSocketAddress address, long nanos) throws IOException {
    int millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE);
    Connecting connecting = new Connecting();
    ChannelFuture connected =
        new Bootstrap()
            .group(loops)
            .channel(socketType)
            .option(ChannelOption.ALLOCATOR, allocator)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
            .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBlocks())
            .handler(connecting)
            .connect(address);
    await(connected);
    if (!connected.isSuccess()) {
      throw Causes.ofConnect(connected.cause(), shown(address));
    }
    Channel channel = connected.channel();
    outgoing.add(channel);
    channel.closeFuture().addListener(closed -> outgoing.remove(channel));
    return connecting.connection();
  }

  private static AdaptiveRecvByteBufAllocator receiveBlocks() {
    AdaptiveRecvByteBufAllocator blocks =
        new AdaptiveRecvByteBufAllocator(512, 4096, RECEIVE_BLOCK);
    blocks.maxMessagesPerRead(RECEIVE_BLOCKS);
    return blocks;
  }

  private static void await(ChannelFuture future) throws IOException {
    try {
      future.await();
    } catch (InterruptedException e) {
      future.addListener(done -> future.channel().close());
      throw Causes.interrupted(e);
    }
  }

  private static void await(List<Acceptor> acceptors, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    acceptors.forEach(acceptor -> acceptor.awaitSessions(deadline));
  }

  private static String shown(InetSocketAddress address) {
    return address.getHostString() + " port " + address.getPort();
  }

  /**
   * Stops accepting, gives the sessions their time, drops what is left and ends the threads.
   * Idempotent.
   */
  @Override
  public void close() {
    listeners.forEach(Listener::close);
    List<Acceptor> acceptors = listeners.stream().map(BoundListener::acceptor).toList();
    await(acceptors, grace);
    acceptors.forEach(Acceptor::interruptSessions);
    await(acceptors, lastWords);
    acceptors.forEach(Acceptor::dropSessions);
    await(acceptors, DROPPED);
    outgoing.forEach(Channel::close);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  /** A listening socket. */
  public interface Listener extends AutoCloseable {
    /** Where it listens, with the port that was taken for port 0. */
    InetSocketAddress address();

    /** Stops accepting; the sessions that run go on. Idempotent. */
    @Override
    void close();
  }
}
