package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.token.FakePinentry;
import org.sealpost.card.token.Programs;
import org.sealpost.card.token.SoftHsm;
import org.sealpost.card.token.TestCards;

/** The PIN is in nobody's memory and log once it has been used. */
class NoPinLeftTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final String RIGHT = "R1ght-Zebra-Pin";
  private static final String WRONG = "Wr0ng-Zebra-Pin";
  private static final String WRONG_CARD_PIN = "Zebra-00";

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void writeLogConfiguration() throws IOException {
    Path _ =
        Files.writeString(
            folder.resolve("logback.xml"),
            """
            <configuration>
              <appender name="E" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%level %logger %msg%n%ex{full}</pattern></encoder>
              </appender>
              <root level="TRACE"><appender-ref ref="E"/></root>
            </configuration>
            """);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly();
      int _ = process.waitFor();
    }
  }

  private Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    started.add(process);
    return process;
  }

  private void awaitOutput(Process process, String text) throws IOException {
    Path output = folder.resolve("output");
    while (!Files.readString(output).contains(text)) {
      assertThat(process.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  /** The usual test card's PIN is a word that is found in any memory. */
  private void makeCard() throws IOException, InterruptedException {
    Programs.assumePresent("openssl");
    Path usual = folder.resolve("usual.p12");
    TestCards.usual(usual);
    String open = folder.resolve("open.pem").toString();
    String _ =
        Programs.run(
            "openssl",
            "pkcs12",
            "-in",
            usual.toString(),
            "-passin",
            "pass:" + TestCards.PIN,
            "-nodes",
            "-out",
            open);
    String _ =
        Programs.run(
            "openssl",
            "pkcs12",
            "-export",
            "-in",
            open,
            "-passout",
            "pass:" + RIGHT,
            "-out",
            folder.resolve("ming.p12").toString());
  }

  @Test
  void thePinIsInNoLogAndInNoMemoryAfterLock() throws Exception {
    FakePinentry pinentry = FakePinentry.in(folder);
    makeCard();
    Path socket = folder.resolve("run/agent.sock");
    Process process =
        start(
            AgentProcess.class,
            socket.toString(),
            pinentry.path(),
            folder.resolve("ming.p12").toString());
    awaitOutput(process, "card-agent ready");
    try (CardAgent agent = new CardAgentClient(socket, "test", WAIT)) {
      TokenInfo token = agent.tokens().getFirst();
      pinentry.answers("D " + WRONG);
      assertThat(catchThrowable(() -> agent.unlock(token.id(), Purpose.unlock(""), WAIT)))
          .isInstanceOfSatisfying(
              CardException.class, e -> assertThat(e.error()).isEqualTo(CardError.PIN_WRONG));
      pinentry.answers("D " + RIGHT);
      TokenInfo unlocked = agent.unlock(token.id(), Purpose.unlock(""), WAIT);
      assertThat(unlocked.state()).isEqualTo(TokenState.UNLOCKED);
      agent.lock();
      assertThat(HeapDump.search(process, folder, RIGHT)).isEmpty();
      assertThat(HeapDump.search(process, folder, WRONG)).isEmpty();
    }
    String log =
        Files.readString(folder.resolve("output")) + Files.readString(folder.resolve("errors"));
    assertThat(log).as("the log works").contains("-> UNLOCKED").contains("DEBUG");
    for (String pin : List.of(RIGHT, WRONG)) {
      assertThat(log).doesNotContain(pin);
    }
  }

  @Test
  void neitherThatOfACardThatWantsItForEachSignature() throws Exception {
    SoftHsm.assumePresent();
    FakePinentry pinentry = FakePinentry.in(folder);
    String label = SoftHsm.freshToken(SoftHsm.Key.of("SIGN", TestCards.rsaSign()).askingEachTime());
    Path socket = folder.resolve("run/agent.sock");
    Process process =
        start(AgentProcess.class, socket.toString(), pinentry.path(), SoftHsm.MODULE.toString());
    awaitOutput(process, "card-agent ready");
    try (CardAgent agent = new CardAgentClient(socket, "test", WAIT)) {
      TokenInfo token = card(agent, label);
      pinentry.answers("D " + WRONG_CARD_PIN);
      assertThat(catchThrowable(() -> agent.unlock(token.id(), Purpose.unlock(""), WAIT)))
          .isInstanceOfSatisfying(
              CardException.class, e -> assertThat(e.error()).isEqualTo(CardError.PIN_WRONG));
      pinentry.answers("D " + SoftHsm.PIN);
      TokenInfo unlocked = agent.unlock(token.id(), Purpose.unlock(""), WAIT);
      byte[] signature =
          agent.sign(
              new KeyRef(token.id(), unlocked.certificates().getFirst().keyId()),
              new SignatureAlgorithm(SignatureAlgorithm.Scheme.RSA_PKCS1, DigestAlgorithm.SHA256),
              new byte[32],
              Purpose.signMail("", ""),
              WAIT);
      assertThat(signature).hasSize(256);
      assertThat(HeapDump.search(process, folder, SoftHsm.PIN))
          .as("kept for the next")
          .isNotEmpty();
      agent.lock();
      assertThat(HeapDump.search(process, folder, SoftHsm.PIN)).isEmpty();
      assertThat(HeapDump.search(process, folder, WRONG_CARD_PIN)).isEmpty();
    }
    String log =
        Files.readString(folder.resolve("output")) + Files.readString(folder.resolve("errors"));
    assertThat(log).as("the wrapper's log works").contains("C_Login");
    assertThat(log).doesNotContain(SoftHsm.PIN).doesNotContain(WRONG_CARD_PIN);
  }

  private static TokenInfo card(CardAgent agent, String label) throws Exception {
    while (true) {
      for (TokenInfo token : agent.tokens()) {
        if (token.label().equals(label) && !token.certificates().isEmpty()) {
          return token;
        }
      }
      Thread.sleep(50);
    }
  }

  @Test
  void theSameSearchFindsAPinThatIsHeld() throws Exception {
    Process process = start(HeldPin.class);
    OutputStream in = process.getOutputStream();
    in.write((WRONG + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    awaitOutput(process, "held");
    assertThat(HeapDump.search(process, folder, WRONG))
        .containsKeys("ISO-8859-1", "UTF-16BE", "UTF-16LE");
  }
}
