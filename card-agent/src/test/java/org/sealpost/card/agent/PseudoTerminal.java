package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.sealpost.card.token.Programs;

/** A terminal with a user at it, made by script(1); nothing but the prompt reads from it. */
final class PseudoTerminal implements AutoCloseable {
  private final Process script;
  private final OutputStream keyboard;
  private final InputStream screen;
  private final String device;

  PseudoTerminal() throws IOException {
    script =
        new ProcessBuilder("script", "-qfc", "tty; sleep 300", "/dev/null")
            .redirectErrorStream(true)
            .start();
    keyboard = script.getOutputStream();
    screen = script.getInputStream();
    device = readUntil("\n").strip();
    assertThat(device).startsWith("/dev/pts/");
  }

  String device() {
    return device;
  }

  void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** What appears on the screen up to and with {@code end}. */
  String readUntil(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int octet = screen.read();
      assertThat(octet).as("after: %s", text).isNotNegative();
      text.append((char) octet);
    }
    return text.toString();
  }

  String settings() throws IOException, InterruptedException {
    return Programs.run("stty", "-F", device, "-g");
  }

  @Override
  public void close() {
    script.descendants().forEach(ProcessHandle::destroyForcibly);
    script.destroyForcibly();
    script.onExit().join();
  }
}
