package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Hands bytes from the thread that fetches a list to the one that reads it. Either waits for the
 * other; when the reader leaves, writing fails.
 */
final class Pipe {
  private static final int CAPACITY = 128 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] ring = new byte[CAPACITY];
  private long written;
  private long taken;
  private boolean ended;
  private boolean left;
  private Optional<IOException> failure = Optional.empty();

  /** What is written goes to the reader; closing it does nothing. */
  OutputStream sink() {
    return new Sink();
  }

  /** Closing it makes writing fail. */
  InputStream source() {
    return new Source();
  }

  /** No more bytes come. */
  void end() {
    finish(Optional.empty());
  }

  /** No more bytes come, and the reader gets this error after the last. */
  void fail(IOException reason) {
    finish(Optional.of(reason));
  }

  private void finish(Optional<IOException> reason) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the first byte.
   *
   * @return false if the end comes instead
   */
  boolean begins() throws IOException {
    lock.lock();
    try {
      awaitBytes();
      return written > taken;
    } finally {
      lock.unlock();
    }
  }

  private void awaitBytes() throws IOException {
    await(() -> written > taken || ended);
    if (written == taken && failure.isPresent()) {
      throw failure.get();
    }
  }

  private void await(BooleanSupplier condition) throws InterruptedIOException {
    try {
      while (!condition.getAsBoolean()) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private int take(byte[] into, int from, int length) throws IOException {
    lock.lock();
    try {
      awaitBytes();
      int position = (int) (taken % CAPACITY);
      int count = (int) Math.min(length, Math.min(written - taken, CAPACITY - position));
      if (count == 0) {
        return length == 0 ? 0 : -1;
      }
      System.arraycopy(ring, position, into, from, count);
      taken += count;
      changed.signalAll();
      return count;
    } finally {
      lock.unlock();
    }
  }

  private int put(byte[] bytes, int from, int length) throws IOException {
    lock.lock();
    try {
      await(() -> written - taken < CAPACITY || left);
      if (left) {
        throw new IOException("the reader has left");
      }
      int position = (int) (written % CAPACITY);
      int count =
          (int) Math.min(length, Math.min(CAPACITY - (written - taken), CAPACITY - position));
      System.arraycopy(bytes, from, ring, position, count);
      written += count;
      changed.signalAll();
      return count;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      left = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        done += put(bytes, from + done, length - done);
      }
    }
  }

  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return take(into, from, length);
    }

    @Override
    public void close() {
      leave();
    }
  }
}
