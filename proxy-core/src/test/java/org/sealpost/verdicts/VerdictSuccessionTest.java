package org.sealpost.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.sealpost.verdicts.Desk.SIGNER;
import static org.sealpost.verdicts.Desk.T0;
import static org.sealpost.verdicts.Desk.good;
import static org.sealpost.verdicts.Desk.notYet;
import static org.sealpost.verdicts.Desk.revoked;
import static org.sealpost.verdicts.Desk.signature;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.revocation.RevocationStatus;

/** Mails are judged again by one configuration at a time. */
class VerdictSuccessionTest {
  @TempDir private Path folder;
  private Desk desk;

  @BeforeEach
  void openAMailThatLacksAnAnswer() {
    desk = new Desk(folder.resolve("state/sealpost.db"));
    desk.revocation(SIGNER, notYet());
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.later(Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static CertificateTrust trust(Supplier<RevocationStatus> ofTheSigner) {
    return new CertificateTrust(
        TrustBasis.of(TrustAnchors.of(List.of(Desk.ROOT.certificate())))
            .withRevocation(
                new RevocationPolicy(
                    RevocationPolicy.Mode.PREFER,
                    (path, _) ->
                        path.stream()
                            .limit(path.size() - 1L)
                            .map(it -> it.equals(SIGNER.certificate()) ? ofTheSigner.get() : good())
                            .toList(),
                    Duration.ZERO)));
  }

  @Test
  void whatAReplacedConfigurationFindsIsNotKeptAndTheNextJudgesInstead() throws Exception {
    CountDownLatch judges = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    VerdictHistory.Completion before =
        desk.history.completeWith(
            trust(
                () -> {
                  judges.countDown();
                  await(answer);
                  return good();
                }),
            desk::now);
    await(judges);
    Thread closing = Thread.ofPlatform().start(before::close);
    while (closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    answer.countDown();
    closing.join();
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.UNCHECKED);
    assertThat(desk.judgedAgain).isEmpty();

    CountDownLatch judgedAgain = new CountDownLatch(1);
    try (var _ =
        desk.history.completeWith(
            trust(() -> revoked(T0.minus(Duration.ofDays(1)))),
            desk::now,
            _ -> judgedAgain.countDown())) {
      await(judgedAgain);
    }
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.UNTRUSTED);
  }

  @Test
  void twoConfigurationsDoNotJudgeAtATime() {
    VerdictHistory.Completion one = desk.history.completeWith(desk.trust, desk::now);
    assertThatIllegalStateException()
        .isThrownBy(() -> desk.history.completeWith(desk.trust, desk::now));
    one.close();
    VerdictHistory.Completion next = desk.history.completeWith(desk.trust, desk::now);
    one.close();
    assertThatIllegalStateException()
        .as("what ended before leaves the next alone")
        .isThrownBy(() -> desk.history.completeWith(desk.trust, desk::now));
    next.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
