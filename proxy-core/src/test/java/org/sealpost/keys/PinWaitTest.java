package org.sealpost.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Failure;

class PinWaitTest {
  private static final CardName CARD = new CardName("自然人憑證", "0123");

  @Test
  void promptsTogetherWaitNoLongerThanTheWhole() throws Exception {
    PinWait pinWait = new PinWait(Duration.ofSeconds(45));

    Duration first = pinWait.prompting(CARD, wait -> wait);
    Duration second = pinWait.prompting(CARD, wait -> wait);

    assertThat(first).isEqualTo(Duration.ofSeconds(45));
    assertThat(second).isLessThan(first);
  }

  @Test
  void whatIsLeftIsNeverNegative() throws Exception {
    PinWait pinWait = new PinWait(Duration.ofNanos(1));

    assertThat(pinWait.<Duration>prompting(CARD, wait -> wait)).isEqualTo(Duration.ofNanos(1));
    assertThat(pinWait.<Duration>prompting(CARD, wait -> wait)).isEqualTo(Duration.ZERO);
  }

  @Test
  void aKeyThatIsUnlockedHasTimeToWork() throws Exception {
    PinWait pinWait = new PinWait(Duration.ZERO);

    assertThat(pinWait.<Duration>operating(CARD, wait -> wait)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aCardErrorBecomesAFailure() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(
            () ->
                new PinWait(Duration.ZERO)
                    .prompting(
                        CARD,
                        wait -> {
                          throw new CardException(
                              CardError.LOCKED,
                              "The card \"自然人憑證\" is locked. Run \"sealpost unlock\".");
                        }))
        .withMessageContaining("sealpost unlock")
        .withMessageContaining("card \"0123\"");
  }
}
