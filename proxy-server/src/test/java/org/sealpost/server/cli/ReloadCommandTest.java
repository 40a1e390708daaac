package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Reload;
import org.sealpost.server.control.ControlServer;

class ReloadCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

  @TempDir Path home;
  private Path config;

  @BeforeEach
  void configure() throws IOException {
    config =
        Files.writeString(
            home.resolve("my.conf"),
            "sealpost.runtime-dir = \"%s\"".formatted(home.resolve("run")));
  }

  private CommandRun run(String... more) {
    String[] arguments = new String[more.length + 3];
    System.arraycopy(more, 0, arguments, 3, more.length);
    arguments[0] = "reload";
    arguments[1] = "--config";
    arguments[2] = config.toString();
    return CommandRun.of(home, arguments);
  }

  private CommandRun run(Reload reload, String... more) throws IOException {
    try (ControlServer proxy =
        ControlServer.start(home.resolve("run/proxy.sock"), FakeProxy.reloading(reload))) {
      assertThat(proxy).isNotNull();
      return run(more);
    }
  }

  @Test
  void aConfigurationThatIsUsedIsSaidToBe() throws IOException {
    CommandRun run = run(new Reload(NOW, true, List.of(), List.of()));
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("uses the configuration");
  }

  @Test
  void whatCountsOnlyAfterTheNextStartIsNamed() throws IOException {
    CommandRun run = run(new Reload(NOW, true, List.of(), List.of("sealpost.state-dir")));
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("next start", "sealpost.state-dir");
  }

  @Test
  void theProxysReasonsToRefuseAreToldInTheUsersLanguageWithStatusTwo() throws IOException {
    Reload refused =
        new Reload(NOW, false, List.of(new Phrase.Told("no such file", "沒有這個檔案")), List.of());
    CommandRun run = run(refused);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("no such file", "keeps the configuration");
    assertThat(run(refused, "--language", "zh-TW").err()).contains("沒有這個檔案", "沿用");
  }

  @Test
  void whatWentWrongAfterItWasUsedIsToldAndNotThatTheOldOneIsKept() throws IOException {
    CommandRun run =
        run(new Reload(NOW, true, List.of(Phrase.verbatim("it did not go well")), List.of()));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("it did not go well").doesNotContain("keeps");
  }

  @Test
  void programsGetOneObject() throws IOException {
    Reload refused = new Reload(NOW, false, List.of(Phrase.verbatim("no such file")), List.of());
    CommandRun run = run(refused, "--json");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out())
        .isEqualToIgnoringWhitespace(
            "{\"used\":false,\"problems\":[\"no such file\"],\"nextStart\":[]}");
  }

  @Test
  void aFileThatCannotBeReadIsToldWithoutTheProxy() throws IOException {
    Files.writeString(config, "sealpost.nonsense = 1");
    CommandRun run = run();
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("nonsense");
  }

  @Test
  void whereNoProxyRunsThatIsSaid() {
    CommandRun run = run();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no proxy runs");
  }
}
