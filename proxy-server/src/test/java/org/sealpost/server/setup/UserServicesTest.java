package org.sealpost.server.setup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.server.Settings.Listen;

class UserServicesTest {
  @TempDir Path folder;

  /** A stand-in for systemctl that notes what it is asked, and fails at what begins so. */
  private UserServices services(String failing) throws IOException {
    Path program = folder.resolve("systemctl");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$@" >> '%s'
        case "$*" in '%s'*) exit 1 ;; esac
        """
            .formatted(folder.resolve("asked"), failing));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new UserServices(program.toString());
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(folder.resolve("asked"));
  }

  @Test
  void theServicesStartNowAndAtEveryLogin() throws Exception {
    assertThat(services("nothing").start(false)).isTrue();
    assertThat(asked())
        .contains(
            "--user enable sealpost-agent.socket sealpost-proxy.service",
            "--user start sealpost-agent.socket sealpost-proxy.service")
        .noneMatch(line -> line.contains("restart"));
  }

  @Test
  void whatRunsStartsAnewWhereTheConfigurationWasChanged() throws Exception {
    assertThat(services("nothing").start(true)).isTrue();
    assertThat(asked())
        .contains("--user try-restart sealpost-agent.service sealpost-proxy.service");
  }

  @Test
  void anAgentWithoutASocketUnitIsStartedItself() throws Exception {
    assertThat(services("--user cat sealpost-agent.socket").start(false)).isTrue();
    assertThat(asked()).contains("--user start sealpost-agent.service sealpost-proxy.service");
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, true",
    "--user show-environment, false",
    "--user cat sealpost-proxy.service, false"
  })
  void servicesAreThereWhereAManagerAnswersThatKnowsThem(String failing, boolean installed)
      throws Exception {
    assertThat(services(failing).areInstalled()).isEqualTo(installed);
  }

  @Test
  void withoutTheProgramThereAreNoServices() throws Exception {
    assertThat(new UserServices(folder.resolve("none").toString()).areInstalled()).isFalse();
  }

  @Test
  void aStartThatFailsIsSaid() throws Exception {
    assertThat(services("--user start").start(false)).isFalse();
    assertThat(services("--user enable").start(false)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"220 ready, true", "+OK ready, false", "554 go away, false"})
  void onlyTheGreetingOfTheProtocolCounts(String greeting, boolean greeted) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket client = server.accept()) {
                  client.getOutputStream().write((greeting + "\r\n").getBytes(US_ASCII));
                } catch (IOException _) {
                  // The test has ended.
                }
              });
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
      Listen listen = new Listen(Optional.of(address), Optional.empty(), Optional.empty(), 10);
      assertThat(UserServices.isGreeting(listen)).isEqualTo(greeted);
    }
  }
}
