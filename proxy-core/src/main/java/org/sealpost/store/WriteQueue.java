package org.sealpost.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hands what is to be written to one thread of its own, all that waits at once. The thread starts
 * with the first. Thread-safe.
 */
public final class WriteQueue<T> implements AutoCloseable {
  private final int capacity;
  private final Consumer<List<T>> writer;
  private final Duration grace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<T> waiting = new ArrayList<>();
  private final Thread thread;
  private boolean started;
  private boolean writing;
  private boolean closed;

  /**
   * A queue.
   *
   * @param writer must not throw
   * @param grace how long closing waits for what is still to be written
   */
  public WriteQueue(String name, int capacity, Duration grace, Consumer<List<T>> writer) {
    this.capacity = capacity;
    this.writer = writer;
    this.grace = grace;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::write);
  }

  /** Takes one, at once; returns false where there is no room, or no more writing. */
  public boolean offer(T one) {
    lock.lock();
    try {
      if (closed || waiting.size() == capacity) {
        return false;
      }
      waiting.add(one);
      changed.signalAll();
      if (!started) {
        started = true;
        thread.start();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    List<T> batch = next();
    while (!batch.isEmpty()) {
      writer.accept(batch);
      batch = next();
    }
  }

  /** All that waits; empty at the end. */
  private List<T> next() {
    lock.lock();
    try {
      writing = false;
      changed.signalAll();
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      List<T> batch = List.copyOf(waiting);
      waiting.clear();
      writing = !batch.isEmpty();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was taken is written. */
  public void flush() {
    lock.lock();
    try {
      while (writing || !waiting.isEmpty()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more, and lets what waits be written. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      if (!started) {
        return;
      }
    } finally {
      lock.unlock();
    }
    try {
      thread.join(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
