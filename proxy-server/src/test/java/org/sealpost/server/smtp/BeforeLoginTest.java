package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.server.smtp.SmtpServerTest.beginMail;
import static org.sealpost.server.smtp.SmtpServerTest.hello;
import static org.sealpost.server.smtp.SmtpServerTest.logIn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.server.account.Upstream.Mode;

/** What a client that has not logged in may cost, and whom it waits for. */
class BeforeLoginTest {
  @TempDir static Path folder;

  private static Proxy proxy(RealServer real) throws IOException {
    return new Proxy(folder, List.of(Proxy.account("ming", real.port())), Proxy.UNCHANGED);
  }

  @Test
  void aSilentRealServerKeepsNobodyFromTheOther() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy =
            new Proxy(
                folder,
                List.of(
                    Proxy.account("lan", silent.getLocalPort()),
                    Proxy.account("ming", real.port())),
                Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      // The proxy's patience with a silent server is longer than this client's.
      hello(client);
      assertThat(client.ask("EHLO client.example")).contains("AUTH PLAIN");
      logIn(client);
      beginMail(client);
    }
  }

  @Test
  void aServerThatStopsTellsAClientThatIsAboutToLogIn() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real);
        Peer client = new Peer(proxy.connect())) {
      hello(client);
      assertThat(client.ask("AUTH PLAIN")).startsWith("334");
      proxy.stop();
      assertThat(client.reply()).startsWith("421 4.3.2");
      assertThat(client.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void aServerThatStopsInTheMiddleOfALoginWaitsForNobody() throws Exception {
    try (ServerSocket real = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Proxy proxy =
            new Proxy(
                folder, List.of(Proxy.account("ming", real.getLocalPort())), Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      assertThat(client.reply()).startsWith("220");
      client.send("EHLO client.example\r\n");
      try (Peer upstream = new Peer(real.accept())) {
        upstream.send("220 real\r\n");
        assertThat(upstream.line()).startsWith("EHLO");
        upstream.send("250-real\r\n250 AUTH CRAM-MD5\r\n");
        assertThat(client.reply()).contains("AUTH CRAM-MD5");
        client.send("AUTH CRAM-MD5\r\n");
        assertThat(upstream.line()).isEqualTo("AUTH CRAM-MD5");
        upstream.send("334 PDFAcmVhbD4=\r\n");
        assertThat(client.reply()).startsWith("334");
        proxy.stop();
        // The real server says nothing more.
        assertThat(client.reply()).startsWith("421 4.3.2");
        assertThat(upstream.line()).isEqualTo("<closed>");
      }
    }
  }

  @Test
  void attackAConnectionThatIsHeldWithoutALogin() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, Duration.ofMillis(200));
        Peer client = new Peer(proxy.connect())) {
      assertThat(client.reply()).startsWith("220");
      String reply = "250";
      while (reply.startsWith("250")) {
        Thread.sleep(20);
        reply = client.ask("NOOP");
      }
      assertThat(reply).startsWith("421 4.4.2");
      assertThat(client.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void whoHasLoggedInMayStay() throws Exception {
    Duration login = Duration.ofSeconds(2);
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, login);
        Peer client = new Peer(proxy.connect())) {
      hello(client);
      logIn(client);
      Thread.sleep(login.plusMillis(100));
      beginMail(client);
    }
  }

  private static Proxy proxy(RealServer real, Duration login) throws IOException {
    SmtpLimits standard = SmtpLimits.standard();
    SmtpLimits limits =
        new SmtpLimits(
            10,
            standard.commandLine(),
            standard.authLine(),
            standard.textLine(),
            standard.recipients(),
            standard.mailSize(),
            standard.clientTimeout(),
            login,
            standard.connectTimeout(),
            standard.upstreamTimeout());
    return new Proxy(folder, List.of(Proxy.account("ming", real.port())), Proxy.UNCHANGED, limits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP", "RSET", "VRFY x", "HELP"})
  void attackCommandsWithoutEndThatComeToNothing(String command) throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real);
        Peer client = new Peer(proxy.connect())) {
      assertThat(client.reply()).startsWith("220");
      for (int i = 1; i < 40; i++) {
        assertThat(client.ask(command)).startsWith("2");
      }
      assertThat(client.ask(command)).startsWith("421 4.7.0");
      assertThat(client.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void whoHasLoggedInMayKeepTheConnectionAliveWithNoop() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real);
        Peer client = new Peer(proxy.connect())) {
      hello(client);
      logIn(client);
      for (int i = 0; i < 100; i++) {
        assertThat(client.ask("NOOP")).startsWith("250");
      }
    }
  }
}
