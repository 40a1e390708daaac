package org.sealpost.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  @TempDir Path state;

  @Test
  void whatAKilledBackupLeftIsRemovedByTheNextAndOnlyThen() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                state.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Path its = Path.of(other.inputReader(StandardCharsets.UTF_8).readLine());
      try (WorkFolder ours = WorkFolder.in(state)) {
        assertThat(ours.path()).isNotEqualTo(its);
        assertThat(its.resolve("sealpost.db")).exists();
      }
      assertThat(its.resolve("sealpost.db")).exists();
      other.destroyForcibly().waitFor();
      assertThat(its.resolve("sealpost.db")).exists();
      try (WorkFolder ours = WorkFolder.in(state)) {
        assertThat(its).doesNotExist();
        assertThat(ours.path()).exists();
      }
      assertThat(state).isDirectoryNotContaining("glob:**/backup-*");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /** A backup that does not end. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws Exception {
      try (WorkFolder work = WorkFolder.in(Path.of(arguments[0]))) {
        Files.writeString(work.path().resolve("sealpost.db"), "half a copy");
        System.out.println(work.path());
        var _ = System.in.read();
      }
    }
  }
}
