package org.sealpost.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose the other end of a connection is, in tables as Linux writes them. */
class PeerUserTest {
  /** 127.0.0.1:40000 to 127.0.0.1:8025 of user 1001, and its other end of user 1000. */
  private static final String TABLE =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1F59 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1
         1: 0100007F:9C40 0100007F:1F59 01 00000000:00000000 00:00000000 00000000  1001        0 2 1
         2: 0100007F:1F59 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 3 1
         3: 0200007F:9C41 0100007F:1F59 01 00000000:00000000 00:00000000 00000000  1001        0 4 1
         4: 0100007F:9C42 0100007F:1F59 06 00000000:00000000 00:00000000 00000000     0        0 0 1
         5: 0100007F:9C45 0100007F:1F59 05 00000000:00000000 00:00000000 00000000  1001        0 2 1
      garbage
      """;

  private static final String TABLE6 =
      """
        sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000000000000000000001000000:9C43 00000000000000000000000001000000:1F59 01 00000000:00000000 00:00000000 00000000  1001        0 2 1
         1: 0000000000000000FFFF00000100007F:9C44 0000000000000000FFFF00000100007F:1F59 01 00000000:00000000 00:00000000 00000000  1001        0 2 1
      """;

  @TempDir Path folder;
  private PeerUser mine;
  private PeerUser theirs;

  @BeforeEach
  void write() throws IOException {
    assumeThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    Path four = Files.writeString(folder.resolve("tcp"), TABLE);
    Path six = Files.writeString(folder.resolve("tcp6"), TABLE6);
    mine = PeerUser.of(List.of(four, six), "1001");
    theirs = PeerUser.of(List.of(four, six, folder.resolve("missing")), "1000");
  }

  private static boolean isForeign(PeerUser users, String address, int port) {
    String here = address.contains(":") ? "::1" : "127.0.0.1";
    return users.isForeign(
        new InetSocketAddress(InetAddress.ofLiteral(address), port),
        new InetSocketAddress(InetAddress.ofLiteral(here), 8025));
  }

  @Test
  void anotherUsersConnectionIsForeign() {
    assertThat(isForeign(theirs, "127.0.0.1", 40000)).isTrue();
    assertThat(isForeign(theirs, "::1", 40003)).isTrue();
    assertThat(isForeign(theirs, "127.0.0.1", 40004)).as("IPv4 in an IPv6 socket").isTrue();
    assertThat(isForeign(mine, "127.0.0.1", 40000)).isFalse();
    assertThat(isForeign(mine, "::1", 40003)).isFalse();
  }

  @Test
  void aConnectionThatIsNotToldIsForeign() {
    assertThat(isForeign(mine, "127.0.0.1", 40001)).as("of another address").isTrue();
    assertThat(isForeign(mine, "127.0.0.1", 40002)).as("closed, and nobody's").isTrue();
    assertThat(isForeign(mine, "127.0.0.1", 50000)).isTrue();
  }

  @Test
  void attackOfAnotherUserWhoHasClosedHisDirectionOnly() {
    assertThat(isForeign(theirs, "127.0.0.1", 40005)).isTrue();
    assertThat(isForeign(mine, "127.0.0.1", 40005)).as("one's own").isFalse();
  }

  @Test
  void thisSystemTellsThatOurOwnIsOurs() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
      InetSocketAddress here = (InetSocketAddress) accepted.getLocalSocketAddress();

      assertThat(PeerUser.ofThisSystem().isForeign(peer, here)).isFalse();
      assumeThat(Path.of("/proc/net/tcp")).exists();
      PeerUser nobody =
          PeerUser.of(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")), "-1");
      assertThat(nobody.isForeign(peer, here)).isTrue();
      assertThat(client.isConnected()).isTrue();
    }
  }
}
