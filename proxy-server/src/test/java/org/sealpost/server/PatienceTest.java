package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

class PatienceTest {
  private static final Duration WANTED = Duration.ofSeconds(2);
  private static final RevocationStatus NOT_YET =
      new RevocationStatus.Unknown(new Cause.NotYet("http://ca.example/list"));
  private static final RevocationStatus NO_SOURCE =
      new RevocationStatus.Unknown(new Cause.NoSource());

  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private final Patience patience = new Patience(() -> now);

  @Test
  void aFullMailboxDoesNotWaitForOneListWithEachMail() {
    assertThat(patience.left(WANTED)).isEqualTo(WANTED);
    patience.learnt(List.of(NO_SOURCE, NOT_YET));
    assertThat(patience.left(WANTED)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void whatCameMakesItWhole() {
    patience.learnt(List.of(NOT_YET));
    patience.learnt(List.of(NO_SOURCE));
    assertThat(patience.left(WANTED)).isEqualTo(WANTED);
  }

  @Test
  void afterAWhileItIsWholeAgain() {
    patience.learnt(List.of(NOT_YET));
    now = now.plus(Duration.ofSeconds(31));
    assertThat(patience.left(WANTED)).isEqualTo(WANTED);
  }

  @Test
  void whoWantsToWaitLessWaitsLess() {
    patience.learnt(List.of(NOT_YET));
    assertThat(patience.left(Duration.ZERO)).isEqualTo(Duration.ZERO);
  }
}
