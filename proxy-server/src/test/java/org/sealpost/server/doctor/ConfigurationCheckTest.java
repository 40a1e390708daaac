package org.sealpost.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Reload;
import org.sealpost.server.control.ControlServer;

class ConfigurationCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

  @TempDir Path folder;

  /** A proxy that was told once, and answers with that. */
  private record Told(Optional<Reload> lastReload) implements ControlServer.Proxy {
    @Override
    public Optional<String> consoleLink() {
      return Optional.empty();
    }

    @Override
    public Reload reload() {
      return lastReload.orElseThrow();
    }
  }

  private List<Finding> findings(Optional<Reload> last) throws Exception {
    Path socket = folder.resolve("run/proxy.sock");
    try (ControlServer proxy = ControlServer.start(socket, new Told(last))) {
      assertThat(proxy).isNotNull();
      return ConfigurationCheck.of(socket);
    }
  }

  @Test
  void aRefusedConfigurationIsToldWithTheReasonInBothLanguages() throws Exception {
    Phrase reason = new Phrase.Told("Line 3 is wrong.", "第 3 行有誤。");
    assertThat(findings(Optional.of(new Reload(NOW, false, List.of(reason), List.of()))))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(Finding.State.WARNING);
              assertThat(it.detail().english()).contains("Line 3 is wrong.");
              assertThat(it.detail().in(Phrase.TAIWAN)).contains("第 3 行有誤。");
              assertThat(it.mend().english()).contains("sealpost reload");
            });
  }

  @Test
  void whatWaitsForTheNextStartIsNamed() throws Exception {
    assertThat(
            findings(
                Optional.of(new Reload(NOW, true, List.of(), List.of("sealpost.listen.smtp")))))
        .singleElement()
        .satisfies(it -> assertThat(it.detail().english()).contains("sealpost.listen.smtp"));
  }

  @Test
  void thereIsNothingToTellOfAProxyThatUsesItsConfigurationOrDoesNotRun() throws Exception {
    assertThat(findings(Optional.empty())).isEmpty();
    assertThat(findings(Optional.of(new Reload(NOW, true, List.of(), List.of())))).isEmpty();
  }

  @Test
  void oneThatIsUsedAndDidNotGoWellIsTold() throws Exception {
    Phrase fault = Phrase.verbatim("not everything went well");
    assertThat(findings(Optional.of(new Reload(NOW, true, List.of(fault), List.of()))))
        .singleElement()
        .satisfies(it -> assertThat(it.detail().english()).isEqualTo("not everything went well"));
    assertThat(ConfigurationCheck.of(folder.resolve("run/nobody.sock"))).isEmpty();
  }
}
