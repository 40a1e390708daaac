package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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

/** A proxy that is told to stop finishes what is under way, and tells the others. */
class DrainTest {
  private static final String MING = "ming@example.test";
  private static final Authority AUTHORITY = new Authority("Drain CA");
  private static final Person PERSON = AUTHORITY.person("王小明", MING);
  private static final String LOGIN =
      Base64.getEncoder()
          .encodeToString(("\0" + MING + "\0" + PostfixAndDovecot.PASSWORD).getBytes(ISO_8859_1));

  @TempDir Path folder;
  private EmbeddedMailServer server;
  private Installation side;
  private ProcessHandle proxy;

  @BeforeEach
  void start() throws Exception {
    server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
    side =
        Installation.create(
            folder.resolve("ming"), Setup.of(PERSON, MING, server.smtp(), server.pop3()));
    side.start();
    proxy = ProcessHandle.of(side.proxy().pid()).orElseThrow();
  }

  @AfterEach
  void stop() {
    side.close();
    server.close();
  }

  private LineClient sender() throws IOException {
    LineClient client = new LineClient(side.smtpPort());
    assertThat(client.line("")).startsWith("220");
    assertThat(client.line("HELO client")).startsWith("250");
    return client;
  }

  private LineClient inData() throws IOException {
    LineClient client = new LineClient(side.smtpPort());
    assertThat(client.line("")).startsWith("220");
    for (String line = client.line("EHLO client"); line.startsWith("250-"); ) {
      line = client.line("");
    }
    assertThat(client.line("AUTH PLAIN " + LOGIN)).startsWith("235");
    assertThat(client.line("MAIL FROM:<" + MING + ">")).startsWith("250");
    assertThat(client.line("RCPT TO:<" + MING + ">")).startsWith("250");
    assertThat(client.line("DATA")).startsWith("354");
    return client;
  }

  private LineClient fetcher() throws IOException {
    LineClient client = new LineClient(side.pop3Port());
    assertThat(client.line("")).startsWith("+OK");
    assertThat(client.line("USER " + MING)).startsWith("+OK");
    assertThat(client.line("PASS " + PostfixAndDovecot.PASSWORD)).startsWith("+OK");
    return client;
  }

  private void terminate() throws InterruptedException {
    assertThat(proxy.destroy()).isTrue();
    awaitNoListener();
  }

  private void awaitNoListener() throws InterruptedException {
    while (true) {
      try (LineClient late = new LineClient(side.smtpPort())) {
        assertThat(late).isNotNull();
      } catch (IOException e) {
        return;
      }
      Thread.sleep(10);
    }
  }

  private void awaitEnd() throws Exception {
    assertThat(proxy.onExit().get(60, TimeUnit.SECONDS)).isNotNull();
  }

  private int mailsOnServer() throws Exception {
    return new PlainMailClient(MING, PostfixAndDovecot.PASSWORD, AUTHORITY.certificate())
        .fetchAll(server.pop3())
        .size();
  }

  @Test
  void idleClientsAreToldAndAMailThatIsComingInIsSent() throws Exception {
    try (LineClient idle = sender();
        LineClient fetching = fetcher();
        LineClient sending = inData()) {
      sending.say("From: " + MING + "\r\nTo: " + MING + "\r\nSubject: late");
      terminate();
      assertThat(idle.line("")).startsWith("421 4.3.2");
      assertThat(fetching.line("")).startsWith("-ERR [SYS/TEMP]");
      assertThat(proxy.isAlive()).as("the mail is waited for").isTrue();
      assertThatThrownBy(() -> new LineClient(side.smtpPort()))
          .isInstanceOf(ConnectException.class);
      sending.say("\r\nall of it");
      assertThat(sending.line(".")).startsWith("250");
      assertThat(sending.line("")).startsWith("421 4.3.2");
      awaitEnd();
    }
    assertThat(mailsOnServer()).isEqualTo(1);
  }

  @Test
  void aMailThatWaitsForThePinIsSentWhenItIsTyped() throws Exception {
    Path pin = side.folder().resolve("pin");
    Files.delete(pin);
    Programs.need("mkfifo");
    Programs.run("mkfifo", pin.toString()).succeeds();
    try (LineClient sending = inData()) {
      sending.say("From: " + MING + "\r\nTo: " + MING + "\r\nSubject: pin\r\n\r\ntext\r\n.");
      while (side.prompts() == 0) {
        Thread.sleep(10);
      }
      terminate();
      assertThat(proxy.isAlive()).isTrue();
      Files.writeString(pin, "demo");
      assertThat(sending.line("")).startsWith("250");
      awaitEnd();
    }
    assertThat(mailsOnServer()).isEqualTo(1);
  }

  @Test
  void aMailThatNeverComesToItsEndIsRefusedAndSentToNobody() throws Exception {
    try (LineClient sending = inData()) {
      sending.say("From: " + MING + "\r\nSubject: half");
      terminate();
      assertThat(sending.line("")).startsWith("421 4.3.2");
      awaitEnd();
    }
    assertThat(mailsOnServer()).isZero();
  }

  @Test
  void aMailThatIsBeingFetchedComesWhole() throws Exception {
    String line = "x".repeat(76) + "\r\n";
    String mail = "From: a@example.test\r\nSubject: large\r\n\r\n" + line.repeat(260_000);
    server.deliver(MING, mail.getBytes(ISO_8859_1));
    try (LineClient fetching = fetcher()) {
      assertThat(fetching.line("RETR 1")).startsWith("+OK");
      terminate();
      assertThat(proxy.isAlive()).as("some of the mail is still on its way").isTrue();
      int lines = 0;
      String last = fetching.line("");
      for (; !last.equals(".") && !last.equals("null"); last = fetching.line("")) {
        lines += last.startsWith("xxxx") ? 1 : 0;
      }
      assertThat(last).isEqualTo(".");
      assertThat(lines).isEqualTo(260_000);
      assertThat(fetching.line("")).startsWith("-ERR [SYS/TEMP]");
      awaitEnd();
    }
  }

  @Test
  void whoAsksTwiceDoesNotWait() throws Exception {
    try (LineClient sending = inData()) {
      sending.say("Subject: half");
      terminate();
      assertThat(proxy.isAlive()).isTrue();
      assertThat(proxy.destroy()).isTrue();
      awaitEnd();
      assertThat(sending.line("")).as("no reply that could be taken for success").isEqualTo("null");
    }
    assertThat(mailsOnServer()).isZero();
  }
}
