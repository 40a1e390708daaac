package org.sealpost.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sealpost.server.events.Event;
import org.sealpost.server.events.Events;
import org.sealpost.trust.VerdictKind;
import org.sealpost.verdicts.KeptMail;

/** What open pages are told. */
class LiveEventsTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final int MOST_LINES = 20;

  @Test
  void aVerdictThatIsCompletedLaterIsToldToThePagesOfOpenedMails() throws IOException {
    KeptMail mail =
        new KeptMail(
            "ming@example.test",
            "secret@example.test",
            List.of("mei@example.test"),
            NOON,
            NOON,
            VerdictKind.VALID,
            Optional.empty(),
            Optional.of(NOON),
            List.of(),
            Optional.empty());
    try (Events events = new Events();
        LiveEvents live = new LiveEvents(events)) {
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      AtomicInteger lines = new AtomicInteger();
      live.stream(
          page,
          () -> {
            if (lines.getAndIncrement() == 0) {
              events.publish(new Event.JudgedAgain(mail));
            }
            return !page.toString(UTF_8).contains("event:") && lines.get() < MOST_LINES;
          });

      assertThat(page.toString(UTF_8)).contains("event: opened\n").doesNotContain("example");
    }
  }
}
