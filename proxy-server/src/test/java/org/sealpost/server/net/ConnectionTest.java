package org.sealpost.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real loopback sockets, once with epoll where there is one and once with NIO. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class ConnectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Network network;

  ConnectionTest(boolean epoll) {
    assumeThat(!epoll || Epoll.isAvailable()).as("no native epoll on the class path").isTrue();
    network = new Network(Duration.ofSeconds(1), epoll, allocator);
  }

  @AfterEach
  void everyBufferIsReleased() throws Exception {
    network.close();
    assertThat(allocator.metric().usedDirectMemory()).as("direct bytes left").isZero();
    assertThat(allocator.metric().usedHeapMemory()).as("heap bytes left").isZero();
  }

  interface Session {
    void run(Connection connection) throws Exception;
  }

  private InetSocketAddress serve(Session session) throws IOException {
    return serve(10, session);
  }

  private InetSocketAddress serve(int limit, Session session) throws IOException {
    Consumer<Connection> consumer =
        connection -> {
          try {
            session.run(connection);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    return network.listen(loopback(0), limit, consumer).address();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Connection connect(InetSocketAddress address) throws IOException {
    return network.connect("127.0.0.1", address.getPort(), PATIENCE);
  }

  private static void echo(Connection connection) throws IOException {
    byte[] block = new byte[8192];
    for (int n = connection.in().read(block); n >= 0; n = connection.in().read(block)) {
      connection.out().write(block, 0, n);
      if (connection.in().available() == 0) {
        connection.out().flush();
      }
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static void exchange(Connection connection, byte[] bytes) throws Exception {
    CompletableFuture<byte[]> echoed =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return connection.in().readNBytes(bytes.length);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            Thread::startVirtualThread);
    connection.out().write(bytes);
    connection.out().flush();
    assertThat(echoed.get(30, TimeUnit.SECONDS)).isEqualTo(bytes);
  }

  @Test
  void carriesLargeDataBothWaysAtOnce() throws Exception {
    InetSocketAddress address = serve(ConnectionTest::echo);
    try (Connection connection = connect(address)) {
      exchange(connection, random(5_000_000));
    }
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

  private static TlsClient trusting(Path folder, String host) throws IOException {
    return TlsClient.of(host, List.of(folder.resolve("localhost-tls/certificate.pem")));
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

  @Test
  void certificateThatNothingVouchesForIsRefused(@TempDir Path folder) throws Exception {
    assertHandshakeFails(folder, TlsClient.of("localhost", List.of()));
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

  @Test
  void silentPeerTimesOut() throws Exception {
    InetSocketAddress address = serve(connection -> connection.in().read());
    try (Connection connection = connect(address)) {
      connection.readTimeout(Duration.ofMillis(50));
      assertThatThrownBy(() -> connection.in().read()).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void peerThatTakesNothingTimesOutTheWriter() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    InetSocketAddress address = serve(connection -> over.await(30, TimeUnit.SECONDS));
    Connection connection = connect(address);
    connection.readTimeout(Duration.ofMillis(200));
    byte[] bytes = random(1_000_000);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                connection.out().write(bytes);
              }
            })
        .isInstanceOf(SocketTimeoutException.class);
    connection.abort();
    connection.close();
    over.countDown();
  }

  @Test
  void senderIsSlowedDownToTheReadersPace() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    InetSocketAddress address =
        serve(
            connection -> {
              go.await(30, TimeUnit.SECONDS);
              connection.in().transferTo(OutputStream.nullOutputStream());
            });
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSendBufferSize(64 * 1024);
      AtomicInteger sent = new AtomicInteger();
      Thread sender =
          Thread.startVirtualThread(
              () -> {
                byte[] block = new byte[64 * 1024];
                try {
                  for (int i = 0; i < 1000; i++) {
                    socket.getOutputStream().write(block);
                    sent.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(sender.join(Duration.ofMillis(500))).as("60 MB went nowhere").isFalse();
      assertThat(allocator.metric().usedDirectMemory()).isLessThan(2_000_000);
      go.countDown();
      assertThat(sender.join(Duration.ofSeconds(30))).isTrue();
      assertThat(sent).hasValue(1000);
    }
  }

  @Test
  void peerThatEndedItsDirectionStillGetsTheAnswer() throws Exception {
    InetSocketAddress address =
        serve(
            connection -> {
              byte[] all = connection.in().readAllBytes();
              connection.out().write(all);
            });
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write("question".getBytes(US_ASCII));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .isEqualTo("question");
    }
  }

  @Test
  void lastReplyIsNotLostWhenTheClientIsStillSending() throws Exception {
    InetSocketAddress address =
        serve(
            connection -> {
              connection.in().read();
              connection.out().write("421 bye\r\n".getBytes(US_ASCII));
            });
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write(new byte[100_000]);
      assertThat(line(socket.getInputStream())).isEqualTo("421 bye");
    }
  }

  @Test
  void closeSendsWhatIsHeld() throws Exception {
    byte[] bytes = random(3_000_000);
    InetSocketAddress address = serve(connection -> connection.out().write(bytes));
    try (Connection connection = connect(address)) {
      assertThat(connection.in().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void abortIsSeenAsAnErrorNotAsTheEnd() throws Exception {
    InetSocketAddress address =
        serve(
            connection -> {
              connection.in().read();
              connection.out().write("held".getBytes(US_ASCII));
              connection.abort();
            });
    try (Connection connection = connect(address)) {
      send(connection, "x");
      assertThatThrownBy(() -> connection.in().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void interruptedReaderIsToldSo() throws Exception {
    InetSocketAddress address = serve(connection -> connection.in().read());
    try (Connection connection = connect(address)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> connection.in().read())
          .isInstanceOf(java.io.InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void connectionsBeyondTheLimitWaitForTheirTurn() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    InetSocketAddress address =
        serve(
            5,
            connection -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              connection.in().read();
              now.decrementAndGet();
              connection.out().write("done".getBytes(US_ASCII));
            });
    List<Thread> clients =
        java.util.stream.IntStream.range(0, 60)
            .mapToObj(
                i ->
                    Thread.startVirtualThread(
                        () -> {
                          try (Socket socket =
                              new Socket(address.getAddress(), address.getPort())) {
                            socket.getOutputStream().write(1);
                            assertThat(socket.getInputStream().readAllBytes()).hasSize(4);
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }))
            .toList();
    for (Thread client : clients) {
      assertThat(client.join(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(most).hasValueBetween(1, 5);
  }

  @Test
  void refusedConnectionSaysWhere() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> network.connect("127.0.0.1", port, PATIENCE))
        .isInstanceOf(ConnectException.class)
        .hasMessage("127.0.0.1 port " + port + " refuses connections");
  }

  @Test
  void addressInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> network.listen(loopback(taken.getLocalPort()), 1, Connection::close))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void closingTheNetworkDropsSessionsThatDoNotEnd() throws Exception {
    CompletableFuture<IOException> ended = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    InetSocketAddress address =
        serve(
            connection -> {
              try {
                begun.countDown();
                connection.in().read();
              } catch (IOException e) {
                ended.complete(e);
              }
            });
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(socket.isConnected()).isTrue();
      network.close();
      assertThat(ended.get(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private static void send(Connection connection, String text) throws IOException {
    connection.out().write(text.getBytes(US_ASCII));
    connection.out().flush();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }
}
