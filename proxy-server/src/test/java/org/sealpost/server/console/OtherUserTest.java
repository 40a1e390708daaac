package org.sealpost.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another user who read the link, or even the cookie, where all can read it. */
class OtherUserTest {
  @TempDir Path folder;

  @Test
  void aLinkReadFromTheListOfProcesses() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).as("this system does not tell").exists();
    PeerUser nobody =
        PeerUser.of(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")), "-1");
    try (Door door = new Door(folder, nobody)) {
      String host = "Host: " + door.host();
      for (String path : List.of(door.link(), "/", "/events", "/assets/console.css", "/metrics")) {
        Door.Answer answer = door.get(path, host);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).doesNotContain("Set-cookie").contains("another user");
      }
    }
  }

  @Test
  void aConnectionThatIsHalfClosedRightAfterTheRequest() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).as("this system does not tell").exists();
    PeerUser nobody =
        PeerUser.of(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")), "-1");
    try (Door door = new Door(folder, nobody)) {
      Door.Answer answer = door.getHalfClosed(door.link(), "Host: " + door.host());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.cookie()).isEmpty();
    }
  }

  @Test
  void itsOwnUserGetsIn() throws IOException {
    try (Door door = new Door(folder, PeerUser.ofThisSystem())) {
      assertThat(door.getHalfClosed(door.link(), "Host: " + door.host()).cookie()).isPresent();
      assertThat(door.get(door.link(), "Host: " + door.host()).cookie()).isPresent();
    }
  }
}
