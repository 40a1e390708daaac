package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LastDayTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-01-31");

  @ParameterizedTest
  @CsvSource({
    "2026-12-31, 2026-12-31",
    "90 days, 2026-05-01",
    "1 day, 2026-02-01",
    "2 Weeks, 2026-02-14",
    "1 month, 2026-02-28",
    "1year, 2027-01-31",
  })
  void aDateOrAPeriodGivesTheDay(String written, LocalDate day) {
    assertThat(LastDay.read(written, TODAY)).contains(new LastDay(day));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "31.12.2026", "2026-02-30", "0 days", "-1 days", "1 hour", "9"})
  void nothingElseDoes(String written) {
    assertThat(LastDay.read(written, TODAY)).isEmpty();
  }

  @Test
  void itEndsWithTheDayWhereTheUserIs() {
    LastDay day = new LastDay(LocalDate.parse("2026-12-31"));
    assertThat(day.end(ZoneId.of("Asia/Taipei"))).isEqualTo(Instant.parse("2026-12-31T15:59:59Z"));
    assertThat(day.end(ZoneId.of("America/New_York")))
        .isEqualTo(Instant.parse("2027-01-01T04:59:59Z"));
  }
}
