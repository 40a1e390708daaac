package org.sealpost.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The {@code sealpost} command as a process, with the class path of this one; or the packaged one,
 * where the system property {@code sealpost.command} names it.
 */
public final class SealpostCommand {
  /** The system property: the packaged command's file. */
  public static final String PACKAGED = "sealpost.command";

  private SealpostCommand() {}

  /** What a run left behind. */
  public record Result(int status, String output, String errors) {}

  /** Java with these options and the command's main class; its arguments follow. */
  public static List<String> jvm(List<String> options) {
    return packaged(options)
        .orElseGet(() -> java(options, List.of(), System.getProperty("java.class.path")));
  }

  private static Optional<List<String>> packaged(List<String> options) {
    return Optional.ofNullable(System.getProperty(PACKAGED))
        .map(file -> List.of("env", "SEALPOST_JAVA_OPTS=" + String.join(" ", options), file));
  }

  /**
   * The same for a process that lives for seconds: without the compiler that pays only later, which
   * else takes most of the processor's time until the process is ready, and with a cache where
   * there is one. The commands that this module adds are not among its commands then.
   */
  public static List<String> shortLivedJvm(List<String> options) {
    Optional<List<String>> packaged = packaged(options);
    if (packaged.isPresent()) {
      return packaged.get();
    }
    List<String> more = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    more.addAll(StartCache.options());
    return java(options, more, StartCache.classPath());
  }

  private static List<String> java(List<String> options, List<String> more, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(more);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, "org.sealpost.server.cli.Sealpost"));
    return command;
  }

  /** Runs to the end, two minutes at most. */
  public static Result run(List<String> arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  /** The same with these variables added to the environment. */
  public static Result run(Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(shortLivedJvm(List.of("-Xmx64m")));
    command.addAll(arguments);
    return run(environment, arguments, command);
  }

  /** Runs the demo to the end, which is no command of the proxy's own. */
  public static Result demo(List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            java(
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                List.of(),
                System.getProperty("java.class.path")));
    command.add("demo");
    command.addAll(arguments);
    return run(Map.of(), arguments, command);
  }

  private static Result run(
      Map<String, String> environment, List<String> arguments, List<String> command)
      throws IOException, InterruptedException {
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
