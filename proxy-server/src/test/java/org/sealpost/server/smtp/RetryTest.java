package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.account.Upstream.Mode;
import org.sealpost.server.smtp.FailingServer.Step;
import org.sealpost.server.smtp.FailingServer.Way;

/** A mail client that sends the same mail again until it is taken. */
class RetryTest {
  static final List<String> RECIPIENTS =
      List.of("bob@example.tw", "eve@example.tw", "amy@example.tw");
  private static final String MAIL = "Message-ID: <1@example.tw>\r\n\r\nbody\r\n.\r\n";
  static final String REPEATED = "250 2.0.0 Your mail server took this very mail";

  @TempDir static Path folder;

  /** Transaction 1 is the client's own; a mail in three copies has 2, 3 and 4 besides. */
  static Stream<Arguments> failures() {
    return Stream.of(Step.MAIL, Step.RCPT, Step.DATA, Step.BODY, Step.END)
        .flatMap(
            step ->
                Stream.of(Way.values())
                    .filter(way -> step != Step.BODY || way == Way.LOST)
                    .filter(way -> way != Way.GO_ON)
                    .filter(way -> step == Step.END || way != Way.LOST_AND_TAKEN)
                    .flatMap(
                        way ->
                            IntStream.rangeClosed(2, 4)
                                .mapToObj(copy -> Arguments.of(copy, step, way))));
  }

  @ParameterizedTest(name = "copy in transaction {0}: {1} fails {2}")
  @MethodSource("failures")
  void whereverACopyFailsEachRecipientGetsExactlyOneInTheEnd(int copy, Step step, Way way)
      throws Exception {
    try (FailingServer real = new FailingServer(copy, step, way);
        Proxy proxy = proxy(real.port(), Proxy.EACH_ALONE)) {
      String first = send(proxy, RECIPIENTS);
      assertThat(real.hasFailed()).isTrue();
      assertThat(first).startsWith(way == Way.FOR_GOOD ? "554" : "451");
      List<String> had = List.copyOf(real.taken);
      if (!had.isEmpty() && way != Way.LOST_AND_TAKEN) {
        assertThat(first).contains("have got the mail: " + String.join(", ", had) + ". These");
      }

      assertThat(send(proxy, RECIPIENTS)).isEqualTo("250 queued");

      List<String> expected = new ArrayList<>(RECIPIENTS);
      if (way == Way.LOST_AND_TAKEN) {
        // Nobody can know, and twice is better than never.
        expected.add(RECIPIENTS.get(copy - 2));
      }
      assertThat(real.taken).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(send(proxy, RECIPIENTS)).startsWith(REPEATED);
      assertThat(real.taken).hasSize(expected.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATA", "BODY", "END"})
  void aMailInOneDeliveryIsCompletedToo(Step step) throws Exception {
    try (FailingServer real = new FailingServer(1, step, Way.LOST);
        Proxy proxy = proxy(real.port(), Proxy.UNCHANGED)) {
      assertThat(send(proxy, RECIPIENTS)).startsWith("451");
      assertThat(send(proxy, RECIPIENTS)).isEqualTo("250 queued");
      assertThat(send(proxy, RECIPIENTS)).startsWith(REPEATED);
      assertThat(real.taken).containsExactlyInAnyOrderElementsOf(RECIPIENTS);
    }
  }

  @Test
  void aMailThatAllHaveAsksTheCardNothing() throws Exception {
    AtomicInteger prepared = new AtomicInteger();
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real.port(), counting(prepared))) {
      assertThat(sendLoggedIn(proxy)).startsWith("250 2.0.0 queued");
      assertThat(sendLoggedIn(proxy)).startsWith(REPEATED).endsWith("queued as 1");
      assertThat(prepared).hasValue(1);
      assertThat(real.mails).hasSize(1);
    }
  }

  private static Outbound counting(AtomicInteger prepared) {
    return (account, envelope, mail) -> {
      prepared.incrementAndGet();
      return Proxy.UNCHANGED.prepare(account, envelope, mail);
    };
  }

  @Test
  void switchedOffTheSameMailIsSentAgainAndPartlyWarnsOfDuplicates() throws Exception {
    try (FailingServer real = new FailingServer(3, Step.END, Way.FOR_NOW);
        Proxy proxy =
            new Proxy(
                folder,
                List.of(Proxy.account("ming", real.port())),
                Proxy.EACH_ALONE,
                SmtpLimits.standard(),
                Files.createTempDirectory(folder, "store"),
                Duration.ZERO)) {
      assertThat(send(proxy, RECIPIENTS))
          .contains("Send it again to those who have not got it only");
      assertThat(send(proxy, RECIPIENTS)).isEqualTo("250 queued");
      assertThat(real.taken).hasSize(5);
    }
  }

  @Test
  void theSameMailInTwoSessionsAtOnceIsDeliveredOnce() throws Exception {
    CountDownLatch preparing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Outbound slow =
        (account, envelope, mail) -> {
          preparing.countDown();
          try {
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
          }
          return Proxy.UNCHANGED.prepare(account, envelope, mail);
        };
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real.port(), slow)) {
      CompletableFuture<String> first = aside(proxy);
      assertThat(preparing.await(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<String> second = aside(proxy);
      assertThat(second).isNotDone();
      goOn.countDown();
      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("250 2.0.0 queued as 1");
      assertThat(second.get(20, TimeUnit.SECONDS)).startsWith(REPEATED);
      assertThat(real.mails).hasSize(1);
    }
  }

  private static CompletableFuture<String> aside(Proxy proxy) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return sendLoggedIn(proxy);
          } catch (Exception e) {
            return e.toString();
          }
        },
        Thread::startVirtualThread);
  }

  @Test
  void theSameBytesFromAnotherAccountLearnNothingAndAreSent() throws Exception {
    try (FailingServer real = new FailingServer(9, Step.END, Way.FOR_NOW);
        Proxy proxy =
            new Proxy(
                folder,
                List.of(Proxy.account("ming", real.port()), Proxy.account("lan", real.port())),
                Proxy.UNCHANGED)) {
      assertThat(send(proxy, "ming", RECIPIENTS)).isEqualTo("250 queued");
      assertThat(send(proxy, "lan", RECIPIENTS)).isEqualTo("250 queued");
      assertThat(send(proxy, "ming", RECIPIENTS)).startsWith(REPEATED);
      assertThat(real.taken).hasSize(6);
    }
  }

  @Test
  void withoutAStoreAMailInSeveralCopiesIsRefusedAndOneInOneCopyIsSent() throws Exception {
    Path open = Files.createTempDirectory(folder, "open");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (FailingServer real = new FailingServer(9, Step.END, Way.FOR_NOW)) {
      try (Proxy proxy = proxy(real.port(), Proxy.EACH_ALONE, open)) {
        assertThat(send(proxy, RECIPIENTS)).startsWith("451").contains("Nothing was sent");
        assertThat(real.taken).isEmpty();
      }
      try (Proxy proxy = proxy(real.port(), Proxy.UNCHANGED, open)) {
        assertThat(send(proxy, RECIPIENTS)).isEqualTo("250 queued");
      }
    }
  }

  @Test
  void aStoreThatFailsWhileACopyIsWrittenStopsTheFirstCopyBeforeItsEnd() throws Exception {
    AtomicReference<Proxy> running = new AtomicReference<>();
    Outbound closing =
        (account, envelope, mail) -> {
          running.get().store.close();
          return Proxy.EACH_ALONE.prepare(account, envelope, mail);
        };
    try (FailingServer real = new FailingServer(9, Step.END, Way.FOR_NOW);
        Proxy proxy = proxy(real.port(), closing)) {
      running.set(proxy);
      assertThat(send(proxy, RECIPIENTS)).startsWith("451").contains("Nothing was sent");
      assertThat(real.taken).isEmpty();
    }
  }

  private static Proxy proxy(int port, Outbound outbound) throws IOException {
    return proxy(port, outbound, Files.createTempDirectory(folder, "store"));
  }

  private static Proxy proxy(int port, Outbound outbound, Path store) throws IOException {
    return new Proxy(
        folder,
        List.of(Proxy.account("ming", port)),
        outbound,
        SmtpLimits.standard(),
        store,
        Duration.ofHours(1));
  }

  static String send(Proxy proxy, List<String> recipients) throws IOException {
    return send(proxy, "ming", recipients);
  }

  private static String send(Proxy proxy, String sender, List<String> recipients)
      throws IOException {
    try (Peer client = new Peer(proxy.connect())) {
      return send(client, sender, recipients, MAIL);
    }
  }

  /** The answer to the mail, its lines joined. */
  static String send(Peer client, String sender, List<String> recipients, String mail)
      throws IOException {
    SmtpServerTest.hello(client);
    return sendGreeted(client, sender, recipients, mail);
  }

  static String sendGreeted(Peer client, String sender, List<String> recipients, String mail)
      throws IOException {
    assertThat(client.ask("MAIL FROM:<" + sender + "@example.tw>")).startsWith("250");
    for (String recipient : recipients) {
      assertThat(client.ask("RCPT TO:<" + recipient + ">")).startsWith("250");
    }
    assertThat(client.ask("DATA")).startsWith("354");
    client.send(mail);
    return client.reply();
  }

  private static String sendLoggedIn(Proxy proxy) throws IOException {
    try (Peer client = new Peer(proxy.connect())) {
      SmtpServerTest.hello(client);
      SmtpServerTest.logIn(client);
      SmtpServerTest.beginMail(client);
      client.send(MAIL);
      return client.reply();
    }
  }
}
