package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepWatchTest {
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long monotonic = Long.MAX_VALUE - 5;

  @ParameterizedTest
  @CsvSource({
    "1,1,false",
    "0,0,false",
    "20,20,false",
    "4,1,false",
    "1,4,false",
    "8,1,true",
    "28800,1,true",
    "-3600,1,true",
    "61,61,true"
  })
  void aMachineThatSleptIsTellable(long wallSeconds, long monotonicSeconds, boolean slept) {
    SleepWatch watch = new SleepWatch(() -> wall, () -> monotonic);
    assertThat(watch.slept()).isFalse();
    wall = wall.plusSeconds(wallSeconds);
    monotonic += Duration.ofSeconds(monotonicSeconds).toNanos();
    assertThat(watch.slept()).isEqualTo(slept);
    assertThat(watch.slept()).as("once").isFalse();
  }
}
