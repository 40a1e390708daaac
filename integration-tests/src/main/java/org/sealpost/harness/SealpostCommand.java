package org.sealpost.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code sealpost} command as a process, with the class path of this one. */
public final class SealpostCommand {
  private SealpostCommand() {}

  /** What a run left behind. */
  public record Result(int status, String output, String errors) {}

  /** Java with these options and the command's main class; its arguments follow. */
  public static List<String> jvm(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=4",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "org.sealpost.server.cli.Sealpost"));
    return command;
  }

  /** Runs to the end, two minutes at most. */
  public static Result run(List<String> arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  /** The same with these variables added to the environment. */
  public static Result run(Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(jvm(List.of("-Xmx64m")));
    command.addAll(arguments);
    Path output = Files.createTempFile("sealpost", ".out");
    Path errors = Files.createTempFile("sealpost", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("still running after two minutes: sealpost " + arguments);
      }
      return new Result(
          process.exitValue(),
          Files.readString(output, StandardCharsets.UTF_8),
          Files.readString(errors, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }
}
