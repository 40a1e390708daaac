package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.SealpostCommand.Result;

/** An installation is stopped, and moves to another home, with real processes. */
class CareTest {
  private static final String MING = "ming@example.test";
  private static final String PASSWORD = PostfixAndDovecot.PASSWORD;
  private static final Authority AUTHORITY = new Authority("Care CA");
  private static final Person PERSON = AUTHORITY.person("王小明", MING);

  @TempDir Path folder;
  private EmbeddedMailServer server;
  private Installation first;
  private Installation second;

  @BeforeEach
  void start() throws Exception {
    server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING, MING, PASSWORD);
    Setup setup = Setup.of(PERSON, MING, server.smtp(), server.pop3());
    first = Installation.create(folder.resolve("first"), setup);
    second = Installation.create(folder.resolve("second"), setup);
    first.start();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    server.close();
  }

  private static LineClient inData(Installation side) throws IOException {
    LineClient client = new LineClient(side.smtpPort());
    String login =
        Base64.getEncoder().encodeToString(("\0" + MING + "\0" + PASSWORD).getBytes(ISO_8859_1));
    assertThat(client.line("")).startsWith("220");
    for (String line = client.line("EHLO client"); line.startsWith("250-"); ) {
      line = client.line("");
    }
    assertThat(client.line("AUTH PLAIN " + login)).startsWith("235");
    assertThat(client.line("MAIL FROM:<" + MING + ">")).startsWith("250");
    assertThat(client.line("RCPT TO:<" + MING + ">")).startsWith("250");
    assertThat(client.line("DATA")).startsWith("354");
    return client;
  }

  private static void send(Installation side, String subject) throws IOException {
    try (LineClient client = inData(side)) {
      client.say("From: " + MING + "\r\nTo: " + MING + "\r\nSubject: " + subject);
      client.say("Message-ID: <" + subject + "@example.test>");
      assertThat(client.line("\r\ntext\r\n.")).startsWith("250");
    }
  }

  private static Result succeeds(Result result) {
    assertThat(result.status()).as(result.output() + result.errors()).isZero();
    return result;
  }

  private static Result stopped(Installation side) {
    try {
      return side.run("stop");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoStopsSealpostLosesNoMailThatIsBeingSent() throws Exception {
    ProcessHandle proxy = ProcessHandle.of(first.proxy().pid()).orElseThrow();
    ProcessHandle agent = ProcessHandle.of(first.agent().pid()).orElseThrow();
    try (LineClient idle = new LineClient(first.smtpPort());
        LineClient sending = inData(first)) {
      assertThat(idle.line("")).startsWith("220");
      sending.say("From: " + MING + "\r\nTo: " + MING + "\r\nSubject: late");
      CompletableFuture<Result> stop = CompletableFuture.supplyAsync(() -> stopped(first));
      assertThat(idle.line("")).as("the proxy was told").startsWith("421 4.3.2");
      assertThat(stop).as("the command waits for the mail").isNotDone();
      assertThat(agent.isAlive()).as("the card is still needed").isTrue();
      sending.say("\r\nall of it");
      assertThat(sending.line(".")).startsWith("250");
      Result result = succeeds(stop.get(90, TimeUnit.SECONDS));
      assertThat(result.output())
          .contains("The proxy (process " + proxy.pid() + ") has ended.")
          .contains("The card-agent (process " + agent.pid() + ") has ended.");
    }
    assertThat(proxy.isAlive() || agent.isAlive()).isFalse();
    assertThat(mails()).isEqualTo(1);
    assertThat(succeeds(first.run("stop")).output())
        .contains("The proxy was not running.", "The card-agent was not running.");
  }

  private int mails() throws Exception {
    return new PlainMailClient(MING, PASSWORD, AUTHORITY.certificate())
        .fetchAll(server.pop3())
        .size();
  }

  @Test
  void anotherHomeGoesOnWithWhatTheFirstKnew() throws Exception {
    send(first, "before");
    String backup = folder.resolve("sealpost.backup").toString();
    succeeds(first.run("backup", backup));
    Result refused = first.run("restore", "--replace", backup);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.errors()).contains("sealpost stop");
    String sent = succeeds(first.run("sent", "--json")).output();
    assertThat(sent).contains("before@example.test");
    String book = succeeds(first.run("book", "list", "--json")).output();
    succeeds(first.run("stop"));

    succeeds(second.run("restore", backup));
    for (String name :
        List.of("seal-word", "tls/localhost-tls/certificate.pem", "tls/localhost-tls/key.pem")) {
      assertThat(second.folder().resolve("state").resolve(name))
          .hasSameBinaryContentAs(first.folder().resolve("state").resolve(name));
    }
    second.start();
    assertThat(succeeds(second.run("sent", "--json")).output()).isEqualTo(sent);
    assertThat(succeeds(second.run("book", "list", "--json")).output()).isEqualTo(book);
    send(second, "after");
    assertThat(mails()).isEqualTo(2);
    assertThat(succeeds(second.run("sent", "--json")).output())
        .contains("before@example.test", "after@example.test");
  }
}
