package org.sealpost.server.events;

import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on. Whoever publishes never waits: each subscriber has a thread and a short queue
 * of its own, and misses what does not fit into it. Thread-safe.
 */
public final class Events implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  /** How many events wait for one subscriber. */
  public static final int MOST_WAITING = 256;

  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** Someone who is told, until closed. */
  public static final class Subscription implements AutoCloseable {
    private final Events events;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Consumer<Event> subscriber;
    private final Thread thread;

    private Subscription(Events events, Consumer<Event> subscriber) {
      this.events = events;
      this.subscriber = subscriber;
      this.thread = Thread.ofVirtual().name("events").unstarted(this::run);
    }

    private void run() {
      try {
        while (true) {
          Event event = waiting.take();
          try {
            subscriber.accept(event);
          } catch (RuntimeException e) {
            LOG.warn("an event was not dealt with", e);
          }
        }
      } catch (InterruptedException e) {
        LOG.debug("no more events are told", e);
      }
    }

    /** Nothing is told any more; what is being dealt with is interrupted. */
    @Override
    public void close() {
      events.subscriptions.remove(this);
      thread.interrupt();
    }
  }

  /**
   * Tells the subscriber of everything from now on, one after the other, on a thread of its own.
   */
  public Subscription subscribe(Consumer<Event> subscriber) {
    Subscription subscription = new Subscription(this, subscriber);
    subscriptions.add(subscription);
    subscription.thread.start();
    return subscription;
  }

  /** Tells all subscribers; returns at once. */
  public void publish(Event event) {
    for (Subscription subscription : subscriptions) {
      if (!subscription.waiting.offer(event)) {
        LOG.debug("a subscriber is too slow and misses an event");
      }
    }
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }
}
