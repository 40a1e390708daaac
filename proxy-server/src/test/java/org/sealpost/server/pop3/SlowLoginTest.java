package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Tls;
import org.sealpost.server.session.IdleSessions;

/**
 * Connections on which nobody logs in do not shut the user out: each is given up in time, and the
 * next client gets its place. The clock is the test's own, and goes on with what the client sends.
 */
class SlowLoginTest {
  private static final Duration LINE = Duration.ofMinutes(1);
  private static final Pop3Limits LIMITS = Pop3Limits.standard();

  @TempDir static Path folder;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

  /** A client that takes this long before each octet, or before each line. */
  private final class Slow extends InputStream implements Connection {
    private final ByteArrayInputStream said;
    private final Duration beforeLine;
    private final Duration beforeOctet;
    private boolean atLine = true;
    private Duration timeout = Duration.ZERO;
    private int taken;

    Slow(String said, Duration beforeLine, Duration beforeOctet) {
      this.said = new ByteArrayInputStream(said.getBytes(StandardCharsets.US_ASCII));
      this.beforeLine = beforeLine;
      this.beforeOctet = beforeOctet;
    }

    @Override
    public int read() throws SocketTimeoutException {
      Duration wait = atLine ? beforeLine.plus(beforeOctet) : beforeOctet;
      now.addAndGet(Math.min(wait.toNanos(), timeout.toNanos()));
      if (wait.compareTo(timeout) > 0) {
        throw new SocketTimeoutException("nothing received");
      }
      int octet = said.read();
      atLine = octet == '\n';
      taken++;
      return octet;
    }

    /** One octet at a time, however much is asked for. */
    @Override
    public int read(byte[] target, int offset, int length) throws SocketTimeoutException {
      int octet = read();
      if (octet < 0) {
        return -1;
      }
      target[offset] = (byte) octet;
      return 1;
    }

    @Override
    public InputStream in() {
      return this;
    }

    @Override
    public OutputStream out() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InetSocketAddress peer() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public void readTimeout(Duration longest) {
      timeout = longest;
    }

    @Override
    public void startTls(Tls tls) {
      throw new IllegalStateException("not in this test");
    }

    @Override
    public void close() {
      // Nothing is open.
    }

    @Override
    public void abort() {
      // Nothing is open.
    }
  }

  private Pop3Client client(Slow connection) {
    return new Pop3Client(connection, new IdleSessions(), LIMITS, now::get);
  }

  @Test
  void silentConnectionsDoNotShutTheUserOut() throws Exception {
    // One connection at a time, so that the next client gets in only when the former is out.
    Pop3Limits impatient =
        new Pop3Limits(
            1,
            LIMITS.clientIdle(),
            Duration.ofMillis(300),
            LIMITS.login(),
            LIMITS.connectTimeout(),
            LIMITS.upstreamTimeout(),
            LIMITS.maxMailBytes(),
            LIMITS.keptMails(),
            LIMITS.keptBytes());
    try (Proxy proxy = new Proxy(folder, impatient, 1);
        Peer silent = greeted(proxy)) {
      assertThat(silent.read()).isEqualTo("(end)");
      greeted(proxy).close();
    }
  }

  private static Peer greeted(Proxy proxy) throws IOException {
    Peer client = proxy.client();
    proxy.accept().line("+OK ready");
    assertThat(client.read()).isEqualTo("+OK Sealpost ready");
    return client;
  }

  @Test
  void aSilentConnectionIsGivenUp() {
    Pop3Client client = client(new Slow("USER ming\r\n", LINE.plusSeconds(1), Duration.ZERO));
    assertThatThrownBy(client::commandOrAuth).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void octetAfterOctetHoldsNoLineOpen() {
    Slow slow = new Slow("X".repeat(5_000), Duration.ZERO, Duration.ofSeconds(7));
    assertThatThrownBy(client(slow)::commandOrAuth).isInstanceOf(SocketTimeoutException.class);
    assertThat(slow.taken).isEqualTo(60 / 7);
  }

  @Test
  void lineAfterLineHoldsNoLoginOpen() {
    Pop3Client client =
        client(new Slow("PASS x\r\n".repeat(1_000), Duration.ofSeconds(50), Duration.ZERO));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= 6; i++) {
                client.commandOrAuth();
              }
            })
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void linesThatAreAlwaysReadyHoldNoLoginOpen() throws Exception {
    Pop3Client client = client(new Slow("NOOP\r\n".repeat(1_000), Duration.ZERO, Duration.ZERO));
    client.commandOrAuth();
    now.addAndGet(LIMITS.login().toNanos());
    assertThatThrownBy(client::commandOrAuth).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void anHonestUserMayTypeSlowlyAndIsInNoHurryOnceLoggedIn() throws Exception {
    Slow slow =
        new Slow(
            "USER ming\r\nPASS secret\r\nSTAT\r\nNOOP\r\n", LINE.minusSeconds(1), Duration.ZERO);
    Pop3Client client = client(slow);
    assertThat(client.commandOrAuth().verb()).isEqualTo("USER");
    assertThat(client.commandOrAuth().verb()).isEqualTo("PASS");
    client.loggedIn();
    now.addAndGet(LIMITS.login().multipliedBy(3).toNanos());
    assertThat(client.command().verb()).isEqualTo("STAT");
    assertThat(slow.timeout).isEqualTo(LIMITS.clientIdle());
    now.addAndGet(LIMITS.login().multipliedBy(3).toNanos());
    assertThat(client.command().verb()).isEqualTo("NOOP");
  }
}
