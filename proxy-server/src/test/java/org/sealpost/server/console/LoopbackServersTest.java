package org.sealpost.server.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.sealpost.server.LocalhostAddresses;

/** Where the console listens. */
class LoopbackServersTest {
  private static final InetAddress FOUR = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress SIX = InetAddress.ofLiteral("::1");

  @Test
  void attackOfAnotherUserWhoListensWhereTheBrowserLooksFirst() throws IOException {
    assumeThat(LocalhostAddresses.with(new InetSocketAddress(FOUR, 0)))
        .as("this machine has no IPv6 on loopback")
        .hasSize(2);
    try (ServerSocket stranger = new ServerSocket(0, 1, SIX)) {
      InetSocketAddress wanted = new InetSocketAddress(FOUR, stranger.getLocalPort());

      assertThatThrownBy(() -> LoopbackServers.open(wanted))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(":" + stranger.getLocalPort());
      try (ServerSocket again = new ServerSocket(stranger.getLocalPort(), 1, FOUR)) {
        assertThat(again.isBound()).as("nothing is kept of what could not be had").isTrue();
      }
    }
  }

  @Test
  void itAnswersWhereverTheBrowserLooks() throws IOException {
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        LoopbackServers servers = LoopbackServers.open(new InetSocketAddress(FOUR, 0))) {
      servers.start(
          exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          },
          workers);
      for (InetSocketAddress each : LocalhostAddresses.with(servers.address())) {
        try (Socket socket = new Socket(each.getAddress(), each.getPort())) {
          socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
          assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
              .contains(" 204 ");
        }
      }
    }
  }
}
