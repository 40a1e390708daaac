package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs its program from the beginning. */
class ProcessImageTest {
  @TempDir Path folder;

  @Test
  void theProgramBeginsAnewInTheSameProcessAndHoldsNothingOfWhatItHeld() throws Exception {
    assumeTrue(ProcessImage.isReplaceable(), "this system does not offer it");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RebornProcess.class.getName(),
                    folder.toString(),
                    "",
                    "two words",
                    "\u738b"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      long id = process.pid();
      assertThat(output.readLine()).isEqualTo("first " + id + " holds any: true");
      assertThat(output.readLine()).isEqualTo("second " + id + " holds any: false");
      assertThat(output.readLine()).isEqualTo("mark 4711");
      assertThat(output.readLine()).isEqualTo("[, two words, \u738b]");
      try (FileChannel lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE)) {
        assertThat(lock.tryLock()).as("a lock of the first").isNotNull();
      }
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(output.readLine()).isEqualTo("told to stop");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
