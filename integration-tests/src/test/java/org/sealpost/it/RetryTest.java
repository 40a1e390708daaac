package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.ServerAddress;
import org.sealpost.it.HeldServer.Copy;
import org.sealpost.it.HeldServer.Step;
import org.sealpost.store.Store;

/**
 * Whatever kills the proxy in a mail to one open and two hidden recipients, which leaves in three
 * copies: when the mail client sends it again, each has it, and nobody has it twice. But where the
 * proxy dies between the last dot of a copy and the reply to it nobody can know whether the server
 * has it, and it is sent again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryTest {
  private static final String MING = "ming@example.test";
  private static final List<String> RECIPIENTS =
      List.of("bob@example.test", "eve@example.test", "amy@example.test");
  private static final Pattern MESSAGE_ID = Pattern.compile("(?mi)^Message-ID: (<.*>)");

  @TempDir static Path folder;
  private HeldServer server;
  private Installation side;

  @BeforeAll
  void start() throws Exception {
    server = new HeldServer();
    Authority authority = new Authority("Retry CA");
    ServerAddress upstream = new ServerAddress("127.0.0.1", server.port(), "none");
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(
                authority.person("Ming", MING),
                MING,
                upstream,
                upstream,
                "policy.encrypt = required"));
    side.start();
    List<String> command = new ArrayList<>(List.of("book", "import"));
    for (String recipient : RECIPIENTS) {
      Path file = folder.resolve(recipient + ".pem");
      Authority.writePem(authority.person(recipient, recipient).encryption(), file);
      command.add(file.toString());
    }
    assertThat(side.run(command.toArray(String[]::new)).status()).isZero();
  }

  @AfterAll
  void stop() throws IOException {
    if (side != null) {
      side.close();
    }
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"NOWHERE", "REPLY_TO_FIRST_COPY", "REPLY_TO_LAST_COPY"},
      mode = EnumSource.Mode.EXCLUDE)
  void killedAtAnyOtherStepNobodyMissesTheMailAndNobodyHasItTwice(Step step) throws Exception {
    byte[] mail = mail(step.name().startsWith("BODY") ? 12_000_000 : 1000);

    killAt(step, mail);
    assertThat(send(mail)).startsWith("250 queued");

    assertThat(receivers()).containsExactlyInAnyOrderElementsOf(RECIPIENTS);
    assertThatNothingComesOfAnotherTry(mail);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"REPLY_TO_FIRST_COPY", "REPLY_TO_LAST_COPY"})
  void killedWhereNobodyCanKnowNobodyMissesTheMailAndASecondCopyHasTheSameMessageId(Step step)
      throws Exception {
    byte[] mail = mail(1000);
    String doubtful = RECIPIENTS.get(step == Step.REPLY_TO_FIRST_COPY ? 0 : 2);

    killAt(step, mail);
    assertThat(send(mail)).startsWith("250 queued");

    List<String> expected = new ArrayList<>(RECIPIENTS);
    expected.add(doubtful);
    assertThat(receivers()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(server.copies.stream().map(RetryTest::messageId).distinct()).hasSize(1);
    assertThat(side.logText("proxy")).contains("A mail is sent again to 1 recipients");
    assertThatNothingComesOfAnotherTry(mail);
    String record = side.run("sent", messageId(server.copies.getFirst())).output();
    assertThat(record).contains("second copy with the same Message-ID");
  }

  @Test
  void killedBeforeTheClientHasItsAnswerNothingIsSentAgain() throws Exception {
    byte[] mail = mail(1000);
    server.holdAt(Step.NOWHERE);
    CompletableFuture<String> first = sendAside(mail);
    awaitAccepted();
    side.proxy().kill();
    first.handle((_, _) -> "whatever it heard").get(30, TimeUnit.SECONDS);
    side.startProxy();

    assertThatNothingComesOfAnotherTry(mail);

    assertThat(receivers()).containsExactlyInAnyOrderElementsOf(RECIPIENTS);
  }

  @Test
  void aMailOfOtherBytesIsAnotherMailAndArrivesToo() throws Exception {
    server.holdAt(Step.NOWHERE);
    assertThat(send(mail(1000))).startsWith("250 queued");
    assertThat(send(mail(1000))).startsWith("250 queued");
    assertThat(receivers()).hasSize(6);
    assertThat(server.copies.stream().map(RetryTest::messageId).distinct()).hasSize(2);
  }

  private void killAt(Step step, byte[] mail) throws Exception {
    server.holdAt(step);
    CompletableFuture<String> first = sendAside(mail);
    assertThat(server.awaitHold()).as("the proxy comes to the step").isTrue();
    side.proxy().kill();
    first.handle((_, _) -> "nothing").get(30, TimeUnit.SECONDS);
    List<Copy> before = List.copyOf(server.copies);
    server.holdAt(Step.NOWHERE);
    server.copies.addAll(before);
    side.startProxy();
  }

  private void assertThatNothingComesOfAnotherTry(byte[] mail) throws Exception {
    int before = server.copies.size();
    assertThat(send(mail)).contains("took this very mail");
    assertThat(server.copies).hasSize(before);
  }

  /** The last thing before the answer to the client. */
  private void awaitAccepted() throws Exception {
    try (Store store = Store.open(side.folder().resolve("state/sealpost.db"))) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (server.copies.size() < 3 || accepted(store) % 3 != 0) {
        assertThat(System.nanoTime()).as("all is noted in time").isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private static int accepted(Store store) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from sending_recipient where state = 'accepted'"
                            + " and sending = (select max(id) from sending)")
                    .mapTo(Integer.class)
                    .one());
  }

  private List<String> receivers() {
    return server.copies.stream().flatMap(copy -> copy.recipients().stream()).toList();
  }

  private static String messageId(Copy copy) {
    Matcher matcher = MESSAGE_ID.matcher(copy.mail());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static byte[] mail(int size) {
    byte[] noise = new byte[size / 4 * 3];
    new Random(1).nextBytes(noise);
    return """
        From: <%s>
        To: <%s>
        Message-ID: <%s@example.test>
        Subject: to one and two hidden
        MIME-Version: 1.0
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        """
        .formatted(MING, RECIPIENTS.getFirst(), UUID.randomUUID())
        .replace("\n", "\r\n")
        .concat(Base64.getMimeEncoder().encodeToString(noise) + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private CompletableFuture<String> sendAside(byte[] mail) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return send(mail);
          } catch (IOException e) {
            return e.toString();
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  /** As a mail client does; returns the answer to the mail. */
  private String send(byte[] mail) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), side.smtpPort())) {
      socket.setSoTimeout(60_000);
      Replies replies = new Replies(socket);
      replies.next();
      replies.ask("EHLO client.example.test");
      replies.ask("MAIL FROM:<" + MING + ">");
      for (String recipient : RECIPIENTS) {
        replies.ask("RCPT TO:<" + recipient + ">");
      }
      replies.ask("DATA");
      socket.getOutputStream().write(mail);
      return replies.ask(".");
    }
  }

  private record Replies(Socket socket) {
    String ask(String command) throws IOException {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return next();
    }

    String next() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = socket.getInputStream().read(); b != '\n'; b = socket.getInputStream().read()) {
        if (b < 0) {
          throw new IOException("closed");
        }
        line.append((char) b);
      }
      boolean last = line.length() < 4 || line.charAt(3) != '-';
      return last ? line.toString().strip() : next();
    }
  }
}
