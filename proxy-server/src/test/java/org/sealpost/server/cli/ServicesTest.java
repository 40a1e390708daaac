package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.server.Surroundings;
import picocli.CommandLine.ParseResult;

class ServicesTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy",
        "agent",
        "--config file proxy",
        "proxy --config=file --language zh_TW",
        "--language=en agent"
      })
  void whatUnitsAndScriptsWriteIsReadAsPicocliReadsIt(String arguments) {
    String[] written = arguments.split(" ", -1);
    ServiceCall call = ServiceCall.of(written).orElseThrow();
    Surroundings surroundings = new Surroundings(home, Map.of());
    Screen screen = new Screen(System.out, System.err, false);
    ParseResult result = TopCommand.commandLine(screen, surroundings).parseArgs(written);

    assertThat(result.subcommand().commandSpec().name()).isEqualTo(call.service());
    assertThat(result.commandSpec().mixins().get("configuration").userObject())
        .isInstanceOfSatisfying(
            Configuration.class,
            parsed ->
                assertThat(
                        new Configuration(surroundings, call.file(), call.language()).arguments())
                    .isEqualTo(parsed.arguments()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy --help",
        "proxy --config",
        "proxy --config --language",
        "proxy --config=",
        "proxy --config a --config b",
        "proxy --language xx",
        "proxy proxy",
        "proxy agent",
        "proxy more",
        "proxy -- more",
        "--config proxy",
        "--conf=file proxy",
        "--help proxy",
        "--version proxy",
        "proxy --config a\0b",
        "--config=a\0b agent",
        "--config proxy doctor",
        "book find proxy",
        "doctor"
      })
  void anythingElseIsLeftToPicocli(String arguments) {
    assertThat(ServiceCall.of(arguments.split(" ", -1))).isEmpty();
  }

  @Test
  void theHelpBeforeAServiceIsThatOfAllCommands() {
    assertThat(CommandRun.of(home, "--help", "proxy").out())
        .contains("doctor")
        .isEqualTo(CommandRun.of(home, "--help").out());
  }

  @Test
  void theHelpOfAServiceIsTheSameAsAmongAllCommands() {
    assertThat(CommandRun.of(home, "proxy", "--help").out())
        .isEqualTo(CommandRun.of(home, "help", "proxy").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "agent", "doctor"})
  void aFileThatCannotBeIsAWrongArgument(String command) {
    CommandRun run = CommandRun.of(home, command, "--config", "a\0b");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("sealpost: ").contains("'--config'").contains("--help");
  }
}
