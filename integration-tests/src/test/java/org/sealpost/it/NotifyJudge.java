package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service manager's datagram socket, Python's: it hears what a service says of itself. */
final class NotifyJudge implements AutoCloseable {
  private static final String LISTENER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print('listening', flush=True)
      while True:
          print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final BufferedReader heard;

  NotifyJudge(Path socket) throws IOException {
    Programs.need("python3");
    process =
        new ProcessBuilder("python3", "-c", LISTENER, socket.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    heard = process.inputReader(StandardCharsets.UTF_8);
    assertThat(heard.readLine()).isEqualTo("listening");
  }

  /** What is said next, in one line; a service that says nothing at all fails its test. */
  String next() throws InterruptedException {
    FutureTask<String> line = new FutureTask<>(heard::readLine);
    Thread.ofVirtual().start(line);
    try {
      return String.valueOf(line.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("the service said nothing within " + PATIENCE, e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
