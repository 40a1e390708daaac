package org.sealpost.server.notice;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.server.events.Event;
import org.sealpost.server.events.Events;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the user on the desktop what they should know at once. Everything happens on threads of its
 * own: whatever the desktop does, no mail waits. Thread-safe.
 */
public final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  /** Oftener than the daily look needs, since a machine sleeps through timers. */
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private static final Duration BETWEEN_NOTICES = Duration.ofSeconds(1);

  private final Set<NoticeKind> kinds;
  private final NoticeWords words;
  private final Desktop desktop;
  private final Expiries expiries;
  private final InstantSource clock;
  private final Pause pause;
  private final Pace pace = new Pace();
  private final ReentrantLock telling = new ReentrantLock();
  private Instant last = Instant.MIN;
  private Optional<Events.Subscription> subscription = Optional.empty();
  private Optional<Thread> looks = Optional.empty();

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  Notices(
      Set<NoticeKind> kinds,
      NoticeWords words,
      Desktop desktop,
      Expiries expiries,
      InstantSource clock,
      Pause pause) {
    this.kinds = Set.copyOf(kinds);
    this.words = words;
    this.desktop = desktop;
    this.expiries = expiries;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Tells of what happens from now on; of nothing if no kind is wanted.
   *
   * @param environment names the session bus
   * @param toldFile where it is remembered what was told of expiring certificates
   */
  public static Notices start(
      Set<NoticeKind> kinds,
      Locale language,
      Events events,
      CardAgent agent,
      Map<String, String> environment,
      Path toldFile,
      InstantSource clock) {
    Notices notices =
        new Notices(
            kinds,
            new NoticeWords(language),
            new SessionBus(environment, clock),
            new Expiries(new ToldExpiries(toldFile), ZoneId.systemDefault()),
            clock,
            Thread::sleep);
    if (!kinds.isEmpty()) {
      notices.subscription = Optional.of(events.subscribe(notices::hear));
    }
    if (kinds.contains(NoticeKind.EXPIRING)) {
      notices.looks =
          Optional.of(Thread.ofVirtual().name("expiries").start(() -> notices.lookAt(agent)));
    }
    return notices;
  }

  /** Tells what there is to tell of an event. */
  void hear(Event event) {
    if (event instanceof Event.Card(TokenInfo token)) {
      look(token);
    }
    words.of(event).ifPresent(this::tell);
  }

  private void lookAt(CardAgent agent) {
    try {
      while (true) {
        try {
          agent.tokens().forEach(this::look);
        } catch (CardException | RuntimeException e) {
          LOG.debug("it cannot be seen which certificates run out", e);
        }
        pause.of(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      LOG.debug("no more looking at cards", e);
    }
  }

  private void look(TokenInfo token) {
    if (!kinds.contains(NoticeKind.EXPIRING)) {
      return;
    }
    telling.lock();
    try {
      for (ExpiringCertificates expiring : expiries.of(token, clock.instant())) {
        tell(words.expiring(expiring, () -> expiries.told(expiring)));
      }
    } finally {
      telling.unlock();
    }
  }

  private void tell(Notice notice) {
    if (!kinds.contains(notice.kind())) {
      return;
    }
    telling.lock();
    try {
      switch (pace.decide(notice.key(), clock.instant())) {
        case TELL -> show(notice);
        case SUMMARISE -> show(words.summary(notice.kind()));
        case DROP -> LOG.debug("a desktop notice is left out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      telling.unlock();
    }
  }

  private void show(Notice notice) throws InterruptedException {
    Duration since = Duration.between(last, clock.instant());
    if (!since.isNegative() && since.compareTo(BETWEEN_NOTICES) < 0) {
      pause.of(BETWEEN_NOTICES.minus(since));
    }
    last = clock.instant();
    if (desktop.show(notice)) {
      notice.onceShown().run();
    }
  }

  /** Nothing is told any more. */
  @Override
  public void close() {
    subscription.ifPresent(Events.Subscription::close);
    looks.ifPresent(Thread::interrupt);
    telling.lock();
    try {
      desktop.close();
    } finally {
      telling.unlock();
    }
  }
}
