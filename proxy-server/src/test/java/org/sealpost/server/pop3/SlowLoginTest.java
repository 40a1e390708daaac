package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections on which nobody logs in do not shut the user out. */
class SlowLoginTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir static Path folder;

  /** One connection at a time, so that the next client gets in only when the former is out. */
  private static Proxy proxy(Duration line, Duration login) throws IOException {
    Pop3Limits usual = Proxy.limits();
    return new Proxy(
        folder,
        new Pop3Limits(
            1,
            usual.clientIdle(),
            line,
            login,
            usual.connectTimeout(),
            usual.upstreamTimeout(),
            usual.maxMailBytes(),
            usual.keptMails(),
            usual.keptBytes()),
        1);
  }

  @Test
  void silentConnectionsDoNotShutTheUserOut() throws Exception {
    try (Proxy proxy = proxy(SHORT, LONG);
        Peer silent = greeted(proxy)) {
      assertThat(silent.read()).isEqualTo("(end)");
      greeted(proxy).close();
    }
  }

  @Test
  void octetAfterOctetHoldsNoLineOpen() throws Exception {
    try (Proxy proxy = proxy(SHORT, LONG);
        Peer slow = greeted(proxy)) {
      assertThat(drip(slow, "X")).isTrue();
    }
  }

  @Test
  void lineAfterLineHoldsNoLoginOpen() throws Exception {
    try (Proxy proxy = proxy(LONG, SHORT);
        Peer slow = greeted(proxy)) {
      assertThat(drip(slow, "PASS x\r\n")).isTrue();
      for (String reply = slow.read(); !reply.endsWith("(end)"); reply = slow.read()) {
        assertThat(reply).isEqualTo("-ERR Give the user name first");
      }
    }
  }

  @Test
  void anHonestUserIsInNoHurryOnceLoggedIn() throws Exception {
    try (Proxy proxy = proxy(LONG, LONG);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("NOOP");
      assertThat(session.upstream().read()).isEqualTo("NOOP");
    }
    Pop3Limits standard = Pop3Limits.standard();
    assertThat(standard.login()).isLessThan(standard.clientIdle());
  }

  private static Peer greeted(Proxy proxy) throws IOException {
    Peer client = proxy.client();
    proxy.accept().line("+OK ready");
    assertThat(client.read()).isEqualTo("+OK Sealpost ready");
    return client;
  }

  /** Whether the proxy ends a connection that goes on sending, before 2,000 pieces have come. */
  private static boolean drip(Peer client, String piece) throws InterruptedException {
    try {
      for (int i = 0; i < 2_000; i++) {
        client.send(piece);
        Thread.sleep(60);
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
