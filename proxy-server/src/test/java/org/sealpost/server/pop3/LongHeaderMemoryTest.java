package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A header of 64 MiB goes through a proxy in a virtual machine with a heap of 48 MB, which the
 * client and the server of the test share.
 */
class LongHeaderMemoryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"MANY_FIELDS, 67[0-9]{6}", "ONE_FIELD, 67[0-9]{6}", "FORGED_FIELDS, '[0-9]{2,3}'"})
  void memoryDoesNotGrowWithTheHeader(SmallHeap.Shape shape, String octets) throws Exception {
    File out = folder.resolve("out").toFile();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                shape.name(),
                Files.createDirectory(folder.resolve("proxy")).toString())
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("it comes to an end").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(out.toPath())).containsPattern("\\+OK, " + octets + " octets");
  }
}
