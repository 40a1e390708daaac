package org.sealpost.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the event loop received and one reader has not taken yet. The channel is asked for more only
 * while less than {@link #ENOUGH} bytes wait, so that TCP slows the peer down to the reader's pace.
 *
 * <p>Methods under "event loop" are called there; the stream's methods by the reader alone.
 */
final class Inlet extends InputStream {
  private static final int ENOUGH = 256 * 1024;
  private static final int LITTLE = 64 * 1024;

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
  private int queued;
  private boolean reading = true;
  private boolean ended;
  private boolean discarding;
  private Optional<IOException> failure = Optional.empty();
  private Duration timeout;

  /** The reader's own; empty between blocks. */
  private Optional<ByteBuf> current = Optional.empty();

  Inlet(Channel channel, Duration timeout) {
    this.channel = channel;
    this.timeout = timeout;
  }

  // Event loop

  void received(ByteBuf block) {
    lock.lock();
    try {
      if (discarding || !block.isReadable()) {
        block.release();
        return;
      }
      queue.add(block);
      queued += block.readableBytes();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the channel is to be read on. */
  boolean wantsMore() {
    lock.lock();
    try {
      reading = discarding || queued < ENOUGH;
      return reading;
    } finally {
      lock.unlock();
    }
  }

  void end(Optional<IOException> cause) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = cause;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Hands over what waits. */
  List<ByteBuf> takeAll() {
    lock.lock();
    try {
      List<ByteBuf> all = List.copyOf(queue);
      queue.clear();
      queued = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Throws away what waits; tells how many bytes that was. */
  int clear() {
    List<ByteBuf> thrown = takeAll();
    int bytes = thrown.stream().mapToInt(ByteBuf::readableBytes).sum();
    thrown.forEach(ByteBuf::release);
    return bytes;
  }

  /** From here on nothing is kept: the reader is gone. */
  void discard() {
    lock.lock();
    try {
      discarding = true;
      clear();
    } finally {
      lock.unlock();
    }
  }

  // Reader

  void timeout(Duration value) {
    lock.lock();
    try {
      timeout = value;
    } finally {
      lock.unlock();
    }
  }

  /** Releases the reader's block; tells how many bytes of it were not read. */
  int dropCurrent() {
    int left = current.map(ByteBuf::readableBytes).orElse(0);
    current.ifPresent(ByteBuf::release);
    current = Optional.empty();
    return left;
  }

  @Override
  public int read() throws IOException {
    Optional<ByteBuf> block = block();
    return block.isPresent() ? block.get().readUnsignedByte() : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    Optional<ByteBuf> block = block();
    if (block.isEmpty()) {
      return -1;
    }
    int count = Math.min(length, block.get().readableBytes());
    block.get().readBytes(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return queued + current.map(ByteBuf::readableBytes).orElse(0);
    } finally {
      lock.unlock();
    }
  }

  /** A block with at least a byte, or nothing at the end. */
  private Optional<ByteBuf> block() throws IOException {
    if (current.isPresent() && current.get().isReadable()) {
      return current;
    }
    dropCurrent();
    current = take();
    return current;
  }

  private Optional<ByteBuf> take() throws IOException {
    boolean readMore;
    Optional<ByteBuf> block;
    lock.lock();
    try {
      awaitBlock();
      block = Optional.ofNullable(queue.poll());
      if (block.isEmpty()) {
        if (failure.isPresent()) {
          throw new IOException(failure.get().getMessage(), failure.get());
        }
        return block;
      }
      queued -= block.get().readableBytes();
      readMore = !reading && queued < LITTLE;
      reading |= readMore;
    } finally {
      lock.unlock();
    }
    if (readMore) {
      channel.read();
    }
    return block;
  }

  private void awaitBlock() throws IOException {
    long left = timeout.toNanos();
    while (queue.isEmpty() && !ended) {
      if (left <= 0) {
        throw new SocketTimeoutException("nothing received for " + timeout.toSeconds() + " s");
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        throw Causes.interrupted(e);
      }
    }
  }
}
