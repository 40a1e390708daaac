package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.control.ControlServer;

/** How the command finds a running proxy, and what it says where there is none. */
@Timeout(60)
class ConsoleCommandTest {
  private static final String LINK = "http://sealpost-0123.localhost:8025/enter?link=abc";

  @TempDir Path home;
  private Path config;

  @BeforeEach
  void configure() throws IOException {
    config =
        Files.writeString(
            home.resolve("my.conf"),
            "sealpost.runtime-dir = \"%s\"".formatted(home.resolve("run")));
  }

  private CommandRun run() {
    return CommandRun.of(home, "console", "--print", "--config", config.toString());
  }

  private ControlServer proxy(Optional<String> link) throws IOException {
    return ControlServer.start(home.resolve("run/proxy.sock"), FakeProxy.withLink(link));
  }

  @Test
  void theLinkOfARunningProxyIsPrinted() throws IOException {
    try (ControlServer proxy = proxy(Optional.of(LINK))) {
      CommandRun run = run();

      assertThat(proxy).isNotNull();
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      assertThat(run.out()).isEqualToIgnoringNewLines(LINK);
    }
  }

  @Test
  void whereNoProxyRunsItSaysHowToStartIt() {
    CommandRun run = run();

    assertThat(run.status()).isNotZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no proxy runs here", "sealpost start");
  }

  @Test
  void whereThePagesAreOffItSaysHowToHaveThem() throws IOException {
    try (ControlServer proxy = proxy(Optional.empty())) {
      CommandRun run = run();

      assertThat(proxy).isNotNull();
      assertThat(run.status()).isNotZero();
      assertThat(run.err()).contains("sealpost.listen.console");
    }
  }
}
