package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.token.FakePinentry;
import org.sealpost.card.token.Programs;
import org.sealpost.card.token.TestCards;

/** The agent as the process that users run. */
class MainTest {
  private static final Duration WAIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  private FakePinentry pinentry;

  @BeforeEach
  void makeCard() throws IOException {
    pinentry = FakePinentry.in(folder);
    TestCards.usual(folder.resolve("ming.p12"));
    Files.writeString(
        folder.resolve("logback.xml"),
        """
        <configuration>
          <appender name="E" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%level %logger %msg%n</pattern></encoder>
          </appender>
          <root level="ALL"><appender-ref ref="E"/></root>
        </configuration>
        """);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly();
      int _ = process.waitFor();
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private Path socket() {
    return folder.resolve("run/agent.sock");
  }

  private Process agent(Path... cards) throws IOException {
    return agentAt(socket(), cards);
  }

  private Process agentAt(Path socket, Path... cards) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                AgentProcess.class.getName(),
                socket.toString(),
                pinentry.path().toString()));
    Stream.of(cards).map(Path::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    started.add(process);
    return process;
  }

  private Process agent() throws IOException {
    return agent(folder.resolve("ming.p12"));
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Reads what the process prints up to the line, which must come. */
  private static List<String> readUntil(BufferedReader output, String expected) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.equals(expected)) {
        return lines;
      }
    }
    throw new AssertionError("not printed: " + expected + " but " + lines);
  }

  @Test
  void itServesUntilItIsToldToStopAndLeavesNoSocketNorPinBehind() throws Exception {
    Process process = agent();
    try (BufferedReader output = output(process)) {
      List<String> printed = new ArrayList<>(readUntil(output, "card-agent ready: " + socket()));
      try (CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
        String id = agent.tokens().getFirst().id();
        pinentry.answers("D wrong-secret");
        assertThatExceptionOfType(CardException.class)
            .isThrownBy(() -> agent.unlock(id, Purpose.unlock(""), WAIT))
            .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.PIN_WRONG));
        pinentry.answers("D " + TestCards.PIN);
        assertThat(agent.unlock(id, Purpose.unlock(""), WAIT).state())
            .isEqualTo(TokenState.UNLOCKED);
      }
      // Process.destroy would close the output, too.
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      output.lines().forEach(printed::add);
      printed.addAll(Files.readAllLines(log()));
      assertThat(printed).as("the log works").anyMatch(line -> line.contains("-> UNLOCKED"));
      assertThat(printed)
          .noneMatch(line -> line.contains("wrong-secret"))
          .noneMatch(line -> line.matches(".*\\b" + TestCards.PIN + "\\b.*"));
    }
    assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aSecondAgentSaysThatOneRunsAndEnds() throws Exception {
    Process first = agent();
    try (BufferedReader output = output(first)) {
      List<String> _ = readUntil(output, "card-agent ready: " + socket());
      Process second = agent();
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(Main.ALREADY_RUNNING);
      assertThat(log()).content().contains("already running");
      try (CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
        assertThat(agent.tokens()).hasSize(1);
      }
    }
  }

  @Test
  void aSecondAgentOnAnotherSocketDoesNotCountInTheSameFolder() throws Exception {
    Process first = agent();
    Path elsewhere = folder.resolve("elsewhere/agent.sock");
    try (BufferedReader output = output(first)) {
      List<String> _ = readUntil(output, "card-agent ready: " + socket());
      Process second = agentAt(elsewhere, folder.resolve("ming.p12"));
      while (!second.waitFor(10, TimeUnit.MILLISECONDS)) {
        assertThat(elsewhere).as("nobody can connect and wait in vain").doesNotExist();
      }
      assertThat(second.exitValue()).isEqualTo(Main.CANNOT_START);
      assertThat(log())
          .content()
          .contains("Another card-agent", folder.resolve("cards").toString(), "state-dir");
      assertThat(Files.exists(elsewhere, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
    first.destroyForcibly();
    int _ = first.waitFor();
    Process third = agentAt(elsewhere, folder.resolve("ming.p12"));
    try (BufferedReader output = output(third)) {
      List<String> _ = readUntil(output, "card-agent ready: " + elsewhere);
    }
  }

  @Test
  void anAgentThatWasKilledIsReplaced() throws Exception {
    Process first = agent();
    try (BufferedReader output = output(first)) {
      List<String> _ = readUntil(output, "card-agent ready: " + socket());
    }
    first.destroyForcibly();
    int _ = first.waitFor();
    assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    Process second = agent();
    try (BufferedReader output = output(second)) {
      List<String> _ = readUntil(output, "card-agent ready: " + socket());
    }
  }

  @Test
  void stoppingTakesAPromptAway() throws Exception {
    Process process = agent();
    try (BufferedReader output = output(process);
        CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
      List<String> _ = readUntil(output, "card-agent ready: " + socket());
      pinentry.answers("hang");
      String id = agent.tokens().getFirst().id();
      assertThatExceptionOfType(CardException.class)
          .isThrownBy(() -> agent.unlock(id, Purpose.unlock(""), Duration.ZERO))
          .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.PIN_PENDING));
      while (pinentry.prompts() == 0) {
        Thread.onSpinWait();
      }
      List<ProcessHandle> prompts = process.toHandle().descendants().toList();
      assertThat(prompts).isNotEmpty();
      // Process.destroy would close the output, too.
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      for (ProcessHandle prompt : prompts) {
        assertThat(prompt.onExit().get(30, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void cardFilesThatCannotServeAreNamedAtTheStartAndTheOthersServe() throws Exception {
    Path garbage = Files.write(folder.resolve("garbage.p12"), new byte[] {4, 2});
    Path missing = folder.resolve("missing.p12");
    Process process = agent(garbage, missing, folder, folder.resolve("ming.p12"));
    try (BufferedReader output = output(process);
        CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
      List<String> printed = readUntil(output, "card-agent ready: " + socket());
      assertThat(printed)
          .filteredOn(line -> line.startsWith("WARN"))
          .satisfiesExactly(
              line -> assertThat(line).contains(garbage + " cannot be read as a PKCS#12 file"),
              line -> assertThat(line).contains(missing + " is not there"),
              line -> assertThat(line).contains(folder + " cannot be read as a PKCS#12 file"));
      assertThat(agent.tokens())
          .extracting(TokenInfo::state)
          .containsExactly(
              TokenState.FAILED, TokenState.ABSENT, TokenState.ABSENT, TokenState.LOCKED);
      assertThat(agent.tokens().getFirst().problem()).contains(garbage.toString(), ".pfx");
    }
  }

  @Test
  void aHangupEndsTheSessionAndNotTheAgent() throws Exception {
    assumeTrue(
        !ignoresHangups(), "SIGHUP is ignored here (nohup), and what this starts inherits it");
    Process process = agent();
    try (BufferedReader output = output(process);
        CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
      List<String> _ = readUntil(output, "card-agent ready: " + socket());
      pinentry.answers("D " + TestCards.PIN);
      String id = agent.tokens().getFirst().id();
      assertThat(agent.unlock(id, Purpose.unlock(""), WAIT).state()).isEqualTo(TokenState.UNLOCKED);
      String _ = Programs.run("kill", "-HUP", Long.toString(process.pid()));
      while (agent.tokens().getFirst().state() == TokenState.UNLOCKED) {
        Thread.onSpinWait();
      }
      assertThat(agent.unlock(id, Purpose.unlock(""), WAIT).state()).isEqualTo(TokenState.UNLOCKED);
      assertThat(pinentry.prompts()).isEqualTo(2);
    }
  }

  private static boolean ignoresHangups() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> Character.digit(line.charAt(line.length() - 1), 16) % 2 == 1);
  }
}
