package org.sealpost.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.server.events.Event;

class NoticesTest {
  private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

  @TempDir Path folder;
  private final List<Notice> shown = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = START;
  private boolean desktopWorks = true;

  private Notices notices(Set<NoticeKind> kinds) {
    Desktop desktop =
        new Desktop() {
          @Override
          public boolean show(Notice notice) {
            if (desktopWorks) {
              shown.add(notice);
            }
            return desktopWorks;
          }

          @Override
          public void close() {
            shown.clear();
          }
        };
    return new Notices(
        kinds,
        new NoticeWords(Locale.ENGLISH),
        desktop,
        new Expiries(new ToldExpiries(folder.resolve("told")), ZoneOffset.UTC),
        () -> now,
        time -> {
          pauses.add(time);
          now = now.plus(time);
        });
  }

  private static Event keptBack(int number) {
    return new Event.KeptBack("user" + number + "@example.tw", Phrase.verbatim("Insert the card."));
  }

  @Test
  void whatIsNotWantedIsNotTold() {
    Notices notices = notices(EnumSet.of(NoticeKind.REFUSED, NoticeKind.EXPIRING));

    notices.hear(keptBack(1));

    assertThat(shown).isEmpty();
  }

  @Test
  void atMostOneASecondTenAMinuteThenOneSummary() {
    Notices notices = notices(EnumSet.allOf(NoticeKind.class));

    for (int i = 0; i < 30; i++) {
      notices.hear(keptBack(i));
    }

    assertThat(shown).hasSize(11);
    assertThat(shown.getLast().title()).isEqualTo("More has happened");
    assertThat(pauses).hasSize(10).allMatch(Duration.ofSeconds(1)::equals);
  }

  @Test
  void aCardWhoseCertificateEndsSoonIsToldOnceWhenTheDesktopTookIt() throws Exception {
    Notices notices = notices(EnumSet.allOf(NoticeKind.class));
    Event card =
        new Event.Card(
            Certificates.card(Certificates.ending("Ming", START.plus(Duration.ofDays(5)))));
    desktopWorks = false;
    notices.hear(card);

    desktopWorks = true;
    now = now.plus(Duration.ofMinutes(6));
    notices.hear(card);
    assertThat(shown).singleElement().returns(NoticeKind.EXPIRING, Notice::kind);

    now = now.plus(Duration.ofMinutes(6));
    notices.hear(card);
    assertThat(shown).hasSize(1);
  }
}
