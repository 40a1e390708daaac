package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Program;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;

/** The agent under the restrictions that its systemd unit puts on it. */
class RestrictedAgentTest {
  private static final String MING = "ming@example.test";

  @TempDir Path folder;

  @Test
  void theAgentServesAlsoWhereNewFilesMayOnlyBeReadAndWritten() throws Exception {
    ServerAddress nobody = new ServerAddress("localhost", 1, "implicit");
    Installation side =
        Installation.create(
            folder, Setup.of(new Authority("Umask CA").person("王小明", MING), MING, nobody, nobody));
    Program.Run started =
        Program.run(
            Map.of("SEALPOST_LOG", "warn"),
            Stream.concat(
                    Stream.of("sh", "-c", "umask 0177; timeout 6 \"$@\"", "sh"),
                    Stream.concat(
                        SealpostCommand.shortLivedJvm(List.of("-Xmx32m", "-XX:-UsePerfData"))
                            .stream(),
                        Stream.of("agent", "--config", side.configuration().toString())))
                .toList());

    assertThat(started.output()).contains("card-agent ready: ").doesNotContain("level=warn");
    for (String made : List.of("run", "state")) {
      assertThat(Files.getPosixFilePermissions(side.folder().resolve(made)))
          .as(made)
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }
}
