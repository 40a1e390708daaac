package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.server.Surroundings;
import picocli.CommandLine.ParseResult;

class ServicesTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "proxy, proxy",
    "agent, agent",
    "--config file proxy, proxy",
    "--config=file agent, agent",
    "--language en proxy, proxy",
    "--config proxy doctor, ",
    "book find proxy, ",
    "doctor, ",
    "--version, "
  })
  void aServiceIsKnownByTheFirstWordThatIsNoOption(String arguments, String service) {
    assertThat(Services.named(arguments.split(" ", -1))).isEqualTo(Optional.ofNullable(service));
  }

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
    Configuration parsed = new Configuration(surroundings);
    Screen screen = new Screen(System.out, System.err, false);
    ParseResult result = TopCommand.alone(call.service(), screen, parsed).parseArgs(written);

    assertThat(result.subcommand().commandSpec().name()).isEqualTo(call.service());
    assertThat(new Configuration(surroundings, call.file(), call.language()).arguments())
        .isEqualTo(parsed.arguments());
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
        "doctor"
      })
  void anythingElseIsLeftToPicocli(String arguments) {
    assertThat(ServiceCall.of(arguments.split(" ", -1))).isEmpty();
  }

  @Test
  void theHelpOfAServiceIsTheSameAsAmongAllCommands() {
    assertThat(CommandRun.of(home, "proxy", "--help").out())
        .isEqualTo(CommandRun.of(home, "help", "proxy").out());
  }
}
