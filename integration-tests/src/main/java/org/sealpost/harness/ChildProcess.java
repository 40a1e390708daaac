package org.sealpost.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that says on its standard output when it is ready. Its standard error goes to a file.
 */
public final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final boolean tied;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final Queue<String> output = new ConcurrentLinkedQueue<>();

  private ChildProcess(Process process, Path log, boolean tied) {
    this.process = process;
    this.log = log;
    this.tied = tied;
  }

  /** Starts a process; {@code readyMark} is a part of the line that says it is ready. */
  public static ChildProcess start(List<String> command, Path log, String readyMark)
      throws IOException {
    return start(command, Map.of(), log, readyMark);
  }

  /** The same with more in its environment. */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path log, String readyMark)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return start(builder, log, readyMark, false);
  }

  /**
   * The same for a process that ends when its standard input does: on {@link #close}, and when this
   * process ends, in whatever way.
   */
  public static ChildProcess startTied(List<String> command, Path log, String readyMark)
      throws IOException {
    return start(new ProcessBuilder(command), log, readyMark, true);
  }

  private static ChildProcess start(
      ProcessBuilder builder, Path log, String readyMark, boolean tied) throws IOException {
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    ChildProcess child = new ChildProcess(builder.start(), log, tied);
    // A read of a pipe holds the thread that carries a virtual one, and there are few of those.
    Thread.ofPlatform()
        .daemon()
        .name("output of " + child.pid())
        .start(() -> child.read(readyMark));
    return child;
  }

  private void read(String readyMark) {
    try (BufferedReader lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains(readyMark)) {
          ready.complete(line);
        }
      }
      ready.completeExceptionally(
          new IOException("a process ended before it was ready:\n" + Files.readString(log)));
    } catch (IOException | UncheckedIOException e) {
      ready.completeExceptionally(e);
    }
  }

  /** The line that says it is ready. */
  public String awaitReady(Duration limit) throws IOException, InterruptedException {
    try {
      return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException(
          "not ready after %s, process %d is %s; its output:\n%s\nits log:\n%s"
              .formatted(
                  limit,
                  pid(),
                  isAlive() ? "alive" : "gone",
                  String.join("\n", output),
                  Files.readString(log)),
          e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills without a chance to tidy up, as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end; returns whether it does in time. */
  public boolean end(Duration limit) throws InterruptedException {
    process.destroy();
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks it to end and, after ten seconds, kills it. */
  @Override
  public void close() {
    try {
      if (tied) {
        process.getOutputStream().close();
      } else {
        process.destroy();
      }
    } catch (IOException _) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
