package org.sealpost.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Failure;

class PinWaitTest {
  @Test
  void promptsTogetherWaitNoLongerThanTheWhole() throws Exception {
    PinWait pinWait = new PinWait(Duration.ofSeconds(45));

    Duration first = pinWait.prompting(wait -> wait);
    Duration second = pinWait.prompting(wait -> wait);

    assertThat(first).isEqualTo(Duration.ofSeconds(45));
    assertThat(second).isLessThan(first);
  }

  @Test
  void whatIsLeftIsNeverNegative() throws Exception {
    PinWait pinWait = new PinWait(Duration.ofNanos(1));

    assertThat(pinWait.<Duration>prompting(wait -> wait)).isEqualTo(Duration.ofNanos(1));
    assertThat(pinWait.<Duration>prompting(wait -> wait)).isEqualTo(Duration.ZERO);
  }

  @Test
  void aKeyThatIsUnlockedHasTimeToWork() throws Exception {
    PinWait pinWait = new PinWait(Duration.ZERO);

    assertThat(pinWait.<Duration>operating(wait -> wait)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aCardErrorBecomesAFailure() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(
            () ->
                new PinWait(Duration.ZERO)
                    .prompting(
                        wait -> {
                          throw new CardException(CardError.LOCKED, "Run \"sealpost unlock\".");
                        }))
        .withMessageContaining("sealpost unlock");
  }
}
