package org.sealpost.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gathers one writer's bytes into blocks for the channel. The writer waits while {@link #ENOUGH}
 * bytes are under way, so that it goes at the peer's pace. A failed write is told by the next call.
 */
final class Outlet extends OutputStream {
  private static final int BLOCK = 64 * 1024;
  private static final int SMALL = 512;
  private static final int ENOUGH = 256 * 1024;

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition drained = lock.newCondition();
  private long underWay;
  private Optional<IOException> failure = Optional.empty();
  private Duration timeout;

  /** The writer's own. */
  private Optional<ByteBuf> block = Optional.empty();

  /** Whether the last block was sent because it was full: then the next one will be large too. */
  private boolean streaming;

  private boolean used;

  Outlet(Channel channel, Duration timeout) {
    this.channel = channel;
    this.timeout = timeout;
  }

  void timeout(Duration value) {
    lock.lock();
    try {
      timeout = value;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(int b) throws IOException {
    room(1).writeByte(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      ByteBuf target = room(left);
      int count = Math.min(left, target.maxWritableBytes());
      target.writeBytes(bytes, from, count);
      from += count;
      left -= count;
    }
  }

  @Override
  public void flush() throws IOException {
    streaming = false;
    send();
    check();
  }

  /** Whether anything was ever handed to the channel. */
  boolean wasUsed() {
    return used;
  }

  /** Takes the block that was not flushed yet. */
  Optional<ByteBuf> takeUnsent() {
    Optional<ByteBuf> unsent = block.filter(ByteBuf::isReadable);
    if (unsent.isEmpty()) {
      block.ifPresent(ByteBuf::release);
    }
    block = Optional.empty();
    return unsent;
  }

  void drop() {
    takeUnsent().ifPresent(ByteBuf::release);
  }

  /** Sends what is held and waits until the peer's TCP or the patience has taken it all. */
  void finish(Duration patience) throws IOException {
    send();
    awaitUnderWay(0, patience);
  }

  private ByteBuf room(int wanted) throws IOException {
    if (block.isPresent() && block.get().maxWritableBytes() == 0) {
      streaming = true;
      send();
    }
    if (block.isEmpty()) {
      int size = streaming ? BLOCK : Math.clamp(wanted, SMALL, BLOCK);
      block = Optional.of(channel.alloc().directBuffer(size, BLOCK));
    }
    return block.get();
  }

  private void send() throws IOException {
    Optional<ByteBuf> unsent = takeUnsent();
    if (unsent.isEmpty()) {
      return;
    }
    ByteBuf sent = unsent.get();
    int length = sent.readableBytes();
    boolean handedOver = false;
    try {
      awaitUnderWay(ENOUGH, timeout);
      handedOver = true;
    } finally {
      if (!handedOver) {
        sent.release();
      }
    }
    used = true;
    leaving(length);
    channel.writeAndFlush(sent).addListener(write -> arrived(length, write.cause()));
  }

  /** Counts bytes that are handed to the channel. */
  void leaving(int length) {
    lock.lock();
    try {
      underWay += length;
    } finally {
      lock.unlock();
    }
  }

  /** Counts bytes that the channel is done with; {@code cause} is null when they were sent. */
  void arrived(int length, Throwable cause) {
    lock.lock();
    try {
      underWay -= length;
      if (cause != null) {
        failure = failure.or(() -> Optional.of(Causes.asIOException(cause)));
      }
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From here on every call fails. */
  void fail(IOException cause) {
    lock.lock();
    try {
      failure = failure.or(() -> Optional.of(cause));
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitUnderWay(int limit, Duration patience) throws IOException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (underWay > limit && failure.isEmpty()) {
        if (left <= 0) {
          throw new SocketTimeoutException(
              "the peer took nothing for " + patience.toSeconds() + " s");
        }
        left = drained.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw Causes.interrupted(e);
    } finally {
      lock.unlock();
    }
    check();
  }

  private void check() throws IOException {
    lock.lock();
    try {
      if (failure.isPresent()) {
        throw new IOException(failure.get().getMessage(), failure.get());
      }
    } finally {
      lock.unlock();
    }
  }
}
