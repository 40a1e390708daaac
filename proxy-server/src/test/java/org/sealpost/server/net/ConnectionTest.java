package org.sealpost.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a connection carries, and how it ends, once with epoll where there is one and once with NIO.
 */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class ConnectionTest extends NetworkFixture {
  ConnectionTest(boolean epoll) {
    super(epoll);
  }

  @Test
  void carriesLargeDataBothWaysAtOnce() throws Exception {
    InetSocketAddress address = serve(NetworkFixture::echo);
    try (Connection connection = connect(address)) {
      exchange(connection, random(5_000_000));
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
}
