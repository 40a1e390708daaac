package org.sealpost.trust.fetch;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * A client that is made for the first request: most days nothing has to be fetched, and two hundred
 * classes need not be loaded to wait for that. Thread-safe.
 */
final class LateClient implements AutoCloseable {
  private final Supplier<CloseableHttpClient> maker;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<CloseableHttpClient> made = Optional.empty();
  private boolean closed;

  LateClient(Supplier<CloseableHttpClient> maker) {
    this.maker = maker;
  }

  /** The client; one that refuses every request after {@link #close}. */
  CloseableHttpClient get() {
    lock.lock();
    try {
      CloseableHttpClient client = made.orElseGet(maker);
      made = Optional.of(client);
      if (closed) {
        client.close(CloseMode.IMMEDIATE);
      }
      return client;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      made.ifPresent(client -> client.close(CloseMode.IMMEDIATE));
    } finally {
      lock.unlock();
    }
  }
}
