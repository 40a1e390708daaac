package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookFindCommandTest {
  @TempDir private Path home;
  private Path configuration;

  @BeforeEach
  void configure() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    configuration =
        Files.writeString(
            home.resolve("directories.conf"),
            """
            sealpost {
              state-dir = "state"
              directories.ldap = [
                { name = dead, host = localhost, port = %d, tls = implicit, base = "", domains = [gov.tw] }
              ]
            }
            """
                .formatted(closed));
  }

  @Test
  void aDirectoryThatCannotBeAskedIsToldOf() {
    CommandRun run = find("mei@moi.gov.tw");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).startsWith("dead could not be asked: no connection");
    JsonObject json = find("mei@moi.gov.tw", "--json").json().getFirst();
    assertThat(json.get("kind").getAsString()).isEqualTo("failed");
    assertThat(json.get("directory").getAsString()).isEqualTo("dead");
  }

  @Test
  void anAddressThatNoDirectoryMayBeAskedForIsAFailure() {
    CommandRun run = find("mei@example.tw");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no directory is configured that may be asked for mei@");
    assertThat(find("mei").status()).isEqualTo(2);
  }

  private CommandRun find(String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "book";
    all[1] = "find";
    all[2] = "--config";
    all[3] = configuration.toString();
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return CommandRun.of(home, all);
  }
}
