package org.sealpost.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CardAuthoritiesTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-06-01T12:00:00Z"));
  private final FakeCardAgent agent = new FakeCardAgent();
  private final CardAuthorities authorities = new CardAuthorities(agent, now::get);

  @Test
  void theCertificatesAboveTheHoldersOwnAreOffered() {
    agent.token("card", MING.signing(), MING.encryption());
    assertThat(authorities.get())
        .contains(PKI.root().certificate())
        .doesNotContain(MING.signing().certificate());
  }

  @Test
  void withoutTheAgentThereAreNoneAndNothingFails() {
    agent.unreachable();
    assertThat(authorities.get()).isEmpty();
  }

  @Test
  void whatWasSeenCountsOnWhereTheAgentIsGoneAndIsReadAnewAfterAMinute() {
    agent.token("card", MING.signing());
    assertThat(authorities.get()).isNotEmpty();
    agent.unreachable();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
    assertThat(authorities.get()).isNotEmpty();
  }
}
