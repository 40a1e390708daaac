package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A mail of 26 MB goes through a virtual machine with a heap of 24 MiB, which it would overfill.
 */
class SmimeMemoryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void memoryDoesNotGrowWithTheMail(SmallHeap.Task task) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path spool = Files.createDirectory(folder.resolve("spool"));

    OutsideProgram.Run run =
        new OutsideProgram(java.toString(), folder, Map.of())
            .run(
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                task.name(),
                spool.toString());

    assertThat(run.text()).contains("26000000 bytes");
  }
}
