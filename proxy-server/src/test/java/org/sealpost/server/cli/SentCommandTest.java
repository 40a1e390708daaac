package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentMails;
import org.sealpost.journal.SentRefusal;
import org.sealpost.journal.SentRefusal.Hindered;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.SendPlan.Refuse.Cause;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import org.sealpost.store.Store;

class SentCommandTest {
  private static final SentMail.Plan PLAN =
      new SentMail.Plan(true, Decider.ACCOUNT, true, Decider.SUBJECT, Optional.empty());

  @TempDir Path home;

  private void keep(SentMail... mails) throws Exception {
    Settings settings = Settings.load(Optional.empty(), new Surroundings(home, Map.of()));
    try (Store store = Store.open(settings.storeFile());
        SentMails sent = new SentMails(store, Duration.ofDays(90), InstantSource.system())) {
      List.of(mails).forEach(sent::keep);
    }
  }

  private static SentMail mail(String id, int age, int code, String reply, SentDelivery... parts) {
    return new SentMail(
        "ming@example.tw",
        id,
        Instant.now().minus(Duration.ofDays(age)),
        12_345,
        code,
        reply,
        code == 550 ? Optional.empty() : Optional.of(PLAN),
        Optional.empty(),
        List.of(parts));
  }

  private static SentDelivery delivery(Outcome outcome, String reply, String... to) {
    return new SentDelivery(List.of(to), outcome, false, Optional.of(true), reply);
  }

  @Test
  void anEmptyRecordSaysSo() {
    CommandRun run = CommandRun.of(home, "sent");
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("No mail was sent");
    assertThat(CommandRun.of(home, "sent", "--json").json()).isEmpty();
  }

  @Test
  void theLastMailsAreListedNewestFirstAndNoneThatIsTooOld() throws Exception {
    keep(
        mail("<1@x>", 91, 250, "OK", delivery(Outcome.ACCEPTED, "250 OK", "old@x.tw")),
        mail(
            "<2@x>",
            3,
            250,
            "OK",
            delivery(Outcome.ACCEPTED, "250 OK", "a@x", "b@x", "c@x", "d@x")),
        mail("<3@x>", 2, 550, "no certificate", SentDelivery.notSent(List.of("eve@x.tw"))),
        mail(
            "<4@x>",
            1,
            451,
            "partly",
            delivery(Outcome.ACCEPTED, "250 OK", "bob@x.tw"),
            SentDelivery.notSent(List.of("eve@x.tw"))));
    List<String> lines = CommandRun.of(home, "sent").out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).contains("sent to some", "bob@x.tw, eve@x.tw", "<4@x>");
    assertThat(lines.get(2)).contains("refused", "eve@x.tw", "<3@x>");
    assertThat(lines.get(3)).contains("a@x, b@x, c@x and 1 more", "signed, encrypted", "<2@x>");
    assertThat(CommandRun.of(home, "sent", "--limit", "1").out().lines()).hasSize(2);
  }

  @Test
  void oneMailIsToldInPlainWords() throws Exception {
    keep(
        mail(
            "<4@x>",
            1,
            451,
            "4.3.0 partly",
            delivery(Outcome.ACCEPTED, "250 queued 1", "bob@x.tw"),
            new SentDelivery(List.of("eve@x.tw"), Outcome.UNKNOWN, true, Optional.of(true), ""),
            delivery(Outcome.NOT_ACCEPTED, "451 later", "amy@x.tw")));
    CommandRun run = CommandRun.of(home, "sent", "<4@x>");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "Signed        yes, here (policy of the account)",
            "Encrypted     yes, here (keyword in the subject)",
            "Answer        451 4.3.0 partly",
            "  Delivered to bob@x.tw",
            "said: 250 queued 1",
            "Sent to eve@x.tw, and the mail server did not say",
            "second copy with the same Message-ID",
            "Not delivered to amy@x.tw");
    assertThat(CommandRun.of(home, "--language", "zh-TW", "sent", "4@x").out())
        .contains("已送達 bob@x.tw");
  }

  private static SentMail split() {
    return new SentMail(
        "ming@example.tw",
        "<5@x>",
        Instant.now(),
        100,
        250,
        "OK",
        Optional.of(
            new SentMail.Plan(
                true, Decider.ACCOUNT, true, Decider.SUBJECT, Optional.of(Decider.PERMISSION))),
        Optional.empty(),
        List.of(
            delivery(Outcome.ACCEPTED, "250 queued 1", "bob@x.tw"),
            new SentDelivery(
                List.of("eve@x.tw"), Outcome.ACCEPTED, false, Optional.of(false), "250 OK")));
  }

  @Test
  void ofASplitItIsToldWhoGotItUnencryptedAndWhy() throws Exception {
    keep(split());
    assertThat(CommandRun.of(home, "sent").out()).contains("signed, some encrypted");
    assertThat(CommandRun.of(home, "sent", "5@x").out())
        .containsSubsequence(
            "Delivered to bob@x.tw",
            "This copy was encrypted here.",
            "Delivered to eve@x.tw",
            "This copy was not encrypted (sealpost allow).");
    JsonObject mail = CommandRun.of(home, "sent", "--json").json().getFirst();
    assertThat(mail.get("openBy").getAsString()).isEqualTo("permission");
    assertThat(mail.getAsJsonArray("deliveries"))
        .extracting(it -> it.getAsJsonObject().get("encrypted").getAsBoolean())
        .containsExactly(true, false);
    assertThat(CommandRun.of(home, "--language", "zh-TW", "sent", "5@x").out()).contains("此份未加密");
  }

  private static SentMail refused(String recipient, boolean permissible) {
    return new SentMail(
        "ming@example.tw",
        "<6@x>",
        Instant.now(),
        100,
        550,
        "no",
        Optional.empty(),
        Optional.of(
            new SentRefusal(
                Cause.REQUIRED,
                Decider.SUBJECT,
                Optional.of("[sign-only]"),
                permissible,
                List.of(new Hindered(recipient, Obstacle.Kind.NONE_KNOWN, "has no certificate")))),
        List.of(SentDelivery.notSent(List.of(recipient))));
  }

  @Test
  void ofARefusalItIsToldWhoIsInTheWayAndTheWaysOut() throws Exception {
    keep(refused("eve@x.tw", true));
    assertThat(CommandRun.of(home, "sent", "6@x").out())
        .containsSubsequence(
            "Refused       It must be encrypted (keyword in the subject)",
            "  eve@x.tw has no certificate.",
            "run: sealpost allow eve@x.tw ;",
            "put [sign-only] at the beginning");
    JsonObject refusal =
        CommandRun.of(home, "sent", "--json").json().getFirst().getAsJsonObject("refusal");
    assertThat(refusal.get("cause").getAsString()).isEqualTo("required");
    assertThat(refusal.get("askedBy").getAsString()).isEqualTo("subject");
    assertThat(refusal.get("signOnly").getAsString()).isEqualTo("[sign-only]");
    assertThat(refusal.get("permissible").getAsBoolean()).isTrue();
    JsonObject obstacle = refusal.getAsJsonArray("obstacles").get(0).getAsJsonObject();
    assertThat(obstacle.get("recipient").getAsString()).isEqualTo("eve@x.tw");
    assertThat(obstacle.get("kind").getAsString()).isEqualTo("none-known");
    assertThat(obstacle.get("reason").getAsString()).isEqualTo("has no certificate");
    assertThat(CommandRun.of(home, "--language", "zh-TW", "sent", "6@x").out())
        .contains("sealpost allow eve@x.tw ，");
  }

  @Test
  void noWayOutIsOfferedThatIsNone() throws Exception {
    keep(refused("eve@x.tw", false));
    assertThat(CommandRun.of(home, "sent", "6@x").out()).doesNotContain("sealpost allow");
  }

  @Test
  void attackAnAddressThatIsAShellCommandIsNotOfferedForPasting() throws Exception {
    keep(refused("$(reboot)@x.tw", true));
    assertThat(CommandRun.of(home, "sent", "6@x").out()).contains("sealpost allow ADDRESS ;");
  }

  @Test
  void jsonHasAllThatIsKept() throws Exception {
    keep(mail("<4@x>", 1, 250, "OK", delivery(Outcome.ACCEPTED_BEFORE, "250 queued", "bob@x.tw")));
    JsonObject mail = CommandRun.of(home, "sent", "--json").json().getFirst();
    assertThat(mail.get("messageId").getAsString()).isEqualTo("4@x");
    assertThat(mail.get("code").getAsInt()).isEqualTo(250);
    assertThat(mail.get("size").getAsLong()).isEqualTo(12_345);
    assertThat(mail.get("encryptedBy").getAsString()).isEqualTo("subject");
    JsonObject delivery = mail.getAsJsonArray("deliveries").get(0).getAsJsonObject();
    assertThat(delivery.get("outcome").getAsString()).isEqualTo("accepted-before");
    assertThat(delivery.getAsJsonArray("recipients").get(0).getAsString()).isEqualTo("bob@x.tw");
    assertThat(delivery.get("reply").getAsString()).isEqualTo("250 queued");
  }

  @Test
  void aMailThatIsNotThereIsSaidAndAWrongLimitIsAUsageError() {
    CommandRun run = CommandRun.of(home, "sent", "<no@x>");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("<no@x>");
    assertThat(CommandRun.of(home, "sent", "--limit", "0").status()).isEqualTo(2);
  }

  @Test
  void aReplyCannotWriteToTheTerminal() throws Exception {
    keep(
        mail(
            "<4\u001b[2J@x>",
            1,
            250,
            "OK\u001b[2J",
            delivery(Outcome.ACCEPTED, "\u001b[2J", "b@x")));
    assertThat(CommandRun.of(home, "sent").out()).doesNotContain("\u001b");
    assertThat(CommandRun.of(home, "sent", "4[2J@x").out()).doesNotContain("\u001b");
  }
}
