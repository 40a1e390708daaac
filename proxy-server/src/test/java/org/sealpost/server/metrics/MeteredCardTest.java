package org.sealpost.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;

class MeteredCardTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** Lists no tokens and fails at all else. */
  private static CardAgent agent() {
    return (CardAgent)
        Proxy.newProxyInstance(
            CardAgent.class.getClassLoader(),
            new Class<?>[] {CardAgent.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("tokens")) {
                return List.of();
              }
              throw new CardException(CardError.PIN_PENDING, "wait");
            });
  }

  @Test
  void callsAreTimedByOperationAndOutcome() throws Exception {
    MeteredCard card = new MeteredCard(agent(), meters);

    assertThat(card.tokens()).isEmpty();
    assertThatThrownBy(card::lock).isInstanceOf(CardException.class);

    assertThat(count("tokens", "ok")).isEqualTo(1);
    assertThat(count("lock", "pin-pending")).isEqualTo(1);
  }

  private long count(String operation, String outcome) {
    return meters
        .get("sealpost.card.operations")
        .tags("operation", operation, "outcome", outcome)
        .timer()
        .count();
  }
}
