package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SessionTest {
  private static final String SMIME = "Content-Type: application/pkcs7-mime\r\n\r\n";

  @TempDir static Path folder;

  @Test
  void aSecondRetrAsksTheCardNothing() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      String first = retrieve(session, 1, SMIME + "body\r\n");
      assertThat(session.client().ask("RETR 1")).startsWith("+OK");
      assertThat(session.client().readMultiLine()).isEqualTo(first);
      assertThat(proxy.inbound.opened).hasValue(1);
      assertThat(proxy.inbound.released).hasValue(1);
    }
  }

  @Test
  void whereTheRoomEndsTheOldestGoesAndIsOpenedAgain() throws Exception {
    try (Proxy proxy = new Proxy(folder, HostileServerTest.limits(1 << 20, 2), 1);
        Proxy.Session session = proxy.loggedIn()) {
      retrieve(session, 1, SMIME + "one\r\n");
      retrieve(session, 2, SMIME + "two\r\n");
      retrieve(session, 3, SMIME + "three\r\n");
      assertThat(session.client().ask("RETR 2")).startsWith("+OK");
      assertThat(session.client().readMultiLine()).contains("TWO");
      assertThat(proxy.inbound.opened).hasValue(3);
      assertThat(retrieveAgain(session, 1, SMIME + "one\r\n")).contains("ONE");
      assertThat(proxy.inbound.opened).hasValue(4);
    }
  }

  @Test
  void whatIsTooLargeToKeepIsGivenAllTheSame() throws Exception {
    Pop3Limits limits = HostileServerTest.limits(10 << 20, 2);
    try (Proxy proxy = new Proxy(folder, limits, 1);
        Proxy.Session session = proxy.loggedIn()) {
      assertThat(retrieve(session, 1, SMIME + "a".repeat(2 << 20) + "\r\n")).contains("AAA");
      assertThat(retrieveAgain(session, 1, SMIME + "a".repeat(2 << 20) + "\r\n")).contains("AAA");
      assertThat(proxy.inbound.opened).hasValue(2);
      assertThat(proxy.inbound.released).hasValue(2);
    }
  }

  @Test
  void theRoomOfASessionIsFreeWhenItEnds() throws Exception {
    try (Proxy proxy = new Proxy(folder, HostileServerTest.limits(1 << 20, 1), 1)) {
      for (int i = 1; i <= 3; i++) {
        try (Proxy.Session session = proxy.loggedIn()) {
          retrieve(session, 1, SMIME + "one\r\n");
          assertThat(session.client().ask("RETR 1")).startsWith("+OK");
          session.client().readMultiLine();
          assertThat(proxy.inbound.opened).hasValue(i);
          session.client().line("QUIT");
          session.upstream().read();
          session.upstream().line("+OK");
          assertThat(session.client().read()).isEqualTo("+OK");
          assertThat(session.client().read()).isEqualTo("(end)");
        }
      }
    }
  }

  @Test
  void aMailThatCouldNotBeOpenedIsOpenedOnceTheCardIsThere() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      proxy.inbound.locked = true;
      session.client().line("RETR 1");
      session.upstream().read();
      session.upstream().send("+OK\r\n" + SMIME + "body\r\n.\r\n");
      assertThat(session.client().read()).startsWith("-ERR [SYS/TEMP] The card is locked");
      proxy.inbound.locked = false;
      assertThat(retrieve(session, 1, SMIME + "body\r\n")).contains("BODY");
    }
  }

  @Test
  void sizesAreRememberedAcrossSessions() throws Exception {
    try (Proxy proxy = new Proxy(folder)) {
      String opened;
      try (Proxy.Session session = proxy.loggedIn()) {
        opened = retrieve(session, 1, SMIME + "body\r\n");
      }
      try (Proxy.Session session = proxy.loggedIn()) {
        session.client().line("STAT");
        assertThat(session.upstream().read()).isEqualTo("UIDL");
        // The mail has another number now.
        session.upstream().send("+OK\r\n1 other\r\n2 uid-1\r\n.\r\n");
        assertThat(session.upstream().read()).isEqualTo("LIST");
        session.upstream().send("+OK\r\n1 10\r\n2 9000\r\n.\r\n");
        int size = opened.length() - ".\r\n".length();
        assertThat(session.client().read()).isEqualTo("+OK 2 " + (size + 10));
        session.client().line("LIST");
        assertThat(session.upstream().read()).isEqualTo("LIST");
        session.upstream().send("+OK\r\n1 10\r\n2 9000\r\n.\r\n");
        session.client().read();
        assertThat(session.client().readMultiLine()).isEqualTo("1 10\r\n2 " + size + "\r\n.\r\n");
      }
    }
  }

  @Test
  void noSecretIsLogged() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger("org.sealpost");
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.setLevel(Level.TRACE);
    root.addAppender(log);
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      String plain = Base64.getEncoder().encodeToString("\0ming\0hush".getBytes(US_ASCII));
      client.line("AUTH PLAIN " + plain);
      upstream.read();
      upstream.line("-ERR no");
      client.read();
      client.line("USER ming");
      upstream.read();
      upstream.line("+OK");
      client.read();
      client.line("PASS hush");
      upstream.read();
      upstream.line("+OK");
      client.read();
      client.line("QUIT");
      upstream.read();
      upstream.line("+OK");
      client.read();
      assertThat(client.read()).isEqualTo("(end)");
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .contains("pop3-session")
          .noneMatch(line -> line.contains("hush") || line.contains(plain));
      assertThat(log.list)
          .map(event -> String.valueOf(event.getKeyValuePairs()))
          .anyMatch(pairs -> pairs.contains("account=\"ming@example.tw\", ending=\"quit\""))
          .noneMatch(pairs -> pairs.contains("hush") || pairs.contains(plain));
    } finally {
      root.detachAppender(log);
      root.setLevel(before);
    }
  }

  @Test
  void anAccessTokenOfAnyUsualLengthPassesAsTheClientGaveIt() throws Exception {
    String token =
        Base64.getEncoder()
            .encodeToString(
                ("user=ming\1auth=Bearer " + "t".repeat(8000) + "\1\1").getBytes(US_ASCII));
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      client.line("AUTH XOAUTH2 " + token);
      assertThat(upstream.read()).isEqualTo("AUTH XOAUTH2 " + token);
      upstream.line("-ERR [AUTH] expired");
      assertThat(client.read()).isEqualTo("-ERR [AUTH] expired");
      client.line("AUTH XOAUTH2");
      assertThat(client.read()).isEqualTo("+ ");
      client.line(token);
      assertThat(upstream.read()).isEqualTo("AUTH XOAUTH2");
      upstream.line("+ ");
      assertThat(upstream.read()).isEqualTo(token);
      upstream.line("+OK in");
      assertThat(client.read()).isEqualTo("+OK in");
    }
  }

  @Test
  void aCommandThatNeverEndsCostsItsConnection() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().send("x".repeat(600));
      assertThat(session.client().read()).isEqualTo("-ERR The line is too long. Closing");
      assertThat(session.client().read()).isEqualTo("(end)");
      assertThat(session.upstream().read()).isEqualTo("(end)");
    }
  }

  @Test
  void aClientThatVanishesInTheMiddleOfAMailDeletesNothing() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().send("RETR 1\r\nDELE 1\r\nQUIT\r\n");
      assertThat(session.upstream().read()).isEqualTo("RETR 1");
      session.upstream().send("+OK\r\nSubject: x\r\n\r\nhalf\r\n");
      for (int i = 0; i < 4; i++) {
        session.client().read();
      }
      session.client().close();
      try {
        for (int i = 0; i < 10_000; i++) {
          session.upstream().send("more\r\n".repeat(1000));
        }
        throw new AssertionError("the proxy takes everything");
      } catch (IOException e) {
        assertThat(session.upstream().read()).isEqualTo("(end)");
      }
      assertThat(proxy.ended(Ending.QUIT)).isZero();
    }
  }

  @Test
  void aSilentClientIsLoggedOutWithoutAWordAndDeletesNothing() throws Exception {
    Pop3Limits usual = Proxy.limits();
    Pop3Limits limits =
        new Pop3Limits(
            20,
            Duration.ofMillis(500),
            usual.loginLine(),
            usual.login(),
            usual.connectTimeout(),
            usual.upstreamTimeout(),
            usual.maxMailBytes(),
            usual.keptMails(),
            usual.keptBytes());
    try (Proxy proxy = new Proxy(folder, limits, 1);
        Proxy.Session session = proxy.loggedIn()) {
      assertThat(session.upstream().read()).isEqualTo("(end)");
      assertThat(session.client().read()).isEqualTo("(end)");
    }
  }

  @Test
  void aStopTellsIdleClientsAndDeletesNothing() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("DELE 1");
      session.upstream().read();
      session.upstream().line("+OK");
      assertThat(session.client().read()).isEqualTo("+OK");
      proxy.stop();
      assertThat(session.client().read()).startsWith("-ERR [SYS/TEMP] Sealpost is being stopped");
      assertThat(session.client().read()).isEqualTo("(end)");
      assertThat(session.upstream().read()).isEqualTo("(end)");
    }
  }

  @Test
  void aStopDoesNotWaitForARealServerThatIsStillSilent() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer silent = proxy.accept()) {
      proxy.stop();
      assertThat(client.read()).startsWith("-ERR [SYS/TEMP] Sealpost is being stopped");
      silent.line("+OK too late");
      assertThat(client.read()).isEqualTo("(end)");
    }
  }

  @Test
  void aStopLetsAMailGetToItsEnd() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      session.upstream().send("+OK\r\nSubject: x\r\n\r\nhalf\r\n");
      session.client().read();
      proxy.stop();
      session.upstream().send("whole\r\n.\r\n");
      assertThat(session.client().readMultiLine())
          .isEqualTo("Subject: x\r\n\r\nhalf\r\nwhole\r\n.\r\n");
      assertThat(session.client().read()).startsWith("-ERR [SYS/TEMP] Sealpost is being stopped");
    }
  }

  /** 64 MiB of mail against a client that reads nothing: the server has to wait, not the heap. */
  @Test
  void aSlowReaderHoldsTheServerBack() throws Exception {
    int size = 64 << 20;
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      Thread writer = Thread.ofVirtual().unstarted(() -> write(session.upstream(), size));
      writer.start();
      // Long enough for all of it where nothing holds it back.
      writer.join(Duration.ofSeconds(2));
      assertThat(writer.isAlive()).isTrue();
      assertThat(session.client().read()).isEqualTo("+OK");
      InputStream in = session.client().in();
      in.skipNBytes("Subject: x\r\n\r\n".length() + (long) size);
      assertThat(in.readNBytes(3)).isEqualTo(".\r\n".getBytes(US_ASCII));
      writer.join();
    }
  }

  private static void write(Peer upstream, int size) {
    try {
      upstream.send("+OK\r\nSubject: x\r\n\r\n");
      String block = ("x".repeat(1022) + "\r\n").repeat(1024);
      for (int sent = 0; sent < size; sent += block.length()) {
        upstream.send(block);
      }
      upstream.send(".\r\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void metersTellWhatHappened() throws Exception {
    try (Proxy proxy = new Proxy(folder)) {
      try (Proxy.Session session = proxy.loggedIn()) {
        retrieve(session, 1, SMIME + "one\r\n");
        session.client().line("RETR 2");
        session.upstream().read();
        session.upstream().send("+OK\r\nSubject: x\r\n\r\n.\r\n");
        session.client().read();
        session.client().readMultiLine();
        session.client().line("QUIT");
        session.upstream().read();
        session.upstream().line("+OK");
        session.client().read();
        assertThat(session.client().read()).isEqualTo("(end)");
      }
      assertThat(proxy.ended(Ending.QUIT)).isEqualTo(1);
      assertThat(proxy.meters.counter("sealpost.pop3.mails", "outcome", "opened").count())
          .isEqualTo(1);
      assertThat(proxy.meters.counter("sealpost.pop3.mails", "outcome", "passed").count())
          .isEqualTo(1);
      assertThat(proxy.meters.timer("sealpost.pop3.open").count()).isEqualTo(1);
    }
  }

  /** Fetches a mail, for the first time, that the server has so; the answer's octets. */
  private static String retrieve(Proxy.Session session, int number, String mail)
      throws IOException {
    String response = fetch(session, number, mail);
    assertThat(session.upstream().read()).isEqualTo("UIDL " + number);
    session.upstream().line("+OK " + number + " uid-" + number);
    return response;
  }

  private static String retrieveAgain(Proxy.Session session, int number, String mail)
      throws IOException {
    return fetch(session, number, mail);
  }

  private static String fetch(Proxy.Session session, int number, String mail) throws IOException {
    session.client().line("RETR " + number);
    assertThat(session.upstream().read()).isEqualTo("RETR " + number);
    session.upstream().send("+OK\r\n" + mail + ".\r\n");
    String status = session.client().read();
    String response = session.client().readMultiLine();
    assertThat(status).isEqualTo("+OK " + (response.length() - 3) + " octets");
    return response;
  }
}
