package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an agent begins anew. */
class RebirthTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Instant> births = new ArrayList<>();
  private Instant now = START;
  private boolean hangs;

  private Rebirth rebirth(Optional<String> last) {
    return new Rebirth(() -> hangs, last, () -> now, births::add);
  }

  private static String written(Instant time) {
    return String.valueOf(time.toEpochMilli());
  }

  @Test
  void anAgentWhoseModulesAnswerGoesOn() {
    Rebirth rebirth = rebirth(Optional.empty());
    rebirth.look();
    assertThat(births).isEmpty();
  }

  @Test
  void aModuleThatHangsIsLeftByBeginningAnewAtOnce() {
    Rebirth rebirth = rebirth(Optional.empty());
    hangs = true;
    rebirth.look();
    assertThat(births).containsExactly(START);
  }

  @Test
  void whereItHangsAgainAtOnceTheAgentStaysForTheRestOfTheMinute() {
    hangs = true;
    Rebirth rebirth = rebirth(Optional.of(written(START.minusSeconds(40))));
    for (int i = 0; i < 3; i++) {
      rebirth.look();
    }
    assertThat(births).isEmpty();
    now = START.plusSeconds(20);
    rebirth.look();
    assertThat(births).containsExactly(now);
  }

  @Test
  void anAgentThatCouldNotIsNotAskedToMoreThanOnceAMinute() {
    hangs = true;
    Rebirth rebirth = rebirth(Optional.empty());
    for (int second = 0; second < 130; second++) {
      now = START.plusSeconds(second);
      rebirth.look();
    }
    assertThat(births).containsExactly(START, START.plusSeconds(60), START.plusSeconds(120));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1e9", "99999999999999999999"})
  void aMarkThatIsNoTimeHindersNothing(String mark) {
    hangs = true;
    rebirth(Optional.of(mark)).look();
    assertThat(births).hasSize(1);
  }

  @Test
  void aClockThatWasSetBackDoesNotKeepTheAgentForLongerThanThat() {
    hangs = true;
    rebirth(Optional.of(written(START.plus(Duration.ofDays(400))))).look();
    assertThat(births).hasSize(1);
  }
}
