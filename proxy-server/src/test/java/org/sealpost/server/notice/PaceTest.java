package org.sealpost.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.server.notice.Pace.Decision.DROP;
import static org.sealpost.server.notice.Pace.Decision.SUMMARISE;
import static org.sealpost.server.notice.Pace.Decision.TELL;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private final Pace pace = new Pace();

  @Test
  void theSameThingIsNotToldTwiceWithinMinutes() {
    assertThat(pace.decide("a", NOW)).isEqualTo(TELL);
    assertThat(pace.decide("a", NOW.plusSeconds(299))).isEqualTo(DROP);
    assertThat(pace.decide("b", NOW.plusSeconds(299))).isEqualTo(TELL);
    assertThat(pace.decide("a", NOW.plusSeconds(300))).isEqualTo(TELL);
  }

  @Test
  void tenAMinuteAreToldThenThatThereIsMoreOnceThenNothing() {
    for (int i = 0; i < 10; i++) {
      assertThat(pace.decide("first " + i, NOW)).isEqualTo(TELL);
    }
    assertThat(pace.decide("more", NOW.plusSeconds(1))).isEqualTo(SUMMARISE);
    assertThat(pace.decide("still more", NOW.plusSeconds(2))).isEqualTo(DROP);
    assertThat(pace.decide("more", NOW.plusSeconds(60))).isEqualTo(TELL);
  }

  @Test
  void aClockThatWasSetBackDoesNotSilenceForLong() {
    for (int i = 0; i < 10; i++) {
      pace.decide("before " + i, NOW);
    }
    assertThat(pace.decide("before 1", NOW.minusSeconds(86_400))).isEqualTo(TELL);
  }
}
