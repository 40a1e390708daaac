package org.sealpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Failure;

/** What is not known for the moment decides neither for nor against encryption. */
class SilentDirectoryTest {
  private static final Recipient KNOWN = new Recipient("known@example.tw", true, Optional.empty());
  private static final Recipient NONE =
      new Recipient(
          "none@example.tw", true, Optional.of(new Obstacle("has none", Obstacle.Kind.NONE_KNOWN)));
  private static final Recipient LAPSED =
      new Recipient(
          "lapsed@example.tw",
          true,
          Optional.of(new Obstacle("has expired", Obstacle.Kind.LAPSED)));
  private static final Recipient UNASKED =
      new Recipient(
          "unasked@example.tw",
          true,
          Optional.of(new Obstacle("is not known", Obstacle.Kind.NOT_ASKED)));

  @ParameterizedTest(name = "{0} with {1}: {2}")
  @CsvSource({
    "WHEN_POSSIBLE, known,         sent",
    "WHEN_POSSIBLE, known none,    sent",
    "WHEN_POSSIBLE, unasked,       451",
    "WHEN_POSSIBLE, known unasked, 451",
    "WHEN_POSSIBLE, none unasked,  451",
    "WHEN_POSSIBLE, lapsed unasked, 550",
    "REQUIRED,      unasked,       451",
    "REQUIRED,      known unasked, 451",
    "REQUIRED,      none unasked,  550",
    "NONE,          unasked,       sent"
  })
  void aMailThatMayHaveToBeEncryptedWaits(Encryption encryption, String who, String outcome) {
    for (boolean split : List.of(false, true)) {
      waits(encryption, who, outcome, split);
    }
  }

  private static void waits(Encryption encryption, String who, String outcome, boolean split) {
    List<Recipient> recipients =
        List.of(who.split(" ")).stream()
            .map(
                name ->
                    switch (name) {
                      case "known" -> KNOWN;
                      case "none" -> NONE;
                      case "lapsed" -> LAPSED;
                      default -> UNASKED;
                    })
            .toList();
    SendPlan plan =
        Planner.plan(
            new PlanRequest(
                new Wanted(
                    true,
                    Decider.ACCOUNT,
                    encryption,
                    Decider.ACCOUNT,
                    Optional.empty(),
                    true,
                    split),
                ExistingProtection.NONE,
                recipients,
                Set.of()));
    switch (plan) {
      case SendPlan.Protect _ -> assertThat(outcome).isEqualTo("sent");
      case SendPlan.Refuse refuse -> {
        Failure failure = refuse.failure();
        assertThat(failure.replyCode()).hasToString(outcome);
        if (failure.temporary()) {
          assertThat(failure.enhancedCode()).isEqualTo("4.4.3");
          assertThat(failure.text())
              .contains("unasked@example.tw is not known")
              .contains("Send again");
        }
      }
    }
  }
}
