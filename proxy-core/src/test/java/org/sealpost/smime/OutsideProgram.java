package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs a program that judges from outside, in a folder of its own. */
final class OutsideProgram {
  private static final int DEADLINE_SECONDS = 60;

  private final String program;
  private final Path folder;
  private final Map<String, String> environment;
  private final File input;

  /** What a run gave. */
  record Run(int status, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  OutsideProgram(String program, Path folder, Map<String, String> environment) {
    this(program, folder, environment, new File("/dev/null"));
  }

  private OutsideProgram(String program, Path folder, Map<String, String> environment, File input) {
    this.program = program;
    this.folder = folder;
    this.environment = environment;
    this.input = input;
  }

  /** The same with a file as its standard input. */
  OutsideProgram reading(Path file) {
    return new OutsideProgram(program, folder, environment, file.toFile());
  }

  /** Skips the test where the program is not installed. */
  static void assumeInstalled(String program) {
    boolean found =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getenv().getOrDefault("PATH", ""))
            .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    assumeTrue(found, program + " is not installed");
  }

  /** A run that has to succeed. */
  Run run(String... arguments) throws IOException, InterruptedException {
    Run run = tryRun(arguments);
    assertThat(run.status).as("%s %s%n%s", program, String.join(" ", arguments), run.err).isZero();
    return run;
  }

  Run tryRun(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(program);
    Path out = Files.createTempFile(folder, "out", null);
    Path err = Files.createTempFile(folder, "err", null);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(input))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(program + " does not end: " + Files.readString(err));
    }
    return new Run(
        process.exitValue(),
        Files.readAllBytes(out),
        new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
  }
}
