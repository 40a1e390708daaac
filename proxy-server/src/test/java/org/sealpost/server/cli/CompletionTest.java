package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path home;

  @BeforeEach
  void printTheScript() throws IOException {
    CommandRun run = CommandRun.of(home, "completion", "bash");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    Files.writeString(home.resolve("completion.sh"), run.out());
  }

  private List<String> bash(String commands) throws Exception {
    assumeThat(BASH).as("the shell").exists();
    Process process =
        new ProcessBuilder(BASH.toString(), "--norc", "-c", "source completion.sh\n" + commands)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** What the Tab key would offer after these words, of which the last may be a beginning. */
  private List<String> offered(String line) throws Exception {
    return bash(
        """
        # Bash has it only while it completes.
        compopt() { :; }
        words=(%s)
        COMP_WORDS=("${words[@]}")
        COMP_CWORD=$(( ${#words[@]} - 1 ))
        COMP_LINE="${words[*]}"
        COMP_POINT=${#COMP_LINE}
        _complete_sealpost
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(line));
  }

  @Test
  void bashKnowsHowToCompleteTheCommand() throws Exception {
    assertThat(bash("complete -p sealpost"))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("-F _complete_sealpost"));
  }

  @ParameterizedTest
  @CsvSource({
    "sealpost bo, book",
    "sealpost book '', import export find",
    "sealpost trust u, update",
    "sealpost doctor --js, --json",
    "sealpost book import --add, --address",
    "sealpost open --lang, --language",
    "sealpost lock --language '', en zh-TW",
    "sealpost completion '', bash zsh",
  })
  void theTabKeyOffersCommandsAndOptions(String line, String expected) throws Exception {
    assertThat(offered(line)).contains(expected.split(" "));
  }

  @Test
  void theTabKeyOffersFileNames() throws Exception {
    Files.writeString(home.resolve("ming.pem"), "");
    assertThat(offered("sealpost book import mi")).contains("ming.pem");
    assertThat(offered("sealpost doctor --config mi")).contains("ming.pem");
  }

  @Test
  void zshGetsWhatItNeedsToRunTheScript() {
    assertThat(CommandRun.of(home, "completion", "zsh").out())
        .startsWith("autoload -U +X compinit && compinit\n")
        .contains("_complete_sealpost");
    assertThat(CommandRun.of(home, "completion", "fish").status()).isEqualTo(2);
  }
}
