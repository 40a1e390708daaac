package org.sealpost.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of sessions that are still at work when the network closes. */
class LastWordsTest {
  @Test
  void aSessionWhoseTimeIsUpMaySaySoBeforeItsConnectionIsClosed() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    try (Network network = new Network(Duration.ofMillis(50), Duration.ofSeconds(20));
        Socket client = new Socket()) {
      Network.Listener listener =
          network.listen(NetworkFixture.loopback(0), 1, connection -> serve(connection, waits));
      client.connect(listener.address());
      client.getOutputStream().write("half a mail".getBytes(StandardCharsets.US_ASCII));
      waits.await();
      Thread closing = Thread.ofVirtual().start(network::close);
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("421 bye\r\n");
      closing.join();
    }
  }

  private static void serve(Connection connection, CountDownLatch waits) {
    try {
      byte[] half = connection.in().readNBytes(11);
      assertThat(half).hasSize(11);
      waits.countDown();
      int _ = connection.in().read();
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      say(connection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(Connection connection) {
    try {
      connection.out().write("421 bye\r\n".getBytes(StandardCharsets.US_ASCII));
      connection.out().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
