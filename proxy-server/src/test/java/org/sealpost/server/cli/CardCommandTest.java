package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.AgentService;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;

/** What the commands for cards ask of the agent, and what they say. */
@Timeout(60)
class CardCommandTest {
  @TempDir Path home;
  private Path config;
  private FakeAgent agent;

  @BeforeEach
  void start() throws IOException {
    Path file = home.resolve("old.p12");
    config =
        Files.writeString(
            home.resolve("my.conf"),
            "sealpost { runtime-dir = \"%s\", card-agent.pkcs12 = [\"%s\"] }"
                .formatted(home.resolve("run"), file));
    agent =
        new FakeAgent(
            home.resolve("run/agent.sock"),
            token("1111", "Ming", "reader 1", TokenState.LOCKED),
            token("2222", "王小明", "reader 2", TokenState.ABSENT),
            token("3333", "Hua", "reader 2", TokenState.ABSENT),
            token("4444", "Hua", "reader 2", TokenState.ABSENT),
            token("Hua's", "3333", "reader 2", TokenState.ABSENT),
            token("p12-5555", "old", file.toString(), TokenState.ABSENT));
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
  }

  private static TokenInfo token(String id, String label, String reader, TokenState state) {
    return new TokenInfo(id, label, reader, state, OptionalInt.empty(), false, List.of());
  }

  private CommandRun run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--config", config.toString()));
    return CommandRun.of(home, arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2222", "王小明"})
  void aCardIsForgottenByItsSerialOrItsLabel(String name) {
    CommandRun run = run("card", "forget", name);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("王小明 (serial 2222): forgotten", "stay counted");
    assertThat(agent.forgotten).containsExactly("2222");
  }

  @Test
  void aSerialGoesBeforeALabelThatLooksLikeIt() {
    assertThat(run("card", "forget", "3333").status()).isZero();
    assertThat(agent.forgotten).containsExactly("3333");
  }

  @Test
  void aLabelThatSeveralCardsHaveForgetsNoneAndTheirSerialsAreTold() {
    CommandRun run = run("card", "forget", "Hua");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("several cards have the label Hua", "3333, 4444");
    assertThat(agent.forgotten).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"222", "ming", "p12"})
  void aNameThatIsNoCardsForgetsNone(String name) {
    CommandRun run = run("card", "forget", name);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(name, "sealpost card list");
    assertThat(agent.forgotten).isEmpty();
  }

  @Test
  void whyTheAgentDoesNotForgetIsToldInItsWords() {
    CommandRun run = run("card", "forget", "Ming");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("sealpost: It is there. Take it out.\n");
  }

  @Test
  void aCardThatIsNotThereIsListedAsRememberedAndAFileAsConfigured() {
    CommandRun run = run("card", "list");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "王小明: absent (serial 2222, reader 2)\n",
            "remembered, not in a reader",
            "sealpost card forget \"2222\"\n",
            "old: absent",
            "configured and not there");
  }

  @Test
  void theFinalTryIsAskedForOnlyByTheOptionThatSaysSo() {
    assertThat(run("unlock", "1111").status()).isZero();
    assertThat(run("unlock", "--final-try", "1111").status()).isZero();
    assertThat(agent.unlocks)
        .extracting(AgentService.Unlock::purpose)
        .extracting(Purpose::kind)
        .containsExactly(Purpose.Kind.UNLOCK, Purpose.Kind.UNLOCK_FINAL_TRY);
  }
}
