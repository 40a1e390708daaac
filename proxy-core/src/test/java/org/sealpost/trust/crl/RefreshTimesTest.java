package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTimesTest {
  private static final Instant MADE = Instant.parse("2026-06-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.999})
  void aListIsFetchedInItsSecondHalf(double random) {
    Instant next = MADE.plus(Duration.ofHours(24));
    assertThat(RefreshTimes.afterSuccess(MADE, MADE, next, random))
        .isBetween(MADE.plus(Duration.ofHours(12)), MADE.plus(Duration.ofMinutes(1296)));
  }

  @Test
  void afterAnAnswerThatNothingChangedHalfOfTheRestIsWaitedFor() {
    Instant next = MADE.plus(Duration.ofHours(24));
    assertThat(RefreshTimes.afterSuccess(MADE.plus(Duration.ofHours(20)), MADE, next, 0))
        .isEqualTo(MADE.plus(Duration.ofHours(22)));
  }

  @Test
  void aListThatRunsOutAtOnceIsNotAskedForWithoutEnd() {
    assertThat(RefreshTimes.afterSuccess(MADE, MADE, MADE, 0.5))
        .isEqualTo(MADE.plus(Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "2, 120", "3, 240", "7, 3600", "1000000, 3600"})
  void eachFailureDoublesTheWaitUpToAnHour(int times, long seconds) {
    assertThat(RefreshTimes.afterFailure(MADE, times, 0.5)).isEqualTo(MADE.plusSeconds(seconds));
  }
}
