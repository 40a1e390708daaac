package org.sealpost.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of others, run as a user would. */
final class Programs {
  private Programs() {}

  /** What a program left behind: standard output and standard error together. */
  record Run(int status, String output) {
    Run succeeds() {
      if (status != 0) {
        throw new AssertionError("exit status " + status + ":\n" + output);
      }
      return this;
    }
  }

  /** Skips the test where a program is missing, and says so. */
  static void need(String... programs) {
    for (String program : programs) {
      Assumptions.assumeTrue(find(program), program + " is not installed (bin/check installs it)");
    }
  }

  /** The same for a program that lies in a folder of its own. */
  static void needFile(Path program, String what) {
    Assumptions.assumeTrue(
        Files.isExecutable(program), what + " is not installed (bin/check installs it)");
  }

  private static boolean find(String program) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder, program))) {
        return true;
      }
    }
    return false;
  }

  static Run run(List<String> command) throws IOException, InterruptedException {
    return run(command, Path.of("/dev/null"));
  }

  /** Runs with {@code input} as standard input, two minutes at most. */
  static Run run(List<String> command, Path input) throws IOException, InterruptedException {
    Path output = Files.createTempFile("sealpost-it", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("still running after two minutes: " + command);
      }
      return new Run(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  static Run run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }
}
