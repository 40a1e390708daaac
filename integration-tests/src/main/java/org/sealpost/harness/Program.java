package org.sealpost.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of others, run to its end. */
public final class Program {
  private Program() {}

  /** What a run left behind: standard output and standard error together, in ISO 8859-1. */
  public record Run(int status, String output) {
    /** This run, where it ended well. */
    public Run succeeds() throws IOException {
      if (status != 0) {
        throw new IOException("exit status " + status + ":\n" + output);
      }
      return this;
    }
  }

  /** Where a program is, among the folders for users and for root. */
  public static Optional<Path> find(String name) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Runs with these variables added to the environment, two minutes at most. */
  public static Run run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("program", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("still running after two minutes: " + command);
      }
      return new Run(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
