package org.sealpost.server.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sealpost.server.events.Event;
import org.sealpost.server.events.Events;

/**
 * Tells open pages that something happened, as server-sent events (WHATWG HTML §9.2): only of what
 * kind it was, upon which a page asks again for the part that shows it. Thread-safe.
 */
final class LiveEvents implements AutoCloseable {
  /** Open pages; more get nothing live. */
  private static final int MOST = 32;

  /** A line now and then tells a page that has gone. */
  private static final long HEARTBEAT_SECONDS = 5;

  private final Events events;
  private final Map<Thread, BlockingQueue<String>> streams = new ConcurrentHashMap<>();
  private final Semaphore places = new Semaphore(MOST);
  private volatile boolean closed;

  LiveEvents(Events events) {
    this.events = events;
  }

  /** Takes one of the places, unless all are taken; whoever has one gives it back. */
  boolean take() {
    return places.tryAcquire();
  }

  void giveBack() {
    places.release();
  }

  /** Tells all open pages of something that is not an event of the proxy's. */
  void tell(String kind) {
    streams.values().forEach(waiting -> waiting.offer(kind));
  }

  /**
   * Tells until the page goes, or this is closed.
   *
   * @param wanted whether it is still to be told
   */
  void stream(OutputStream out, BooleanSupplier wanted) throws IOException {
    BlockingQueue<String> waiting = new ArrayBlockingQueue<>(Events.MOST_WAITING);
    streams.put(Thread.currentThread(), waiting);
    try (Events.Subscription _ = events.subscribe(event -> waiting.offer(kind(event)))) {
      write(out, "retry: 3000\n\n");
      while (!closed && wanted.getAsBoolean()) {
        String kind = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        write(out, kind == null ? ":\n\n" : "event: " + kind + "\ndata: \n\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.remove(Thread.currentThread());
    }
  }

  private static String kind(Event event) {
    return switch (event) {
      case Event.Card _ -> "card";
      case Event.Sent _ -> "sent";
      case Event.Opened _, Event.JudgedAgain _ -> "opened";
      case Event.KeptBack _ -> "kept-back";
      case Event.CertificateChanged _ -> "book";
    };
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed = true;
    streams.keySet().forEach(Thread::interrupt);
  }
}
