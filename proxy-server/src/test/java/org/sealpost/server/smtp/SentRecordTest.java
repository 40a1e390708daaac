package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Failure;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.journal.SentRefusal.Hindered;
import org.sealpost.outbound.Outbound;
import org.sealpost.outbound.Prepared;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.Recipient;
import org.sealpost.policy.SendPlan;
import org.sealpost.server.smtp.FailingServer.Step;
import org.sealpost.server.smtp.FailingServer.Way;

/** What the record says of mails that were sent and refused. */
class SentRecordTest {
  private static final List<String> RECIPIENTS = RetryTest.RECIPIENTS;
  private static final Optional<Boolean> OPEN = Optional.of(false);

  @TempDir static Path folder;

  private static Proxy proxy(FailingServer real, Outbound outbound) throws IOException {
    return new Proxy(folder, List.of(Proxy.account("ming", real.port())), outbound);
  }

  private static SentDelivery taken(String to, boolean again, Optional<Boolean> encrypted) {
    return new SentDelivery(List.of(to), Outcome.ACCEPTED, again, encrypted, "250 queued");
  }

  @Test
  void theRecordSaysWhatBecameOfEachCopyInEachTry() throws Exception {
    try (FailingServer real = new FailingServer(3, Step.END, Way.LOST);
        Proxy proxy = proxy(real, Proxy.EACH_ALONE)) {
      String partly = RetryTest.send(proxy, RECIPIENTS);
      RetryTest.send(proxy, RECIPIENTS);
      proxy.sentMails.close();

      List<SentMail> tries = proxy.sentMails.of("1@example.tw", 10);

      assertThat(tries).extracting(SentMail::code).containsExactly(250, 451);
      assertThat(partly).contains(tries.getLast().reply().english().substring(0, 100));
      assertThat(tries.getLast().deliveries())
          .containsExactly(
              taken("bob@example.tw", false, OPEN),
              new SentDelivery(List.of("eve@example.tw"), Outcome.UNKNOWN, false, OPEN, ""),
              SentDelivery.notSent(List.of("amy@example.tw")));
      assertThat(tries.getFirst().deliveries())
          .containsExactly(
              new SentDelivery(
                  List.of("bob@example.tw"),
                  Outcome.ACCEPTED_BEFORE,
                  false,
                  Optional.empty(),
                  "250 queued"),
              taken("eve@example.tw", true, OPEN),
              taken("amy@example.tw", false, OPEN));
    }
  }

  @Test
  void ofASplitTheRecordSaysWhichCopyWasEncryptedAlsoWhereOthersHadGoneBefore() throws Exception {
    Outbound split =
        (account, envelope, mail) -> {
          Prepared alone = Proxy.EACH_ALONE.prepare(account, envelope, mail);
          List<SendPlan.Copy> copies =
              List.of(
                  new SendPlan.Copy(List.of("bob@example.tw"), false),
                  new SendPlan.Copy(List.of("eve@example.tw"), true),
                  new SendPlan.Copy(List.of("amy@example.tw"), false));
          return new Prepared(plan(copies), alone.deliveries());
        };
    try (FailingServer real = new FailingServer(3, Step.END, Way.FOR_NOW);
        Proxy proxy = proxy(real, split)) {
      RetryTest.send(proxy, RECIPIENTS);
      RetryTest.send(proxy, RECIPIENTS);
      proxy.sentMails.close();
      List<SentMail> tries = proxy.sentMails.last(2);
      assertThat(tries)
          .allSatisfy(
              it ->
                  assertThat(it.plan().flatMap(SentMail.Plan::openBy))
                      .contains(Decider.PERMISSION));
      assertThat(tries.getLast().deliveries())
          .contains(taken("bob@example.tw", false, OPEN), taken("amy@example.tw", false, OPEN));
      assertThat(tries.getFirst().deliveries())
          .contains(taken("eve@example.tw", false, Optional.of(true)));
    }
  }

  private static SendPlan.Protect plan(List<SendPlan.Copy> copies) {
    return new SendPlan.Protect(
        true, Decider.ACCOUNT, true, Decider.SUBJECT, Optional.of(Decider.PERMISSION), copies);
  }

  @Test
  void aRefusedMailIsRecordedWithTheRefusal() throws Exception {
    Outbound refusing =
        (account, envelope, mail) -> {
          throw Failure.of(550, "5.7.1", "No certificate for eve@example.tw");
        };
    SentMail refused = refused(refusing);
    assertThat(refused.reply().english()).isEqualTo("5.7.1 No certificate for eve@example.tw");
    assertThat(refused.refusal()).isEmpty();
  }

  private static SentMail refused(Outbound refusing) throws Exception {
    try (FailingServer real = new FailingServer(9, Step.END, Way.LOST);
        Proxy proxy = proxy(real, refusing)) {
      assertThat(RetryTest.send(proxy, RECIPIENTS)).startsWith("550");
      proxy.sentMails.close();
      SentMail refused = proxy.sentMails.last(10).getFirst();
      assertThat(refused.code()).isEqualTo(550);
      assertThat(refused.plan()).isEmpty();
      assertThat(refused.deliveries()).containsExactly(SentDelivery.notSent(RECIPIENTS));
      return refused;
    }
  }

  @Test
  void aMailThatThePlanRefusesIsRecordedWithWhoIsInTheWayAndWhatTheUserCanChoose()
      throws Exception {
    Obstacle none = new Obstacle("has no certificate", Obstacle.Kind.NONE_KNOWN);
    SendPlan.Refuse plan =
        new SendPlan.Refuse(
            SendPlan.Refuse.Cause.REQUIRED,
            List.of(new Recipient("eve@example.tw", true, Optional.of(none))),
            Decider.SUBJECT,
            Optional.of("[sign-only]"),
            true);
    SentMail refused =
        refused(
            (account, envelope, mail) -> {
              throw plan.failure();
            });
    assertThat(refused.refusal())
        .contains(
            new SentRefusal(
                SendPlan.Refuse.Cause.REQUIRED,
                Decider.SUBJECT,
                Optional.of("[sign-only]"),
                true,
                List.of(
                    new Hindered(
                        "eve@example.tw", Obstacle.Kind.NONE_KNOWN, "has no certificate"))));
  }
}
