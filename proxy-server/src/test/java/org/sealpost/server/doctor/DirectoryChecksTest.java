package org.sealpost.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;

class DirectoryChecksTest {
  @TempDir private Path home;

  @Test
  void whereNoneIsConfiguredThereIsNothingToCheck() throws Exception {
    assertThat(findings(""))
        .singleElement()
        .satisfies(it -> assertThat(it.check()).isEqualTo(Check.DIRECTORY))
        .satisfies(it -> assertThat(it.state()).isEqualTo(State.SKIPPED));
  }

  @Test
  void eachThatCannotBeReachedIsToldOfWithTheReasonAndWhatToDo() throws Exception {
    int closed;
    try (ServerSocket socket = listening()) {
      closed = socket.getLocalPort();
    }
    List<Finding> findings =
        findings(
            """
            ldap = [
              { name = dead, host = localhost, port = %1$d, tls = implicit, base = "" }
              { name = nowhere, host = missing.invalid, tls = starttls, base = "" }
            ]
            smimea { enabled = true, servers = ["127.0.0.1:%1$d"] }
            """
                .formatted(closed));
    assertThat(findings)
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(State.FAILED))
        .satisfiesExactly(
            dead -> {
              assertThat(dead.subject().english()).isEqualTo("dead");
              assertThat(dead.detail().english())
                  .contains("no connection to localhost port " + closed);
              assertThat(dead.mend().english()).contains("sealpost.directories.ldap");
            },
            nowhere ->
                assertThat(nowhere.detail().english())
                    .contains("the name missing.invalid cannot be found"),
            dns -> {
              assertThat(dns.subject().english()).isEqualTo("DNS");
              assertThat(dns.mend().english()).contains("sealpost.directories.smimea.servers");
            });
  }

  @Test
  void oneWithoutTlsIsWarnedOf() throws Exception {
    try (ServerSocket socket = listening()) {
      assertThat(
              findings(
                  "ldap = [{ name = open, host = localhost, port = %d, tls = none, base = \"\" }]"
                      .formatted(socket.getLocalPort())))
          .singleElement()
          .satisfies(it -> assertThat(it.state()).isEqualTo(State.WARNING))
          .satisfies(it -> assertThat(it.detail().english()).contains("without TLS"));
    }
  }

  @Test
  void aFileWithTrustAnchorsThatIsMissingIsNamed() throws Exception {
    assertThat(findings("smimea { enabled = true, trust-anchors = \"no.ds\" }"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(State.FAILED))
        .satisfies(it -> assertThat(it.detail().english()).contains("no.ds"));
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getByName("localhost"));
  }

  private List<Finding> findings(String directories) throws Exception {
    Path file =
        Files.writeString(
            home.resolve("doctor.conf"), "sealpost.directories {\n" + directories + "\n}\n");
    Settings settings = Settings.load(Optional.of(file), new Surroundings(home, Map.of()));
    return DirectoryChecks.begin(settings, Duration.ofSeconds(30), Clock.systemUTC()).findings();
  }
}
