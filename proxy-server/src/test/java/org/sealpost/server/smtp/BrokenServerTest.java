package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.outbound.Delivery;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.smtp.FailingServer.Step;
import org.sealpost.server.smtp.FailingServer.Way;

/** Real servers that do not keep to the protocol, and recipients who are named twice. */
class BrokenServerTest {
  @TempDir static Path folder;

  private static Proxy proxy(FailingServer real, Outbound outbound) throws Exception {
    return new Proxy(folder, List.of(Proxy.account("ming", real.port())), outbound);
  }

  @Test
  void whatIsNoReplyToAMailLeavesItDoubtful() throws Exception {
    try (FailingServer real = new FailingServer(1, Step.END, Way.GO_ON);
        Proxy proxy = proxy(real, Proxy.UNCHANGED)) {
      assertThat(RetryTest.send(proxy, RetryTest.RECIPIENTS))
          .startsWith("451 4.4.2")
          .contains("did not say whether it will deliver it");

      assertThat(RetryTest.send(proxy, RetryTest.RECIPIENTS)).isEqualTo("250 queued");

      proxy.sentMails.close();
      assertThat(proxy.sentMails.last(2))
          .extracting(mail -> mail.deliveries().getFirst())
          .extracting(SentDelivery::outcome, SentDelivery::again)
          .containsExactly(tuple(Outcome.ACCEPTED, true), tuple(Outcome.UNKNOWN, false));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FOR_NOW", "FOR_GOOD", "GO_ON"})
  void attackAServerThatKeepsTheOldRecipientsGetsNoCopyForThem(Way way) throws Exception {
    try (FailingServer real = new FailingServer(1, Step.RSET, way);
        Proxy proxy = proxy(real, Proxy.EACH_ALONE)) {
      assertThat(RetryTest.send(proxy, RetryTest.RECIPIENTS))
          .startsWith("451 4.5.0")
          .contains("send the mail again");
      assertThat(real.taken).isEmpty();

      assertThat(RetryTest.send(proxy, RetryTest.RECIPIENTS)).isEqualTo("250 queued");
      assertThat(real.taken).containsExactlyElementsOf(RetryTest.RECIPIENTS);
    }
  }

  @Test
  void everySpellingThatWasAcceptedIsSentToAndTheRecordHasOne() throws Exception {
    List<String> spellings = List.of("ann@example.tw", "bob@example.tw", "Ann@example.tw");
    Outbound twoCopies =
        (account, envelope, mail) -> {
          var whole = Proxy.UNCHANGED.prepare(account, envelope, mail).deliveries().getFirst();
          return Proxy.prepared(
              new Delivery(List.of("ann@example.tw", "Ann@example.tw"), whole.mail(), 1000, false),
              new Delivery(List.of("bob@example.tw"), whole.mail(), 1000, false));
        };
    try (FailingServer real = new FailingServer(9, Step.END, Way.LOST);
        Proxy proxy = proxy(real, twoCopies)) {
      assertThat(RetryTest.send(proxy, spellings)).isEqualTo("250 queued");

      assertThat(real.taken)
          .containsExactlyInAnyOrder("ann@example.tw", "Ann@example.tw", "bob@example.tw");
      assertThat(RetryTest.send(proxy, spellings)).startsWith(RetryTest.REPEATED);
      proxy.sentMails.close();
      assertThat(proxy.sentMails.last(2))
          .allSatisfy(
              mail ->
                  assertThat(mail.deliveries())
                      .flatExtracting(SentDelivery::recipients)
                      .containsExactlyInAnyOrder("ann@example.tw", "bob@example.tw"));
    }
  }
}
