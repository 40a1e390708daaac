package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualPageTest {
  private static final Path GROFF = Path.of("/usr/bin/groff");

  @TempDir Path home;

  private String page(String language) {
    CommandRun run = CommandRun.of(home, "help", "--manual", "--language", language);
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    return run.out();
  }

  @Test
  void everyCommandIsInThePage() {
    assertThat(page("en"))
        .contains(".SS \"sealpost doctor\"", ".SS \"sealpost book import", ".SS \"sealpost start\"")
        .contains(".SH \"NAME\"", ".SH \"EXIT STATUS\"")
        .doesNotContain("%n", "{0}", "null");
  }

  @Test
  void anOptionThatCanBeNegatedIsToldWithBothForms() {
    assertThat(page("en")).contains("\\-\\-[no\\-]ispdb");
  }

  @Test
  void thePageIsInTheLanguageThatIsAskedFor() {
    assertThat(page("en")).doesNotContainPattern("\\p{IsHan}");
    assertThat(page("zh-TW")).contains(".SH \"名稱\"", ".SS \"sealpost doctor\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-TW"})
  void groffHasNothingToSayAgainstThePage(String language) throws Exception {
    assumeThat(GROFF).as("groff").exists();
    Path file = Files.writeString(home.resolve("sealpost.1"), page(language));
    Process groff =
        new ProcessBuilder(
                GROFF.toString(),
                "-man",
                "-ww",
                "-Wbreak",
                "-Kutf8",
                "-Tutf8",
                "-z",
                file.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(groff.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(groff.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(groff.exitValue()).isZero();
  }
}
