package org.sealpost.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Phrase;

class EventsTest {
  private final Events events = new Events();
  private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();

  @Test
  void everyEventIsToldInItsOrder() throws InterruptedException {
    try (Events.Subscription _ = events.subscribe(told::add)) {
      events.publish(event("one"));
      events.publish(event("two"));
      assertThat(List.of(next(), next())).containsExactly(event("one"), event("two"));
    }
  }

  @Test
  void aSubscriberThatHangsHoldsUpNobodyElse() throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    try (Events.Subscription _ = events.subscribe(_ -> hang(released));
        Events.Subscription _ = events.subscribe(told::add)) {
      for (int i = 0; i < 2 * Events.MOST_WAITING; i++) {
        events.publish(event("event " + i));
        assertThat(next()).isEqualTo(event("event " + i));
      }
    } finally {
      released.countDown();
    }
  }

  @Test
  void aSubscriberThatFailsIsToldOfTheNext() throws InterruptedException {
    try (Events.Subscription _ =
        events.subscribe(
            event -> {
              told.add(event);
              throw new IllegalStateException("it cannot deal with that");
            })) {
      events.publish(event("one"));
      events.publish(event("two"));
      assertThat(List.of(next(), next())).containsExactly(event("one"), event("two"));
    }
  }

  @Test
  void whoHasLeftIsToldNothing() throws InterruptedException {
    events.subscribe(told::add).close();
    BlockingQueue<Event> others = new LinkedBlockingQueue<>();
    try (Events.Subscription _ = events.subscribe(others::add)) {
      events.publish(event("one"));
      assertThat(others.poll(10, TimeUnit.SECONDS)).isEqualTo(event("one"));
    }
    assertThat(told).isEmpty();
  }

  private Event next() throws InterruptedException {
    return told.poll(10, TimeUnit.SECONDS);
  }

  private static void hang(CountDownLatch released) {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Event event(String name) {
    return new Event.KeptBack("ming@example.tw", Phrase.verbatim(name));
  }
}
