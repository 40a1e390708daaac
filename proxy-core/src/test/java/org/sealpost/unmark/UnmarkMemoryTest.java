package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text of 30 MB goes through a virtual machine with a heap of 20 MiB. */
class UnmarkMemoryTest {
  private static final int MARKS = 3001 * "[松柏 ✔簽章 🔒] ".getBytes(UTF_8).length;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"8bit", "base64"})
  void memoryDoesNotGrowWithTheText(String encoding) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path spool = Files.createDirectory(folder.resolve("spool"));
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx20m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                encoding,
                spool.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(said).containsPattern("[234]\\d{7} bytes, " + MARKS + " of marks");
  }
}
