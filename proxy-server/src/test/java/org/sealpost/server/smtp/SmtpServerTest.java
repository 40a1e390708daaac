package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Failure;
import org.sealpost.outbound.Delivery;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.account.Upstream.Mode;
import org.sealpost.server.net.TlsServer;

class SmtpServerTest {
  @TempDir static Path folder;

  private static Proxy proxy(RealServer real, Outbound outbound) throws IOException {
    return new Proxy(folder, List.of(Proxy.account("ming", real.port())), outbound);
  }

  static void hello(Peer client) throws IOException {
    assertThat(client.reply()).startsWith("220");
    assertThat(client.ask("EHLO client.example")).startsWith("250");
  }

  static void logIn(Peer client) throws IOException {
    assertThat(client.ask("AUTH PLAIN AG1pbmcAc2VjcmV0")).startsWith("235");
  }

  static void beginMail(Peer client) throws IOException {
    assertThat(client.ask("MAIL FROM:<ming@example.tw>")).startsWith("250");
    assertThat(client.ask("RCPT TO:<bob@example.tw>")).startsWith("250");
    assertThat(client.ask("DATA")).startsWith("354");
  }

  @Test
  void startTlsTowardsTheClientGoesOnUnderTls() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, Proxy.UNCHANGED);
        Socket socket = proxy.connect()) {
      Peer clear = new Peer(socket);
      hello(clear);
      assertThat(clear.ask("STARTTLS")).isEqualTo("220 2.0.0 Begin TLS now");
      Peer client = new Peer(underTls(socket));
      assertThat(client.ask("MAIL FROM:<ming@example.tw>")).isEqualTo("503 5.5.1 Say EHLO first");
      assertThat(client.ask("EHLO client.example")).contains("AUTH").doesNotContain("STARTTLS");
      assertThat(client.ask("STARTTLS")).startsWith("503");
      logIn(client);
      beginMail(client);
      assertThat(client.ask("Subject: x\r\n\r\nbody\r\n.")).startsWith("250 2.0.0 queued");
    }
  }

  @Test
  void commandInjectedBehindStartTlsIsThrownAway() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, Proxy.UNCHANGED);
        Socket socket = proxy.connect()) {
      Peer clear = new Peer(socket);
      hello(clear);
      clear.send("STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@example.tw>\r\n");
      assertThat(clear.reply()).startsWith("220");
      Peer client = new Peer(underTls(socket));
      assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 OK");
      assertThat(client.ask("RCPT TO:<bob@example.tw>")).isEqualTo("503 5.5.1 Say MAIL first");
      assertThat(real.said).noneMatch(line -> line.contains("evil"));
    }
  }

  private static SSLSocket underTls(Socket socket) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("localhost", TlsServer.localhost(folder).certificate());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, false);
    tls.startHandshake();
    return tls;
  }

  @Test
  void nothingOfAMailThatFailsHalfwayIsDelivered() throws Exception {
    Outbound failing =
        (account, envelope, mail) ->
            Proxy.prepared(
                new Delivery(
                    envelope.recipients(),
                    out -> {
                      byte[] lines = "a line of the mail\r\n".repeat(100_000).getBytes(US_ASCII);
                      out.write(lines);
                      throw Failure.of(451, "4.7.0", "The card was removed");
                    },
                    2_000_000,
                    false));
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, failing);
        Peer client = new Peer(proxy.connect())) {
      hello(client);
      logIn(client);
      beginMail(client);
      assertThat(client.ask("Subject: x\r\n\r\nbody\r\n."))
          .isEqualTo("451 4.7.0 The card was removed");
      proxy.stop();
      assertThat(client.line()).startsWith("421 4.3.2");
      assertThat(real.mails).isEmpty();
      assertThat(real.brokenOff).allSatisfy(part -> assertThat(part).doesNotContain("\r\n.\r\n"));
    }
  }

  @Test
  void largeMailArrivesByteForByte() throws Exception {
    StringBuilder mail = new StringBuilder("Subject: large\r\n\r\n");
    for (int i = 0; i < 60_000; i++) {
      mail.append(i % 7 == 0 ? ".." : "x").append(i).append(" abcdefghijklmnopqrstuvwxyz\r\n");
    }
    mail.append(".\r\n");
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      hello(client);
      logIn(client);
      beginMail(client);
      client.send(mail.toString());
      assertThat(client.reply()).isEqualTo("250 2.0.0 queued as 1");
      assertThat(real.mails.getFirst()).isEqualTo(mail.toString());
    }
  }

  @Test
  void idleClientsAreToldWhenTheServerStopsAndAMailUnderWayIsFinished() throws Exception {
    CountDownLatch preparing = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Outbound slow =
        (account, envelope, mail) -> {
          preparing.countDown();
          try {
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
          }
          return Proxy.UNCHANGED.prepare(account, envelope, mail);
        };
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, slow);
        Peer idle = new Peer(proxy.connect());
        Peer busy = new Peer(proxy.connect())) {
      hello(idle);
      hello(busy);
      logIn(busy);
      beginMail(busy);
      busy.send("Subject: x\r\n\r\nbody\r\n.\r\n");
      assertThat(preparing.await(20, TimeUnit.SECONDS)).isTrue();
      proxy.stop();
      assertThat(idle.reply()).startsWith("421 4.3.2");
      assertThat(idle.line()).isEqualTo("<closed>");
      stopped.countDown();
      assertThat(busy.reply()).isEqualTo("250 2.0.0 queued as 1");
      assertThat(busy.reply()).startsWith("421 4.3.2");
    }
  }

  @Test
  void aServerThatStopsDoesNotWaitForARealServerThatIsStillSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Proxy proxy =
            new Proxy(
                folder, List.of(Proxy.account("ming", silent.getLocalPort())), Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      assertThat(client.reply()).startsWith("220");
      client.send("EHLO client.example\r\n");
      try (Socket accepted = silent.accept()) {
        assertThat(accepted.isConnected()).isTrue();
        proxy.stop();
        // The proxy's patience with the real server is longer than this client's.
        assertThat(client.reply()).startsWith("421 4.3.2");
      }
    }
  }

  @Test
  void silentClientIsToldAndDropped() throws Exception {
    SmtpLimits standard = SmtpLimits.standard();
    SmtpLimits impatient =
        new SmtpLimits(
            10,
            standard.commandLine(),
            standard.authLine(),
            standard.textLine(),
            standard.recipients(),
            standard.mailSize(),
            Duration.ofMillis(200),
            standard.login(),
            standard.connectTimeout(),
            standard.upstreamTimeout());
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy =
            new Proxy(
                folder, List.of(Proxy.account("ming", real.port())), Proxy.UNCHANGED, impatient);
        Peer client = new Peer(proxy.connect())) {
      assertThat(client.reply()).startsWith("220");
      client.send("NOO");
      assertThat(client.reply()).startsWith("421 4.4.2");
      assertThat(client.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void thousandConnectionsAtOnceDoNotKeepTheNextClientOut() throws Exception {
    SmtpLimits few = SmtpLimits.of(5, Duration.ofSeconds(5), Duration.ofSeconds(5));
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy =
            new Proxy(folder, List.of(Proxy.account("ming", real.port())), Proxy.UNCHANGED, few)) {
      List<Socket> flood = new ArrayList<>();
      try {
        // What does not fit in the backlog is refused by the system, which is as good.
        for (int i = 0; i < 1000; i++) {
          Socket socket = new Socket();
          flood.add(socket);
          socket.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), 100);
        }
      } catch (IOException e) {
        assertThat(flood).hasSizeGreaterThan(5);
      }
      assertThat(proxy.meters.get("sealpost.smtp.connections").counter().count())
          .isLessThanOrEqualTo(5);
      for (Socket socket : flood) {
        socket.close();
      }
      try (Peer client = new Peer(proxy.connect())) {
        hello(client);
      }
    }
  }

  @Test
  void mailsAreCountedByWhatTheClientWasTold() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      hello(client);
      logIn(client);
      beginMail(client);
      assertThat(client.ask("Subject: x\r\n\r\nbody\r\n.")).startsWith("250");
      beginMail(client);
      assertThat(client.ask("Subject: x\r\n\r\nbo\rdy\r\n.")).startsWith("550");
      var mails = proxy.meters.get("sealpost.smtp.mails");
      assertThat(mails.tag("outcome", "accepted").timer().count()).isEqualTo(1);
      assertThat(
              proxy
                  .meters
                  .get("sealpost.smtp.mails")
                  .tag("outcome", "permanent-failure")
                  .timer()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void curlSendsAMail() throws Exception {
    assumeThat(Path.of("/usr/bin/curl")).as("curl is not installed").exists();
    sendWith(
        List.of(
            "curl",
            "-sS",
            "--ssl-reqd",
            "--cacert",
            folder.resolve("localhost-tls/certificate.pem").toString(),
            "--user",
            "ming:secret",
            "--mail-from",
            "ming@example.tw",
            "--mail-rcpt",
            "bob@example.tw",
            "--upload-file",
            "MAIL",
            "smtp://localhost:PORT"));
  }

  @Test
  void swaksSendsAMail() throws Exception {
    assumeThat(Path.of("/usr/bin/swaks")).as("swaks is not installed").exists();
    sendWith(
        List.of(
            "swaks",
            "--server",
            "127.0.0.1:PORT",
            "--from",
            "ming@example.tw",
            "--to",
            "bob@example.tw",
            "--auth",
            "PLAIN",
            "--auth-user",
            "ming",
            "--auth-password",
            "secret",
            "--data",
            "@MAIL"));
  }

  private static void sendWith(List<String> command) throws Exception {
    Path mail = Files.writeString(folder.resolve("mail.eml"), "Subject: hello\r\n\r\n.dot\r\n");
    try (RealServer real = new RealServer(folder, Mode.NONE);
        Proxy proxy = proxy(real, Proxy.UNCHANGED)) {
      List<String> arguments =
          command.stream()
              .map(word -> word.replace("MAIL", mail.toString()))
              .map(word -> word.replace("PORT", Integer.toString(proxy.port())))
              .toList();
      Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
      try (InputStream in = process.getInputStream();
          OutputStream none = process.getOutputStream()) {
        none.flush();
        String output = new String(in.readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
      }
      assertThat(real.said).anyMatch(line -> line.endsWith("AG1pbmcAc2VjcmV0"));
      assertThat(real.mails)
          .singleElement()
          .asString()
          .contains("Subject: hello\r\n", "\r\n..dot\r\n");
    }
  }
}
