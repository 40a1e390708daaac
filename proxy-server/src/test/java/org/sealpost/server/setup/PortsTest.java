package org.sealpost.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealpost.server.Settings.Listen;

class PortsTest {
  @Test
  void theUsualPortsNeedNotBeWritten() throws IOException {
    assertThat(Ports.choose(Map.of(), _ -> true)).isEmpty();
  }

  @Test
  void aSecondUserOfTheMachineGetsTheNextFreePorts() throws IOException {
    Set<Integer> firstUser = Set.of(2525, 1110, 8025, 8026);
    assertThat(Ports.choose(Map.of(), port -> !firstUser.contains(port)))
        .isEqualTo(
            Map.of(
                "smtp", "127.0.0.1:2526", "pop3", "127.0.0.1:1111", "console", "127.0.0.1:8027"));
  }

  @Test
  void aPortThatIsAskedForIsNotGivenTwice() throws IOException {
    assertThat(Ports.choose(Map.of("console", 2525), _ -> true))
        .isEqualTo(Map.of("smtp", "127.0.0.1:2526", "console", "127.0.0.1:2525"));
  }

  @Test
  void aTakenPortThatIsAskedForIsSaid() {
    assertThatThrownBy(() -> Ports.choose(Map.of("smtp", 2600), port -> port != 2600))
        .hasMessageContaining("Port 2600 for smtp is in use");
    assertThatThrownBy(() -> Ports.choose(Map.of(), _ -> false))
        .hasMessageContaining("None of the ports 2525 to 3024 is free");
  }

  @Test
  void noPortBeyondTheHighestIsTried() {
    Listen high = listen(65_530, 1110, 8025);
    assertThatThrownBy(() -> Ports.choose(Map.of(), high, _ -> false))
        .hasMessageContaining("None of the ports 65530 to 65535 is free");
  }

  @Test
  void whatTheMachinesConfigurationSaysIsTheUsual() throws IOException {
    assertThat(Ports.choose(Map.of(), listen(3525, 3110, 3080), _ -> true)).isEmpty();
    assertThat(Ports.choose(Map.of("smtp", 2525), listen(3525, 3110, 3080), port -> port != 3110))
        .isEqualTo(Map.of("smtp", "127.0.0.1:2525", "pop3", "127.0.0.1:3111"));
  }

  private static Listen listen(int smtp, int pop3, int console) {
    return new Listen(at(smtp), at(pop3), at(console), 100);
  }

  private static Optional<InetSocketAddress> at(int port) {
    return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @Test
  void aPortIsFreeOnlyWhileNobodyListens() throws IOException {
    int port;
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = other.getLocalPort();
      assertThat(Ports.isFree(port)).isFalse();
    }
    assertThat(Ports.isFree(port)).isTrue();
  }
}
