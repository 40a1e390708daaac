package org.sealpost.card.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sealpost.card.agent.PinentryProgram.Found;
import org.sealpost.card.api.Told;
import org.sealpost.card.token.Programs;

/** A display nobody looks at, with a keyboard that the test plays. */
final class VirtualDisplay implements AutoCloseable {
  private final Process server;
  private final String name;

  VirtualDisplay() throws IOException {
    server =
        new ProcessBuilder(
                "Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      name = ":" + output.readLine().strip();
    }
  }

  /** The agent's own dialog, on this display. */
  Found dialog() {
    return switch (DialogProgram.find(java.util.Map.of("DISPLAY", name))) {
      case Found.Present(Told known, List<String> line) ->
          new Found.Present(
              known, Stream.concat(Stream.of("env", "DISPLAY=" + name), line.stream()).toList());
      case Found.Absent absent -> absent;
    };
  }

  /** Waits for a window and plays keys, as {@link Keyboard} takes them. */
  String play(String... keys) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Keyboard.class.getName()));
    command.addAll(List.of(keys));
    return Programs.run(List.of("DISPLAY=" + name), command.toArray(String[]::new));
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().join();
  }
}
