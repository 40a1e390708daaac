package org.sealpost.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A network over real loopback sockets, which leaves no buffer behind. */
abstract class NetworkFixture {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  final Network network;

  NetworkFixture(boolean epoll) {
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

  InetSocketAddress serve(Session session) throws IOException {
    return serve(10, session);
  }

  InetSocketAddress serve(int limit, Session session) throws IOException {
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

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  Connection connect(InetSocketAddress address) throws IOException {
    return network.connect("127.0.0.1", address.getPort(), PATIENCE);
  }

  static void echo(Connection connection) throws IOException {
    byte[] block = new byte[8192];
    for (int n = connection.in().read(block); n >= 0; n = connection.in().read(block)) {
      connection.out().write(block, 0, n);
      if (connection.in().available() == 0) {
        connection.out().flush();
      }
    }
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  static void exchange(Connection connection, byte[] bytes) throws Exception {
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

  static TlsClient trusting(Path folder, String host) throws IOException {
    return TlsClient.of(
        host, TlsTrust.of(List.of(folder.resolve("localhost-tls/certificate.pem"))));
  }

  static void send(Connection connection, String text) throws IOException {
    connection.out().write(text.getBytes(US_ASCII));
    connection.out().flush();
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }
}
