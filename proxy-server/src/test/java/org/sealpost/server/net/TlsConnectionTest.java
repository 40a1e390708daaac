package org.sealpost.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over real sockets, once with epoll where there is one and once with NIO. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class TlsConnectionTest extends NetworkFixture {
  TlsConnectionTest(boolean epoll) {
    super(epoll);
  }

  @Test
  void carriesLargeDataBothWaysUnderTls(@TempDir Path folder) throws Exception {
    TlsServer server = TlsServer.localhost(folder);
    InetSocketAddress address =
        serve(
            connection -> {
              connection.startTls(server);
              echo(connection);
            });
    try (Connection connection = connect(address)) {
      connection.startTls(trusting(folder, "localhost"));
      assertThat(connection.isSecure()).isTrue();
      exchange(connection, random(5_000_000));
    }
  }

  @Test
  void goAheadIsSentInTheClearAndTlsFollows(@TempDir Path folder) throws Exception {
    TlsServer server = TlsServer.localhost(folder);
    InetSocketAddress address = serve(connection -> startTlsThenEcho(connection, server));
    try (Connection connection = connect(address)) {
      send(connection, "STARTTLS\r\n");
      assertThat(line(connection.in())).isEqualTo("220 go");
      connection.startTls(trusting(folder, "localhost"));
      exchange(connection, random(100_000));
    }
  }

  @Test
  void plaintextInjectedBehindStartTlsIsThrownAway(@TempDir Path folder) throws Exception {
    TlsServer server = TlsServer.localhost(folder);
    InetSocketAddress address = serve(connection -> startTlsThenEcho(connection, server));
    try (Connection connection = connect(address)) {
      send(connection, "STARTTLS\r\ninjected\r\n");
      assertThat(line(connection.in())).isEqualTo("220 go");
      connection.startTls(trusting(folder, "localhost"));
      send(connection, "honest\r\n");
      assertThat(line(connection.in())).isEqualTo("honest");
    }
  }

  private static void startTlsThenEcho(Connection connection, TlsServer server) throws IOException {
    byte[] command = connection.in().readNBytes("STARTTLS\r\n".length());
    assertThat(new String(command, US_ASCII)).isEqualTo("STARTTLS\r\n");
    connection.out().write("220 go\r\n".getBytes(US_ASCII));
    connection.startTls(server);
    echo(connection);
  }

  @Test
  void responseInjectedBehindTheGoAheadIsAnError(@TempDir Path folder) throws Exception {
    TlsServer.localhost(folder);
    InetSocketAddress address =
        serve(
            connection -> {
              line(connection.in());
              send(connection, "220 go\r\n250 injected\r\n");
              connection.in().read();
            });
    try (Connection connection = connect(address)) {
      send(connection, "STARTTLS\r\n");
      line(connection.in());
      TlsClient client = trusting(folder, "localhost");
      assertThatThrownBy(() -> connection.startTls(client))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in the clear");
      assertThat(connection.isSecure()).isFalse();
    }
  }

  @Test
  void certificateForAnotherNameIsRefused(@TempDir Path folder) throws Exception {
    assertHandshakeFails(folder, trustingAfterMaking(folder, "mail.example.tw"));
  }

  @Test
  void certificateForAnotherAddressIsRefused(@TempDir Path folder) throws Exception {
    assertHandshakeFails(folder, trustingAfterMaking(folder, "127.0.0.2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail_srv.example.tw", "mail..example.tw", "-"})
  void aNameThatNoHostCanHaveIsRefusedAsAnyOther(String host, @TempDir Path folder)
      throws Exception {
    assertHandshakeFails(folder, trustingAfterMaking(folder, host));
  }

  @Test
  void certificateThatNothingVouchesForIsRefused(@TempDir Path folder) throws Exception {
    assertHandshakeFails(folder, TlsClient.of("localhost", TlsTrust.of(List.of())));
  }

  @Test
  void addressesInTheCertificateAreAccepted(@TempDir Path folder) throws Exception {
    TlsServer server = TlsServer.localhost(folder);
    InetSocketAddress address =
        serve(
            connection -> {
              connection.startTls(server);
              echo(connection);
            });
    for (String host : List.of("127.0.0.1", "::1", "[::1]", "localhost.")) {
      try (Connection connection = connect(address)) {
        connection.startTls(trusting(folder, host));
        exchange(connection, random(10));
      }
    }
  }

  private static TlsClient trustingAfterMaking(Path folder, String host) throws IOException {
    TlsServer.localhost(folder);
    return trusting(folder, host);
  }

  private void assertHandshakeFails(Path folder, TlsClient client) throws Exception {
    TlsServer server = TlsServer.localhost(folder);
    CompletableFuture<IOException> atServer = new CompletableFuture<>();
    InetSocketAddress address =
        serve(
            connection -> {
              try {
                connection.startTls(server);
                connection.in().read();
              } catch (IOException e) {
                atServer.complete(e);
              }
            });
    try (Connection connection = connect(address)) {
      assertThatThrownBy(() -> connection.startTls(client)).isInstanceOf(SSLException.class);
      assertThat(connection.isSecure()).isFalse();
      assertThatThrownBy(() -> send(connection, "secret")).isInstanceOf(IOException.class);
    }
    assertThat(atServer.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void serverThatFlushedItsGoAheadIsStopped(@TempDir Path folder) throws Exception {
    TlsServer server = TlsServer.localhost(folder);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    InetSocketAddress address =
        serve(
            connection -> {
              send(connection, "220 go\r\n");
              try {
                connection.startTls(server);
              } catch (IllegalStateException e) {
                thrown.complete(e);
              }
            });
    try (Connection connection = connect(address)) {
      line(connection.in());
      assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessageContaining("go-ahead");
    }
  }
}
