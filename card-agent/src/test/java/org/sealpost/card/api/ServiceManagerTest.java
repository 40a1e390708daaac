package org.sealpost.card.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge is a datagram socket of Python's. */
class ServiceManagerTest {
  /**
   * Prints each datagram on a line, after the number of the process that the kernel says sent it.
   */
  private static final String LISTENER =
      """
      import socket, struct, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
      s.bind(sys.argv[1].replace('@', chr(0), 1))
      print('listening', flush=True)
      while True:
          data, ancillary, _, _ = s.recvmsg(4096, 4096)
          print(struct.unpack('3i', ancillary[0][2])[0], repr(data.decode()), flush=True)
      """;

  private static final long OURSELVES = ProcessHandle.current().pid();

  @TempDir Path folder;
  private Optional<Process> listener = Optional.empty();

  @AfterEach
  void end() throws InterruptedException {
    if (listener.isPresent()) {
      int _ = listener.get().destroyForcibly().waitFor();
    }
  }

  private BufferedReader listen(String address) throws IOException {
    Process started;
    try {
      started =
          new ProcessBuilder("python3", "-c", LISTENER, address)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      assumeThat(e).as("python3 is here").isNull();
      throw e;
    }
    listener = Optional.of(started);
    BufferedReader heard = started.inputReader(StandardCharsets.UTF_8);
    assertThat(heard.readLine()).isEqualTo("listening");
    return heard;
  }

  private static String said(String datagram) {
    return OURSELVES + " '" + datagram + "'";
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "abstract"})
  void theManagerHearsOfEachStepInOrder(String kind) throws Exception {
    String address =
        kind.equals("path") ? folder.resolve("notify").toString() : "@sealpost/test/" + OURSELVES;
    try (BufferedReader heard = listen(address);
        ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", address))) {
      manager.ready("ready: smtp 127.0.0.1:2525");
      manager.reloading();
      manager.ready("the old configuration is kept:\n no account");
      manager.stopping("ends");
      assertThat(heard.readLine()).isEqualTo(said("READY=1\\nSTATUS=ready: smtp 127.0.0.1:2525"));
      assertThat(heard.readLine()).matches(OURSELVES + " 'RELOADING=1\\\\nMONOTONIC_USEC=[0-9]+'");
      assertThat(heard.readLine())
          .as("a status is one line, so that words cannot be taken for assignments")
          .isEqualTo(said("READY=1\\nSTATUS=the old configuration is kept: no account"));
      assertThat(heard.readLine()).isEqualTo(said("STOPPING=1\\nSTATUS=ends"));
    }
  }

  @Test
  void theClockOfAReloadIsTheManagers() throws Exception {
    String address = folder.resolve("notify").toString();
    try (BufferedReader heard = listen(address);
        ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", address))) {
      long before = monotonicMicros();
      manager.reloading();
      String line = heard.readLine();
      long said = Long.parseLong(line.substring(line.lastIndexOf('=') + 1, line.length() - 1));
      assertThat(said).isBetween(before, monotonicMicros());
    }
  }

  private static long monotonicMicros() throws IOException {
    Process process =
        new ProcessBuilder("python3", "-c", "import time; print(time.monotonic_ns() // 1000)")
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      return Long.parseLong(output.readLine());
    }
  }

  @Test
  void theWatchdogHearsThatTheProcessLivesOnceItIsReady() throws Exception {
    String address = folder.resolve("notify").toString();
    Map<String, String> environment =
        Map.of(
            "NOTIFY_SOCKET",
            address,
            "WATCHDOG_USEC",
            "20000",
            "WATCHDOG_PID",
            Long.toString(OURSELVES));
    try (BufferedReader heard = listen(address);
        ServiceManager manager = ServiceManager.of(environment)) {
      manager.status("starts");
      manager.ready("is ready");
      assertThat(heard.readLine()).isEqualTo(said("STATUS=starts"));
      assertThat(heard.readLine()).isEqualTo(said("READY=1\\nSTATUS=is ready"));
      assertThat(heard.readLine()).isEqualTo(said("WATCHDOG=1"));
      assertThat(heard.readLine()).isEqualTo(said("WATCHDOG=1"));
    }
  }

  @Test
  void aWatchdogOfAnotherProcessIsNotOurs() throws Exception {
    String address = folder.resolve("notify").toString();
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "1000", "WATCHDOG_PID", "1");
    try (BufferedReader heard = listen(address);
        ServiceManager manager = ServiceManager.of(environment)) {
      manager.ready("is ready");
      Thread.sleep(50);
      manager.stopping("ends");
      assertThat(heard.readLine()).isEqualTo(said("READY=1\\nSTATUS=is ready"));
      assertThat(heard.readLine()).isEqualTo(said("STOPPING=1\\nSTATUS=ends"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/nobody/listens/here", "@nobody-listens-here", "vsock:2:1", "x"})
  void whereNobodyListensNothingHappens(String address) {
    try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", address))) {
      manager.ready("is ready");
      manager.stopping("ends");
    }
  }

  @Test
  void aProgramThatIsStartedCannotSpeakInOurName() {
    ProcessBuilder program = new ProcessBuilder("pinentry");
    program.environment().put("NOTIFY_SOCKET", "/run/notify");
    program.environment().put("WATCHDOG_USEC", "1");
    program.environment().put("LISTEN_FDS", "1");
    program.environment().put("DISPLAY", ":0");
    ServiceManager.hideFrom(program);
    assertThat(program.environment())
        .containsEntry("DISPLAY", ":0")
        .doesNotContainKeys("NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS");
  }
}
