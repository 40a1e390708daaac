package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets a server that closes wake the sessions that wait for a command, and only those: a mail that
 * is on its way is not disturbed. Thread-safe.
 */
final class IdleGate {
  private final Set<Thread> idle = new HashSet<>();
  private boolean closing;

  /** Something that waits for the client. */
  interface Waiting<T> {
    T run() throws IOException;
  }

  /**
   * Waits for the client.
   *
   * @throws InterruptedIOException if the server closes before or meanwhile
   */
  <T> T whileIdle(Waiting<T> waiting) throws IOException {
    enter();
    try {
      return waiting.run();
    } finally {
      leave();
    }
  }

  private synchronized void enter() throws InterruptedIOException {
    if (closing) {
      throw new InterruptedIOException("the server closes");
    }
    idle.add(Thread.currentThread());
  }

  private synchronized void leave() {
    idle.remove(Thread.currentThread());
    if (closing) {
      // It was meant for the waiting; the good-bye must still be sent.
      Thread.interrupted();
    }
  }

  synchronized void close() {
    closing = true;
    idle.forEach(Thread::interrupt);
  }
}
