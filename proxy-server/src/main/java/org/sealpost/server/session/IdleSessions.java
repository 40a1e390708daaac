package org.sealpost.server.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Wakes the sessions that wait for a command when the server closes, and only those: a mail that is
 * on its way gets to its end. Thread-safe.
 */
public final class IdleSessions {
  private final Set<Thread> waiting = new HashSet<>();
  private boolean closing;

  /** Waits for a client. */
  public interface Waiting<T> {
    T run() throws IOException;
  }

  /**
   * Waits for the client of the calling session.
   *
   * @throws InterruptedIOException if the server closes before that or meanwhile
   */
  public <T> T await(Waiting<T> waiting) throws IOException {
    begin();
    try {
      return waiting.run();
    } finally {
      end();
    }
  }

  private synchronized void begin() throws InterruptedIOException {
    if (closing) {
      throw new InterruptedIOException("the server closes");
    }
    waiting.add(Thread.currentThread());
  }

  private synchronized void end() {
    waiting.remove(Thread.currentThread());
    if (closing) {
      // Only the waiting was to be interrupted; the client is still to be told.
      Thread.interrupted();
    }
  }

  /** From now on nobody waits. */
  public synchronized void close() {
    closing = true;
    waiting.forEach(Thread::interrupt);
  }
}
