package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.agent.AgentSettings.PromptKind;
import org.sealpost.card.agent.AgentSettings.UnusableException;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Told;
import org.sealpost.card.token.FakePinentry;
import org.sealpost.card.token.TestCards;

/** What becomes of a running agent when its configuration is read anew. */
class RereadingTest {
  private static final Duration WAIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private FakePinentry pinentry;
  private Path ming;
  private Path hua;
  private AgentSettings settings;
  private AgentSettings.Source configuration;
  private PinDesk desk;
  private TokenSlots slots;
  private Rereading rereading;

  @BeforeEach
  void start() throws IOException {
    pinentry = FakePinentry.in(folder);
    ming = folder.resolve("ming.p12");
    hua = folder.resolve("hua.p12");
    TestCards.usual(ming);
    TestCards.usual(hua);
    settings = with(Duration.ofMinutes(30), Optional.of(List.of()), ming);
    configuration = () -> settings;
    desk = PinDesk.of(settings);
    ConfiguredSources sources = new ConfiguredSources(settings);
    slots =
        new TokenSlots(
            sources.with(settings.pkcs12()),
            settings.pinIdle(),
            (token, idle, changed) ->
                new TokenSlot(
                    token,
                    new PinGuard(token, new FailureLedger(settings.cards()), 3),
                    desk,
                    idle,
                    InstantSource.system(),
                    changed));
    slots.start();
    rereading =
        new Rereading(
            settings,
            () -> configuration.read(),
            sources,
            slots,
            desk,
            ServiceManager.of(Map.of()));
  }

  @AfterEach
  void end() {
    slots.close();
    desk.close();
  }

  private AgentSettings with(Duration idle, Optional<List<Path>> modules, Path... files) {
    return new AgentSettings(
        folder.resolve("run/agent.sock"),
        folder.resolve("cards"),
        modules,
        List.of(files),
        3,
        idle,
        List.of(PromptKind.PINENTRY),
        Optional.of(pinentry.path().toString()),
        Locale.ENGLISH);
  }

  private void unlock(int card) throws Exception {
    pinentry.answers("D " + TestCards.PIN);
    String id = slots.all().get(card).id();
    assertThat(slots.slot(id).unlock(Purpose.unlock(""), WAIT).state())
        .isEqualTo(TokenState.UNLOCKED);
  }

  private List<TokenState> states() throws CardException {
    return slots.all().stream().map(TokenInfo::state).toList();
  }

  @Test
  void aCardFileThatIsNamedNewlyServes() throws Exception {
    settings = with(Duration.ofMinutes(30), Optional.of(List.of()), ming, hua);
    rereading.run();
    assertThat(states()).containsExactly(TokenState.LOCKED, TokenState.LOCKED);
    unlock(1);
  }

  @Test
  void aCardFileThatIsNamedNoMoreServesNoMore() throws Exception {
    settings = with(Duration.ofMinutes(30), Optional.of(List.of()), hua);
    String before = slots.all().getFirst().id();
    rereading.run();
    assertThat(slots.all()).extracting(TokenInfo::id).hasSize(1).doesNotContain(before);
  }

  @Test
  void aCardFileThatIsNamedAgainIsNotGivenTheWrongPinOnceMore() throws Exception {
    pinentry.answers("D wrong-secret");
    String id = slots.all().getFirst().id();
    assertThat(failure(id)).contains("wrong");
    AgentSettings before = settings;
    settings = with(Duration.ofMinutes(30), Optional.of(List.of()), hua);
    rereading.run();
    settings = before;
    rereading.run();
    assertThat(slots.all()).extracting(TokenInfo::id).containsExactly(id);
    Optional<Integer> left = triesLeft();
    String _ = failure(id);
    assertThat(triesLeft()).as("the same wrong PIN spent no further try").isEqualTo(left);
  }

  private Optional<Integer> triesLeft() throws CardException {
    return slots.all().getFirst().triesLeft().stream().boxed().findFirst();
  }

  private String failure(String id) {
    try {
      return slots.slot(id).unlock(Purpose.unlock(""), WAIT).state().toString();
    } catch (CardException e) {
      return e.getMessage();
    }
  }

  @Test
  void anotherIdleTimeCountsForCardsThatAreKnown() throws Exception {
    settings = with(Duration.ofNanos(1), Optional.of(List.of()), ming);
    rereading.run();
    pinentry.answers("D " + TestCards.PIN);
    String id = slots.all().getFirst().id();
    assertThat(slots.slot(id).unlock(Purpose.unlock(""), WAIT).state())
        .as("the session is over as soon as it began")
        .isEqualTo(TokenState.LOCKED);
  }

  @Test
  void aConfigurationThatCannotBeUsedChangesNothing() throws Exception {
    configuration =
        () -> {
          throw new UnusableException(
              new Told("line 3: no such setting", "第 3 行：沒有這項設定"), new IOException());
        };
    rereading.run();
    assertThat(states()).containsExactly(TokenState.LOCKED);
    unlock(0);
  }

  @Test
  void theServiceManagerHearsInTheUsersLanguageWhyAConfigurationCannotBeUsed() throws Exception {
    AgentSettings inChinese =
        new AgentSettings(
            settings.socket(),
            settings.cards(),
            settings.modules(),
            settings.pkcs12(),
            3,
            settings.pinIdle(),
            settings.pinPrompt(),
            settings.pinentry(),
            Locale.TRADITIONAL_CHINESE);
    String address = folder.resolve("notify").toString();
    Process listener = listener(address);
    try (BufferedReader heard = listener.inputReader(StandardCharsets.UTF_8);
        ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", address))) {
      assertThat(heard.readLine()).isEqualTo("listening");
      AgentSettings.Source refused =
          () -> {
            throw new UnusableException(
                new Told("line 3: no such setting", "第 3 行：沒有這項設定"), new IOException());
          };
      AgentSettings.Source faulty =
          () -> {
            throw new IllegalStateException("a fault");
          };
      ConfiguredSources sources = new ConfiguredSources(inChinese);
      new Rereading(inChinese, refused, sources, slots, desk, manager).run();
      assertThat(heard.readLine()).isEqualTo("STATUS=設定無法使用，沿用原來的設定：第 3 行：沒有這項設定");
      new Rereading(inChinese, faulty, sources, slots, desk, manager).run();
      assertThat(heard.readLine())
          .startsWith("STATUS=設定無法使用，沿用原來的設定：Sealpost 發生錯誤")
          .doesNotContain("a fault");
    } finally {
      int _ = listener.destroyForcibly().waitFor();
    }
  }

  /** Prints the line for people of each datagram that has one. */
  private static Process listener(String address) throws IOException {
    try {
      return new ProcessBuilder(
              "python3",
              "-c",
              """
              import socket, sys
              s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
              s.bind(sys.argv[1])
              print('listening', flush=True)
              while True:
                  for line in s.recv(4096).split(b'\\n'):
                      if line.startswith(b'STATUS='):
                          sys.stdout.buffer.write(line + b'\\n')
                          sys.stdout.buffer.flush()
              """,
              address)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      assumeThat(e).as("python3 is here").isNull();
      throw e;
    }
  }

  @Test
  void anotherModuleWaitsForTheNextStart() throws Exception {
    settings = with(Duration.ofMinutes(30), Optional.of(List.of(folder.resolve("x.so"))), ming);
    rereading.run();
    assertThat(slots.modules()).isEmpty();
    unlock(0);
  }
}
