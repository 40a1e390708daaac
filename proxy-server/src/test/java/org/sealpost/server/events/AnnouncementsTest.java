package org.sealpost.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.VerdictKeeper;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentMail;
import org.sealpost.trust.Verdict;

class AnnouncementsTest {
  private static final SentMail SENT =
      new SentMail(
          "ming@example.tw",
          "1@example.tw",
          Instant.EPOCH,
          1,
          250,
          "ok",
          Optional.empty(),
          Optional.empty(),
          List.of(SentDelivery.notSent(List.of("a@b.tw"))));

  private static final JudgedMail JUDGED =
      new JudgedMail(
          Optional.empty(), "2@b.tw", List.of(), Instant.EPOCH, new Verdict.Unsigned(), List.of());

  private final Events events = new Events();
  private final Announcements announcements = new Announcements(events);
  private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void subscribe() {
    Events.Subscription _ = events.subscribe(heard::add);
  }

  @AfterEach
  void close() {
    events.close();
  }

  private Event next() throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void whatIsRecordedIsToldToo() throws Exception {
    BlockingQueue<SentMail> recorded = new LinkedBlockingQueue<>();

    announcements.afterRecording(recorded::add).accept(SENT);

    assertThat(recorded).containsExactly(SENT);
    assertThat(next()).isEqualTo(new Event.Sent(SENT));
  }

  @Test
  void aVerdictThatIsNotKeptIsToldAllTheSame() throws Exception {
    VerdictKeeper failing =
        mail -> {
          throw new IllegalStateException("no room");
        };

    assertThatThrownBy(() -> announcements.afterKeeping(failing).keep(JUDGED))
        .hasMessage("no room");
    assertThat(next()).isEqualTo(new Event.Opened(JUDGED));
  }

  @Test
  void aMailThatStaysOnTheServerIsTold() throws Exception {
    announcements.keptBack("ming@example.tw", Phrase.verbatim("Insert the card."));

    assertThat(next())
        .isEqualTo(new Event.KeptBack("ming@example.tw", Phrase.verbatim("Insert the card.")));
  }
}
