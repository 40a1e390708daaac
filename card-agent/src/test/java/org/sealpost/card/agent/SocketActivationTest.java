package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.token.FakePinentry;
import org.sealpost.card.token.TestCards;

/**
 * The agent behind a socket on which a service manager listens. Its part has Python, which does as
 * systemd does with {@code StandardInput=socket}: it starts the agent when a client comes, and
 * again when it has ended and the next one comes.
 */
class SocketActivationTest {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private static final String MANAGER =
      """
      import os, select, socket, subprocess, sys
      path, mode, agent = sys.argv[1], int(sys.argv[2], 8), sys.argv[3:]
      listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
      listening.bind(path)
      os.chmod(path, mode)
      listening.listen(8)
      print('listening', flush=True)
      while True:
          select.select([listening], [], [])
          print('starts', flush=True)
          process = subprocess.Popen(agent, stdin=listening, stdout=subprocess.PIPE)
          print(process.pid, flush=True)
          for line in process.stdout:
              print(line.decode().strip(), flush=True)
          print('ended', process.wait(), flush=True)
          if process.returncode == 1:
              sys.exit(1)
      """;

  @TempDir Path folder;
  private Optional<Process> manager = Optional.empty();
  private Optional<ProcessHandle> agent = Optional.empty();

  @BeforeEach
  void makeCard() throws IOException {
    TestCards.usual(folder.resolve("ming.p12"));
    Files.createDirectory(
        folder.resolve("run"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @AfterEach
  void end() throws InterruptedException {
    if (manager.isPresent()) {
      int _ = manager.get().destroyForcibly().waitFor();
    }
    agent.ifPresent(ProcessHandle::destroyForcibly);
  }

  private Path socket() {
    return folder.resolve("run/agent.sock");
  }

  private BufferedReader manage(Path listenOn, String mode) throws IOException {
    return manage(AgentProcess.class, listenOn, mode);
  }

  private BufferedReader manage(Class<?> program, Path listenOn, String mode) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "-c",
                MANAGER,
                listenOn.toString(),
                mode,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                socket().toString(),
                FakePinentry.in(folder).path().toString(),
                folder.resolve("ming.p12").toString()));
    Process started;
    try {
      started =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      assumeThat(e).as("python3 is here").isNull();
      throw e;
    }
    manager = Optional.of(started);
    BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
    assertThat(output.readLine()).isEqualTo("listening");
    return output;
  }

  private Path log() {
    return folder.resolve("log");
  }

  private ProcessHandle started(BufferedReader output) throws IOException {
    assertThat(output.readLine()).isEqualTo("starts");
    ProcessHandle process = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    agent = Optional.of(process);
    return process;
  }

  private void expectService() throws Exception {
    try (CardAgent client = new CardAgentClient(socket(), "test", WAIT)) {
      assertThat(client.tokens().getFirst().state()).isEqualTo(TokenState.LOCKED);
    }
  }

  @Test
  void aClientThatComesBeforeTheAgentIsServedByIt() throws Exception {
    try (BufferedReader output = manage(socket(), "600")) {
      expectService();
      ProcessHandle _ = started(output);
    }
  }

  @Test
  void theSocketOutlivesTheAgentAndServesTheNextOne() throws Exception {
    try (BufferedReader output = manage(socket(), "600")) {
      expectService();
      assertThat(started(output).destroy()).isTrue();
      for (String line = output.readLine(); !line.startsWith("ended"); ) {
        line = output.readLine();
      }
      assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
      expectService();
      ProcessHandle _ = started(output);
    }
  }

  /** Lets one client in, stops listening, and has something to say about it. */
  static final class LastWords {
    private LastWords() {}

    public static void main(String[] arguments) throws Exception {
      ListeningSocket socket = ListeningSocket.claimOrTakeOver(Path.of(arguments[0])).listen();
      try (SocketChannel client = socket.accept()) {
        Thread closing = Thread.ofPlatform().start(socket::close);
        SocketChannel other = socket.accept();
        closing.join();
        throw new IOException(client + " is not the only one: " + other);
      } catch (ClosedChannelException e) {
        System.err.println("listened until it was closed");
      }
      System.err.println("the last words");
      System.exit(Main.CANNOT_START);
    }
  }

  @Test
  void whatAProgramSaysAfterItStoppedListeningIsHeard() throws Exception {
    try (BufferedReader output = manage(LastWords.class, socket(), "600")) {
      expectRefusal(socket(), output);
      assertThat(log()).content().contains("listened until it was closed", "the last words");
    }
  }

  @Test
  void anAgentIsNotServedFromASocketThatOthersMayOpen() throws Exception {
    try (BufferedReader output = manage(socket(), "666")) {
      expectRefusal(socket(), output);
      assertThat(log()).content().contains("rw-rw-rw-", "SocketMode=0600");
    }
  }

  @Test
  void anAgentIsNotServedFromAnotherSocketThanTheConfiguredOne() throws Exception {
    Path elsewhere = folder.resolve("elsewhere.sock");
    try (BufferedReader output = manage(elsewhere, "600")) {
      expectRefusal(elsewhere, output);
      assertThat(log()).content().contains(elsewhere.toString(), socket().toString());
    }
  }

  private void expectRefusal(Path knock, BufferedReader output) throws Exception {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(knock))) {
      ProcessHandle _ = started(output);
      assertThat(output.readLine()).isEqualTo("ended " + Main.CANNOT_START);
      assertThat(client.isConnected()).isTrue();
    }
    assertThat(manager.orElseThrow().waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
