package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.net.TlsTrust;

/** Where TLS is configured, nothing is said without it. */
class UpstreamTlsTest {
  @TempDir static Path folder;

  /** What the real server was told, and how. */
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  private Network network;
  private TlsServer certificate;
  private List<Path> trusted;

  @BeforeEach
  void start() throws Exception {
    network = new Network(Duration.ofMillis(200));
    certificate = TlsServer.localhost(folder);
    Path file = folder.resolve("trusted.pem");
    Files.writeString(
        file,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    trusted = List.of(file);
  }

  @AfterEach
  void stop() {
    network.close();
  }

  @Test
  void implicitTlsCarriesTheSession() throws Exception {
    int port =
        serve(
            connection -> {
              connection.startTls(certificate);
              say(connection, "+OK ready\r\n");
              login(connection);
            });
    loginPasses(upstream(port, Upstream.Mode.IMPLICIT));
    assertThat(heard).containsExactly("USER ming with TLS", "PASS secret with TLS");
  }

  @Test
  void stlsCarriesTheSession() throws Exception {
    int port =
        serve(
            connection -> {
              say(connection, "+OK ready\r\n");
              hear(connection);
              connection.out().write("+OK begin\r\n".getBytes(StandardCharsets.US_ASCII));
              connection.startTls(certificate);
              login(connection);
            });
    loginPasses(upstream(port, Upstream.Mode.STARTTLS));
    assertThat(heard)
        .containsExactly("STLS in the clear", "USER ming with TLS", "PASS secret with TLS");
  }

  @Test
  void strippedStlsLeavesEverythingUnsaid() throws Exception {
    int port =
        serve(
            connection -> {
              say(connection, "+OK ready\r\n");
              hear(connection);
              say(connection, "-ERR unknown command\r\n");
              hear(connection);
            });
    assertThat(refusal(upstream(port, Upstream.Mode.STARTTLS)))
        .startsWith(
            "-ERR [SYS/TEMP] Your mail server localhost port "
                + port
                + " does not offer to begin TLS");
    assertThat(heard).containsExactly("STLS in the clear");
  }

  @Test
  void responsesInjectedBehindStlsAreNotTakenForTheServers() throws Exception {
    int port =
        serve(
            connection -> {
              say(connection, "+OK ready\r\n");
              hear(connection);
              say(connection, "+OK begin\r\n+OK injected\r\n+OK injected\r\n");
              hear(connection);
            });
    assertThat(refusal(upstream(port, Upstream.Mode.STARTTLS)))
        .startsWith("-ERR [SYS/TEMP] ")
        .contains("Someone on the network may be interfering");
    assertThat(heard).containsExactly("STLS in the clear");
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefusedInWords() throws Exception {
    int port = serve(this::handshakeThenLogin);
    Upstream upstream =
        new Upstream(
            "localhost",
            port,
            Upstream.Mode.IMPLICIT,
            TlsClient.of("localhost", TlsTrust.of(List.of())));
    assertThat(refusal(upstream))
        .startsWith(
            "-ERR [SYS/TEMP] The certificate of your mail server localhost port "
                + port
                + " comes from an issuer");
    assertThat(heard).isEmpty();
  }

  @Test
  void aCertificateForAnotherNameIsRefusedInWords() throws Exception {
    int port = serve(this::handshakeThenLogin);
    Upstream upstream =
        new Upstream(
            "localhost",
            port,
            Upstream.Mode.IMPLICIT,
            TlsClient.of("pop.example.tw", TlsTrust.of(trusted)));
    assertThat(refusal(upstream))
        .startsWith(
            "-ERR [SYS/TEMP] The certificate of your mail server is not for the name localhost");
    assertThat(heard).isEmpty();
  }

  @Test
  void aServerInTheClearIsNotSpokenToWhereTlsIsImplicit() throws Exception {
    int port = serve(connection -> say(connection, "+OK ready\r\n"));
    assertThat(refusal(upstream(port, Upstream.Mode.IMPLICIT)))
        .startsWith("-ERR [SYS/TEMP] Your mail server localhost port " + port)
        .contains("does not begin with TLS");
  }

  @Test
  void aDeadServerIsToldInWords() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(refusal(upstream(port, Upstream.Mode.NONE)))
        .startsWith(
            "-ERR [SYS/TEMP] Your mail server localhost refuses connections at port " + port);
  }

  private Upstream upstream(int port, Upstream.Mode mode) throws IOException {
    return new Upstream("localhost", port, mode, TlsClient.of("localhost", TlsTrust.of(trusted)));
  }

  private void loginPasses(Upstream upstream) throws IOException {
    try (Proxy proxy = new Proxy(folder, upstream);
        Peer client = proxy.client()) {
      assertThat(client.read()).isEqualTo("+OK Sealpost ready");
      assertThat(client.ask("USER ming")).isEqualTo("+OK");
      assertThat(client.ask("PASS secret")).isEqualTo("+OK");
    }
  }

  /** The one line that a client gets before the end. */
  private static String refusal(Upstream upstream) throws IOException {
    try (Proxy proxy = new Proxy(folder, upstream);
        Peer client = proxy.client()) {
      String line = client.read();
      assertThat(client.read()).isEqualTo("(end)");
      assertThat(proxy.ended(Ending.UPSTREAM)).isEqualTo(1);
      return line;
    }
  }

  private interface Script {
    void run(Connection connection) throws IOException;
  }

  private int serve(Script script) throws IOException {
    return network
        .listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            5,
            connection -> {
              try {
                script.run(connection);
              } catch (IOException e) {
                // The proxy hung up; what was heard tells.
                connection.abort();
              }
            })
        .address()
        .getPort();
  }

  private void handshakeThenLogin(Connection connection) throws IOException {
    connection.startTls(certificate);
    say(connection, "+OK ready\r\n");
    login(connection);
  }

  private void login(Connection connection) throws IOException {
    hear(connection);
    say(connection, "+OK\r\n");
    hear(connection);
    say(connection, "+OK\r\n");
  }

  private static void say(Connection connection, String text) throws IOException {
    connection.out().write(text.getBytes(StandardCharsets.US_ASCII));
    connection.out().flush();
  }

  private void hear(Connection connection) throws IOException {
    Optional<String> line = new WireInput(connection.in(), () -> {}).line(1000);
    line.ifPresent(
        text -> heard.add(text + (connection.isSecure() ? " with TLS" : " in the clear")));
  }
}
