package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.smtp.FailingServer.Step;
import org.sealpost.server.smtp.FailingServer.Way;

/** Mails without a Message-ID, as scripts write them: the same bytes may be meant as another. */
class NamelessMailTest {
  private static final List<String> RECIPIENTS = RetryTest.RECIPIENTS;
  private static final String NAMELESS = "Subject: the disk is full\r\n\r\nagain\r\n.\r\n";

  @TempDir static Path folder;

  private static Proxy proxy(FailingServer real, Outbound outbound) throws IOException {
    return new Proxy(folder, List.of(Proxy.account("ming", real.port())), outbound);
  }

  private static String send(Proxy proxy, String mail) throws IOException {
    try (Peer client = new Peer(proxy.connect())) {
      String answer = RetryTest.send(client, "ming", RECIPIENTS, mail);
      client.ask("QUIT");
      return answer;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NAMELESS, "Message-ID:\r\n" + NAMELESS, "Message-ID: <>\r\n" + NAMELESS})
  void theSameBytesSentTwiceOnPurposeArriveTwice(String mail) throws Exception {
    try (FailingServer real = new FailingServer(9, Step.END, Way.LOST);
        Proxy proxy = proxy(real, Proxy.UNCHANGED)) {
      assertThat(send(proxy, mail)).isEqualTo("250 queued");
      assertThat(send(proxy, mail)).isEqualTo("250 queued");
      assertThat(real.taken).hasSize(6);
    }
  }

  @Test
  void withAMessageIdTheyArriveOnce() throws Exception {
    String named = "Message-ID: <1@example.tw>\r\n" + NAMELESS;
    try (FailingServer real = new FailingServer(9, Step.END, Way.LOST);
        Proxy proxy = proxy(real, Proxy.UNCHANGED)) {
      assertThat(send(proxy, named)).isEqualTo("250 queued");
      assertThat(send(proxy, named)).startsWith(RetryTest.REPEATED);
      assertThat(real.taken).hasSize(3);
    }
  }

  @Test
  void inOneSessionTheyArriveTwiceToo() throws Exception {
    try (FailingServer real = new FailingServer(9, Step.END, Way.LOST);
        Proxy proxy = proxy(real, Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      assertThat(RetryTest.send(client, "ming", RECIPIENTS, NAMELESS)).isEqualTo("250 queued");
      assertThat(RetryTest.sendGreeted(client, "ming", RECIPIENTS, NAMELESS))
          .isEqualTo("250 queued");
      assertThat(real.taken).hasSize(6);
    }
  }

  @Test
  void afterAPartialFailureTheNextTryCompletesItAndTheOneBehindIsANewMail() throws Exception {
    try (FailingServer real = new FailingServer(3, Step.END, Way.FOR_NOW);
        Proxy proxy = proxy(real, Proxy.EACH_ALONE)) {
      assertThat(send(proxy, NAMELESS)).startsWith("451").contains("within one hour");
      assertThat(send(proxy, NAMELESS)).isEqualTo("250 queued");
      assertThat(real.taken).containsExactlyInAnyOrderElementsOf(RECIPIENTS);

      assertThat(send(proxy, NAMELESS)).isEqualTo("250 queued");

      List<String> twice = new ArrayList<>(RECIPIENTS);
      twice.addAll(RECIPIENTS);
      assertThat(real.taken).containsExactlyInAnyOrderElementsOf(twice);
    }
  }

  /** The client is gone without a word behind the mail: nobody knows whether it has the answer. */
  @Test
  void aClientThatMayNotHaveItsAnswerGetsItAtTheNextTryAndNothingIsSentAgain() throws Exception {
    try (FailingServer real = new FailingServer(9, Step.END, Way.LOST);
        Proxy proxy = proxy(real, Proxy.UNCHANGED)) {
      try (Peer client = new Peer(proxy.connect())) {
        assertThat(RetryTest.send(client, "ming", RECIPIENTS, NAMELESS)).isEqualTo("250 queued");
      }
      assertThat(send(proxy, NAMELESS)).startsWith(RetryTest.REPEATED);
      assertThat(real.taken).hasSize(3);

      assertThat(send(proxy, NAMELESS)).isEqualTo("250 queued");
      assertThat(real.taken).hasSize(6);
    }
  }
}
