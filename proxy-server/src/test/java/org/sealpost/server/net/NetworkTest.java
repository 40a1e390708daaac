package org.sealpost.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Listening, connecting and the end of both, once with epoll where there is one and once with NIO.
 */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class NetworkTest extends NetworkFixture {
  NetworkTest(boolean epoll) {
    super(epoll);
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
}
