package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealpost.card.agent.AgentSettings.PromptKind;

class AgentSettingsTest {
  private static final Config USUAL =
      ConfigFactory.parseString(
          """
          runtime-dir = /run/x, state-dir = "~/state"
          card-agent { pkcs12 = [/a/b.p12, "~/c.p12"], pin-idle = 30 minutes,
            pin-prompt = [terminal, pinentry], pinentry = auto, pin-wait = 45 seconds }
          """);

  private static AgentSettings settings(String changes) {
    return AgentSettings.from(ConfigFactory.parseString(changes).withFallback(USUAL));
  }

  @Test
  void theConfigurationIsRead() {
    AgentSettings settings = settings("");
    Path home = Path.of(System.getProperty("user.home"));
    assertThat(settings)
        .isEqualTo(
            new AgentSettings(
                Path.of("/run/x/agent.sock"),
                List.of(Path.of("/a/b.p12"), home.resolve("c.p12")),
                Duration.ofMinutes(30),
                List.of(PromptKind.TERMINAL, PromptKind.PINENTRY),
                Optional.empty()));
    assertThat(settings("card-agent.pinentry = pinentry-qt").pinentry()).hasValue("pinentry-qt");
  }

  @Test
  void anUnknownPromptIsNamed() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> settings("card-agent.pin-prompt = [window]"))
        .withMessageContaining("window");
  }

  @Test
  void theFolderIsTheSessionsOrTheStates() {
    Path folder =
        AgentSettings.runtimeFolder(
            USUAL
                .withoutPath("runtime-dir")
                .withFallback(ConfigFactory.parseString("runtime-dir = auto")));
    Path expected =
        Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
            .map(session -> Path.of(session, "sealpost"))
            .orElse(Path.of(System.getProperty("user.home"), "state", "run"));
    assertThat(folder).isEqualTo(expected);
  }
}
