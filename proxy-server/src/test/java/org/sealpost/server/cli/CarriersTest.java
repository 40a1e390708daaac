package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriersTest {
  @TempDir private Path folder;
  private Process process;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void threadsThatTheSystemKeepsWaitingDoNotHoldUpTheOthersEvenOnOneCore() throws Exception {
    assertThat(run()).isEqualTo("carried on");
  }

  @Test
  void aNumberThatTheUserChoseStands() throws Exception {
    assertThat(run("-D" + Carriers.PARALLELISM + "=40")).isEqualTo("carried on with 40");
  }

  private String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:ActiveProcessorCount=1");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Path pipe = folder.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    command.addAll(List.of(Blocked.class.getName(), pipe.toString()));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it came to an end").isTrue();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** Has eight threads wait for a pipe that nobody opens, and then needs one more. */
  static final class Blocked {
    private static final int READERS = 8;

    private Blocked() {}

    public static void main(String[] arguments) throws Exception {
      boolean chosen = System.getProperty(Carriers.PARALLELISM) != null;
      Carriers.prepare();
      for (int i = 0; i < READERS; i++) {
        Thread.ofVirtual().start(() -> open(Path.of(arguments[0])));
      }
      Thread.sleep(Duration.ofMillis(500));
      boolean ended = Thread.ofVirtual().start(() -> {}).join(Duration.ofSeconds(10));
      System.out.println(
          (ended ? "carried on" : "stood still")
              + (chosen ? " with " + System.getProperty(Carriers.PARALLELISM) : ""));
      Runtime.getRuntime().halt(0);
    }

    private static void open(Path pipe) {
      try (InputStream in = new FileInputStream(pipe.toFile())) {
        throw new IllegalStateException("somebody wrote into the pipe: " + in.read());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
