package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealpostTest {
  @TempDir Path home;

  @ParameterizedTest
  @MethodSource("org.sealpost.server.cli.HelpTest#everyCommand")
  void everyCommandHasHelpAndTheConfigurationOption(String command) {
    String[] words = (command + " --help").split(" ", -1);
    CommandRun run = CommandRun.of(home, Arrays.copyOfRange(words, 1, words.length));
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\nUsage: " + command + " [")
        .containsPattern("--config=FILE +The only configuration");
  }

  @Test
  void theVersionIsTheProjects() {
    CommandRun run = CommandRun.of(home, "--version");
    assertThat(run.status()).isZero();
    assertThat(run.out()).containsPattern("^sealpost [0-9]+\\.[0-9]+\\.[0-9]+\nJava 2[5-9]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "card",
        "card forget",
        "book",
        "trust",
        "opne x",
        "open",
        "open --at tomorrow x",
        "lock now"
      })
  void wrongArgumentsHaveStatusTwoAndAreToldInALineWithTheWayToTheHelp(String command) {
    String[] arguments = command.isEmpty() ? new String[0] : command.split(" ", -1);
    CommandRun run = CommandRun.of(home, arguments);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("sealpost: ");
    assertThat(run.err()).containsPattern("Try \"sealpost[a-z ]* --help\"");
  }

  @Test
  void aTimeThatIsNoneIsToldInOurWords() {
    CommandRun run = CommandRun.of(home, "open", "--at", "yesterday", "mail.eml");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("'--at'", "\"yesterday\" is not a time, such as 2026-05-31T12:00:00Z")
        .doesNotContain("Exception", "java", "parsed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "proxy", "book list"})
  void aStateFolderThatCannotBeIsNamedWithItsSetting(String command) throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");
    Path config =
        Files.writeString(
            home.resolve("my.conf"),
            """
            sealpost {
              state-dir = "%s/state"
              listen { smtp = "127.0.0.1:0", pop3 = "", console = "" }
              accounts = [{
                address = "ming@example.test", smtp { host = localhost, port = 1, tls = none }
              }]
            }
            """
                .formatted(file));
    String[] arguments = (command + " --config " + config).split(" ", -1);
    CommandRun run = CommandRun.of(home, arguments);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().filter(line -> line.startsWith("sealpost: ")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(file + "/state", "sealpost.state-dir"));
    assertThat(run.err()).doesNotContain("Exception");
  }

  @Test
  void aStartWithoutAnAccountStartsNoAgent() {
    CommandRun run = CommandRun.of(home, "start");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("there is no configuration yet").hasLineCount(1);
    assertThat(home.resolve(".local")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--config %s card list", "card --config %s list", "card list --config=%s"})
  void theConfigurationMayBeNamedAnywhere(String command) throws IOException {
    Path file = Files.writeString(home.resolve("my.conf"), "sealpost.runtime-dirr = x");
    CommandRun run = CommandRun.of(home, command.formatted(file).split(" ", -1));
    assertThat(run.err())
        .isEqualTo(
            "sealpost: "
                + file
                + ":1: sealpost.runtime-dirr is not a setting of Sealpost;"
                + " the nearest is sealpost.runtime-dir\n");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void everyProblemOfAConfigurationIsALine() throws IOException {
    Path file = Files.writeString(home.resolve("my.conf"), "sealpost { a = 1\n b = 2 }");
    CommandRun run = CommandRun.of(home, "start", "--config", file.toString());
    assertThat(run.err().lines()).hasSize(2).allMatch(line -> line.startsWith("sealpost: " + file));
    assertThat(run.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"card list", "card forget 1", "unlock", "lock"})
  void withoutAnAgentItIsSaidHowToStartOne(String command) {
    CommandRun run = CommandRun.of(home, command.split(" ", -1));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("agent.sock").contains("sealpost start"));
  }

  @Test
  void aProxyWithoutAnAccountSaysWhereToPutOne() {
    CommandRun run = CommandRun.of(home, "proxy");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("there is no configuration yet; run \"sealpost setup\", which writes ")
        .contains("sealpost.conf");
  }
}
