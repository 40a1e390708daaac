package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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

  /** What was said next, in one line. */
  String next() throws IOException {
    return String.valueOf(heard.readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
