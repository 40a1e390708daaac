package org.sealpost.trust.fetch;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Ends a request when its time is over, whatever it is doing: a server that sends a byte now and
 * then never lets a socket's own timeout run out.
 */
final class Cutter implements AutoCloseable {
  private final HttpUriRequestBase request;
  private final Thread watch;

  Cutter(HttpUriRequestBase request, Deadline deadline) {
    this.request = request;
    this.watch = Thread.ofVirtual().name("fetch-deadline").start(() -> cutAt(deadline));
  }

  private void cutAt(Deadline deadline) {
    try {
      Thread.sleep(deadline.left());
      request.cancel();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts off what is left; closing a response would wait for the rest of it. */
  @Override
  public void close() {
    watch.interrupt();
    request.cancel();
  }
}
