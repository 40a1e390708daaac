package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does what no server does costs its session, and an honest one loses nothing. */
class HostileServerTest {
  private static final String SMIME = "Content-Type: application/pkcs7-mime\r\n\r\n";
  private static final int LARGEST = 4 << 20;

  @TempDir static Path folder;

  private static Proxy proxy() throws IOException {
    return new Proxy(folder, limits(LARGEST, 10), 1);
  }

  static Pop3Limits limits(long largest, int keptMails) {
    Pop3Limits usual = Proxy.limits();
    return new Pop3Limits(
        20,
        usual.clientIdle(),
        usual.loginLine(),
        usual.login(),
        usual.connectTimeout(),
        usual.upstreamTimeout(),
        largest,
        keptMails,
        1 << 20);
  }

  @Test
  void aStatusLineThatNeverEndsIsCutOff() throws Exception {
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("STAT");
      session.upstream().read();
      pour(session.upstream(), "+OK " + "x".repeat(1 << 16), 10_000);
      assertThat(session.client().read()).startsWith("-ERR [SYS/TEMP]").contains("not POP3");
      assertThat(session.client().read()).isEqualTo("(end)");
    }
  }

  @Test
  void anHonestLongStatusLinePasses() throws Exception {
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("STAT");
      session.upstream().read();
      session.upstream().line("+OK 1 2 " + "x".repeat(400));
      assertThat(session.client().read()).isEqualTo("+OK 1 2 " + "x".repeat(400));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+OK 1 2\n-ERR\r\n", "+OK 1\r2\r\n", "+OK \0\r\n", "OK\r\n", "+ go on\r\n"})
  void aStatusLineThatIsNoneIsNotPassedOn(String line) throws Exception {
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("STAT");
      session.upstream().read();
      session.upstream().send(line);
      assertThat(session.client().read()).startsWith("-ERR [SYS/TEMP]").contains("not POP3");
      assertThat(session.upstream().read()).isEqualTo("(end)");
    }
  }

  @Test
  void capabilitiesThatNeverEndAreCutOff() throws Exception {
    try (Proxy proxy = proxy();
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      client.line("CAPA");
      upstream.read();
      upstream.line("+OK");
      pour(upstream, "X-MORE\r\n".repeat(1000), 10_000);
      assertThat(client.read()).startsWith("-ERR [SYS/TEMP]").contains("does not come to an end");
      assertThat(client.read()).isEqualTo("(end)");
    }
  }

  @Test
  void aHeaderThatNeverEndsIsCutOff() throws Exception {
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      session.upstream().line("+OK");
      pour(session.upstream(), "X-More: x\r\n".repeat(10_000), 10_000);
      assertThat(session.client().read()).startsWith("-ERR [SYS/TEMP]").contains("to an end");
      assertThat(session.client().read()).isEqualTo("(end)");
    }
  }

  @Test
  void aHeaderBeyondTheLargestMailIsRefusedAndTheNextMailPasses() throws Exception {
    String header = "X-More: x\r\n".repeat(LARGEST / 11);
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      session.upstream().send("+OK\r\n" + header + "X-More: x\r\n\r\nbody\r\n.\r\n");
      assertThat(session.client().read())
          .startsWith("-ERR [SYS/PERM] The header of this mail is larger than 4194304 octets");
      session.client().line("RETR 2");
      assertThat(session.upstream().read()).isEqualTo("RETR 2");
      session.upstream().send("+OK\r\n" + header + "\r\nbody\r\n.\r\n");
      assertThat(session.client().read()).isEqualTo("+OK");
      assertThat(session.client().readMultiLine()).hasSize(header.length() + 11);
    }
  }

  @Test
  void anSmimeMailThatNeverEndsIsCutOff() throws Exception {
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      session.upstream().send("+OK\r\n" + SMIME);
      pour(session.upstream(), "x".repeat(1 << 16), 10_000);
      assertThat(session.client().read()).startsWith("-ERR [SYS/TEMP]").contains("to an end");
      assertThat(session.client().read()).isEqualTo("(end)");
      assertThat(proxy.inbound.opened).hasValue(0);
    }
  }

  @Test
  void anSmimeMailThatIsTooLargeIsRefusedAndTheNextOneOpened() throws Exception {
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      session.upstream().send("+OK\r\n" + SMIME + "x".repeat(LARGEST) + "\r\n.\r\n");
      assertThat(session.client().read()).startsWith("-ERR [SYS/PERM] This mail is larger than");
      session.client().line("RETR 2");
      assertThat(session.upstream().read()).isEqualTo("RETR 2");
      session.upstream().send("+OK\r\n" + SMIME + "a".repeat(1 << 20) + "\r\n.\r\n");
      assertThat(session.client().read()).startsWith("+OK 1048");
      assertThat(session.client().readMultiLine()).endsWith("AAA\r\n.\r\n");
    }
  }

  /**
   * A mail whose lone dot ends it for lenient readers, with a reply of the attacker's behind it.
   */
  @Test
  void repliesSmuggledBehindALooseDotStayInTheMail() throws Exception {
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      session
          .upstream()
          .send(
              "+OK\r\nSubject: x\r\n\r\nhello\n.\r\n+OK 1 octets\r\nX: forged\r\n\r\n.\n\r\n.\r\n");
      assertThat(session.client().read()).isEqualTo("+OK");
      assertThat(session.client().readMultiLine())
          .isEqualTo("Subject: x\r\n\r\nhello\n..\r\n+OK 1 octets\r\nX: forged\r\n\r\n\n\r\n.\r\n");
    }
  }

  @Test
  void anHonestMailWithBareLineFeedsPassesByteForByte() throws Exception {
    String mail = "Subject: x\n\nhello\n.hidden file\n...\nbye.\n.\tx\r\n";
    try (Proxy proxy = proxy();
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      session.upstream().send("+OK\r\n" + mail + ".\r\n");
      assertThat(session.client().read()).isEqualTo("+OK");
      assertThat(session.client().readMultiLine()).isEqualTo(mail + ".\r\n");
    }
  }

  @Test
  void aServerThatStopsAnsweringIsGivenUp() throws Exception {
    Pop3Limits limits = Proxy.limits().with(20, Duration.ofSeconds(5), Duration.ofMillis(300));
    try (Proxy proxy = new Proxy(folder, limits, 1);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("STAT");
      assertThat(session.client().read())
          .startsWith("-ERR [SYS/TEMP]")
          .contains("stopped answering");
      assertThat(session.upstream().read()).isEqualTo("STAT");
      assertThat(session.upstream().read()).isEqualTo("(end)");
    }
  }

  private static void pour(Peer upstream, String octets, int times) {
    try {
      for (int i = 0; i < times; i++) {
        upstream.send(octets);
      }
      throw new AssertionError("the proxy takes everything");
    } catch (SocketException e) {
      // As it should: the proxy hung up.
      return;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
