package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.agent.Main;

/** The real processes, started as the user starts them. */
class StartCommandTest {
  private static final String PINENTRY =
      """
      #!/bin/sh
      echo "OK here"
      while read -r line; do
        case $line in
          GETPIN*) echo "D secret"; echo OK ;;
          BYE*) echo OK; exit ;;
          *) echo OK ;;
        esac
      done
      """;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();
  private Path config;

  @BeforeEach
  void configure() throws Exception {
    makeCard();
    Path pinentry = Files.writeString(folder.resolve("pinentry"), PINENTRY);
    Files.setPosixFilePermissions(pinentry, PosixFilePermissions.fromString("rwxr-xr-x"));
    config =
        Files.writeString(
            folder.resolve("sealpost.conf"),
            """
            sealpost {
              state-dir = state
              runtime-dir = run
              accounts = [{
                address = "ming@example.test"
                smtp { host = localhost, port = 1, tls = none }
                pop3 { host = localhost, port = 1, tls = none }
              }]
              listen { smtp = "127.0.0.1:0", pop3 = "127.0.0.1:0", console = "127.0.0.1:0" }
              card-agent { module = none, pkcs12 = [card.p12], pinentry = "./pinentry" }
            }
            """);
  }

  private void makeCard() throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Ming",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("card.p12").toString(),
                "-storepass",
                "secret")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void bothRunUntilTheUserEndsThemAndTheCardCanBeUnlockedMeanwhile() throws Exception {
    Process start = start("start");
    awaitLine("card-agent ready: " + folder.resolve("run/agent.sock"));
    awaitLine(
        "sealpost proxy ready: smtp 127.0.0.1:[0-9]+, pop3 127.0.0.1:[0-9]+, console 127.0.0.1:[0-9]+");
    List<ProcessHandle> children = start.children().toList();
    assertThat(children).hasSize(2);

    assertThat(card().get("state").getAsString()).isEqualTo("locked");
    CommandRun unlock = command("unlock");
    assertThat(unlock.err()).isEmpty();
    assertThat(unlock.out()).isEqualTo("card: unlocked.\n");
    assertThat(card().get("state").getAsString()).isEqualTo("unlocked");
    assertThat(command("unlock", "card").out()).isEqualTo("card: unlocked already.\n");
    assertThat(command("unlock", "other").status()).isEqualTo(1);
    assertThat(command("lock").status()).isZero();
    assertThat(card().get("state").getAsString()).isEqualTo("locked");

    start.destroy();
    assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(start.exitValue()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(command("lock").status()).as("after the end").isEqualTo(1);
  }

  @Test
  void aCardFileThatIsNoneIsNamedAtTheStartAndShownAsFailedAndKeepsNoOtherLocked()
      throws Exception {
    Path garbage = Files.write(folder.resolve("garbage.p12"), new byte[] {4, 2});
    Files.writeString(
        config,
        Files.readString(config).replace("[card.p12]", "[garbage.p12, none.p12, card.p12]"));
    Process agent = start("agent");
    awaitLine("card-agent ready: .*");
    assertThat(lines().filter(line -> line.contains("level=warn")))
        .satisfiesExactly(
            line -> assertThat(line).contains(garbage + " cannot be read as a PKCS#12 file"),
            line -> assertThat(line).contains(folder.resolve("none.p12") + " is not there"));
    JsonObject card = card();
    assertThat(card.get("state").getAsString()).isEqualTo("failed");
    assertThat(card.get("problem").getAsString()).contains(garbage.toString());
    assertThat(command("card", "list").out())
        .contains("garbage: failed", "cannot be read as a PKCS#12 file. Check that it is one");
    CommandRun unlock = command("unlock");
    assertThat(unlock.status()).isEqualTo(1);
    assertThat(unlock.err()).startsWith("sealpost: ").contains(garbage.toString()).hasLineCount(1);
    assertThat(unlock.out()).isEqualTo("card: unlocked.\n");
    assertThat(agent.isAlive()).isTrue();
  }

  @Test
  void anAgentThatFindsAnotherOneEndsWithAStatusOfItsOwn() throws Exception {
    Process first = start("agent");
    awaitLine("card-agent ready: .*");
    Process second = start("agent");
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(Main.ALREADY_RUNNING).isEqualTo(4);
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void whenOneDiesTheOtherIsStoppedAndTheStatusTellsIt() throws Exception {
    Process start = start("start");
    awaitLine("sealpost proxy ready: .*");
    List<ProcessHandle> children = start.children().toList();
    children.getFirst().destroyForcibly();
    assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(start.exitValue()).isEqualTo(1);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    awaitLine("sealpost: the (agent|proxy) has ended with exit status 137");
  }

  @Test
  void anAgentThatRunsAlreadyIsUsedAndLeftRunning() throws Exception {
    Process agent = start("agent");
    awaitLine("card-agent ready: .*");
    Process start = start("start");
    awaitLine("A card-agent is running already on .*");
    awaitLine("sealpost proxy ready: .*");
    assertThat(start.children()).hasSize(1);
    start.destroy();
    assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(agent.isAlive()).isTrue();
    assertThat(command("card", "list").status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "proxy"})
  void aPortThatIsTakenIsToldInOneLineAndNothingIsStarted(String command) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Files.writeString(config, Files.readString(config).replaceFirst("127.0.0.1:0", address));
      CommandRun run = command(command);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines().filter(line -> line.startsWith("sealpost: ")))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .contains("Sealpost is probably running already (address in use: " + address)
                      .contains("sealpost.listen.smtp"));
      assertThat(folder.resolve("run")).as("the agent's folder").doesNotExist();
    }
  }

  private JsonObject card() {
    return command("card", "list", "--json").json().getFirst();
  }

  private CommandRun command(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--config", config.toString()));
    all.addAll(List.of(arguments));
    return CommandRun.of(folder, all.toArray(String[]::new));
  }

  private Process start(String subcommand) throws IOException {
    Path log = folder.resolve(subcommand + ".log");
    Process process =
        new ProcessBuilder(OwnCommand.line(List.of(subcommand, "--config", config.toString())))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    started.add(process);
    return process;
  }

  private void awaitLine(String pattern) throws Exception {
    for (int i = 0; i < 1200; i++) {
      if (lines().anyMatch(line -> line.matches(pattern))) {
        return;
      }
      Thread.sleep(50);
    }
    throw new TimeoutException(pattern + " in\n" + String.join("\n", lines().toList()));
  }

  private Stream<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> logs = Files.list(folder)) {
      for (Path log : logs.filter(path -> path.toString().endsWith(".log")).toList()) {
        lines.addAll(Files.readAllLines(log));
      }
    }
    return lines.stream();
  }
}
