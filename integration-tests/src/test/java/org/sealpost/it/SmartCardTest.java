package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;
import org.sealpost.harness.SmartCardService;
import org.sealpost.harness.VirtualCard;

/**
 * A card in a reader: client, proxy, agent, OpenSC's unmodified module, a real pcscd and a virtual
 * card.
 */
class SmartCardTest {
  private static final String MING = "ming@example.test";
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  // GreenMail keeps the first key that it was given for the life of the process.
  private static final Authority AUTHORITY = new Authority("Smart Card CA");
  private static final Person PERSON = AUTHORITY.person("王小明", MING);
  private static final Person OTHER = AUTHORITY.person("Chen Hua", "hua@example.test");

  private final VirtualCard card = VirtualCard.of(PERSON);
  private SmartCardService cards;
  private EmbeddedMailServer server;
  private Installation side;

  @BeforeEach
  void startServers() throws Exception {
    SmartCardService.obstacle().ifPresent(Assumptions::abort);
    Assumptions.assumeTrue(SmartCardService.openSc().isPresent(), "OpenSC is not installed");
    cards = new SmartCardService();
    server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
  }

  @AfterEach
  void stop() throws Exception {
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
    if (cards != null) {
      cards.close();
    }
  }

  private void install(String... settings) throws Exception {
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(PERSON, MING, server.smtp(), server.pop3(), settings)
                .typing(VirtualCard.DEFAULT_PIN)
                .with(
                    new Installation.Reader(
                        SmartCardService.openSc().orElseThrow(), cards.environment())));
    side.start();
  }

  private void installWithCard(String... settings) throws Exception {
    cards.start();
    cards.reader(0).insert(card);
    install(settings);
    awaitState(TokenState.LOCKED);
  }

  private void knowMyself() throws Exception {
    Path certificate = folder.resolve("ming.pem");
    Authority.writePem(PERSON.encryption(), certificate);
    assertThat(side.run("book", "import", certificate.toString()).status()).isZero();
  }

  private Programs.Run send(String subject) throws Exception {
    Path mail = folder.resolve("mail.eml");
    Files.write(mail, SampleMail.plain(MING, MING, subject, "to myself\r\n").bytes());
    return new Clients(folder)
        .send(Clients.Sender.CURL, side.smtpPort(), MING, MING, List.of(MING), mail);
  }

  private Programs.Run fetch() throws Exception {
    return fetch(new ServerAddress("127.0.0.1", side.pop3Port(), "none"), 1);
  }

  private Programs.Run fetch(ServerAddress from, int number) throws Exception {
    Programs.need("curl");
    return Programs.run(
        "curl",
        "-s",
        "-S",
        "-v",
        "-k",
        "--user",
        MING + ":" + PostfixAndDovecot.PASSWORD,
        (from.tls().equals("implicit") ? "pop3s" : "pop3")
            + "://127.0.0.1:"
            + from.port()
            + "/"
            + number);
  }

  /** How many mails the real server holds. */
  private long stored() throws Exception {
    Programs.need("curl");
    Programs.Run list =
        Programs.run(
            "curl",
            "-s",
            "-S",
            "-k",
            "--user",
            MING + ":" + PostfixAndDovecot.PASSWORD,
            "pop3s://127.0.0.1:" + server.pop3().port() + "/");
    return list.succeeds().output().lines().filter(line -> !line.isBlank()).count();
  }

  /** Waits until the agent shows a card in this state, with its certificates. */
  private void awaitState(TokenState state) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    List<TokenInfo> last = List.of();
    try (CardAgent agent =
        new CardAgentClient(folder.resolve("ming/run/agent.sock"), "test", SOON)) {
      while (System.nanoTime() < end) {
        last = agent.tokens();
        if (last.stream().anyMatch(t -> t.state() == state && !t.certificates().isEmpty())) {
          return;
        }
        Thread.sleep(50);
      }
    }
    throw new AssertionError(
        "no card is " + state + ": " + last + side.logText("agent") + cards.log());
  }

  @Test
  void aMailIsSignedAndOpenedOnceByTheCardEach() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();

    send("by card").succeeds();
    assertThat(card.operations()).isEqualTo(1);
    Programs.Run stored = fetch(server.pop3(), 1).succeeds();
    assertThat(stored.output()).contains("enveloped-data").doesNotContain("to myself");

    try (LineClient client = new LineClient(side.pop3Port())) {
      assertThat(client.line("")).startsWith("+OK");
      assertThat(client.line("USER " + MING)).startsWith("+OK");
      assertThat(client.line("PASS " + PostfixAndDovecot.PASSWORD)).startsWith("+OK");
      assertThat(client.multiLine("RETR 1")).contains("to myself");
      assertThat(card.operations()).isEqualTo(2);
      assertThat(client.multiLine("RETR 1")).contains("to myself");
      assertThat(client.line("QUIT")).startsWith("+OK");
    }
    assertThat(card.operations()).isEqualTo(2);
    assertThat(side.prompts()).as("one PIN for signing and opening").isEqualTo(1);
    assertThat(card.triesLeft()).isEqualTo(3);
  }

  @Test
  void withoutTheCardTheMailWaitsAndPassesWhenItIsBack() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("first").succeeds();

    cards.reader(0).eject();
    awaitState(TokenState.ABSENT);
    Programs.Run refused = send("second");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d .*card");
    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");

    cards.reader(1).insert(card);
    awaitState(TokenState.LOCKED);
    assertThat(fetch().succeeds().output()).contains("to myself");
    send("second").succeeds();
    assertThat(side.prompts()).as("the session ended with the removal").isEqualTo(2);
  }

  @Test
  void afterARestartWithoutTheCardItsMailStillWaitsForIt() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("first").succeeds();
    side.agent().close();
    cards.reader(0).eject();
    side.startAgent();
    awaitState(TokenState.ABSENT);

    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");
  }

  @Test
  void whatOnlyAForgottenCardCouldOpenIsPassedOnClosedUntilItIsPutInAgain() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("first").succeeds();
    cards.reader(0).eject();
    cards.reader(1).insert(VirtualCard.of(OTHER));
    awaitState(TokenState.ABSENT);
    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]", "sealpost card forget");

    String serial = absent();
    assertThat(side.run("card", "forget", serial).status()).isZero();
    assertThat(fetch().succeeds().output()).contains("X-Sealpost-Encryption: failed");
    assertThat(side.run("card", "forget", serial).status()).as("a second time").isNotZero();

    side.agent().close();
    cards.reader(1).eject();
    side.startAgent();
    cards.reader(0).insert(card);
    awaitState(TokenState.LOCKED);
    assertThat(fetch().succeeds().output()).contains("to myself");
  }

  /** The serial of the card that is in no reader. */
  private String absent() throws Exception {
    try (CardAgent agent =
        new CardAgentClient(folder.resolve("ming/run/agent.sock"), "test", SOON)) {
      return agent.tokens().stream()
          .filter(token -> token.state() == TokenState.ABSENT)
          .findFirst()
          .orElseThrow()
          .id();
    }
  }

  @Test
  void aCardPulledInTheMiddleOfASignatureLeavesTheMailWithTheClient() throws Exception {
    installWithCard();
    card.ejectDuringNextOperation();

    Programs.Run refused = send("pulled");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d ");
    assertThat(stored()).isZero();

    cards.reader(0).insert(card);
    awaitState(TokenState.LOCKED);
    send("pulled").succeeds();
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void anotherPersonsCardOpensAndSignsNothingOfMine() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("mine").succeeds();
    VirtualCard others = VirtualCard.of(OTHER);
    cards.reader(0).eject();
    cards.reader(0).insert(others);
    awaitState(TokenState.ABSENT);
    awaitState(TokenState.LOCKED);

    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");
    assertThat(send("not mine").status()).isNotZero();
    assertThat(others.operations()).isZero();
    assertThat(others.verifyCount()).isZero();
  }

  @Test
  void pcscdMayComeLateAndGoAndComeBack() throws Exception {
    install();
    assertThat(send("no service").output()).containsPattern("< 4\\d\\d .*card");
    cards.start();
    cards.reader(0).insert(card);
    awaitState(TokenState.LOCKED);
    send("late").succeeds();

    cards.restart();
    awaitState(TokenState.LOCKED);
    send("again").succeeds();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aSlowCardIsWaitedFor() throws Exception {
    installWithCard();
    card.delay(Duration.ofMillis(500));
    send("slow").succeeds();
    assertThat(card.operations()).isEqualTo(1);
  }

  @Test
  void theCardsCertificatesAreShownWithoutAPin() throws Exception {
    installWithCard();
    SealpostCommand.Result listed = side.run("card", "list", "--json");
    assertThat(listed.output()).contains(MING, "sign", "decrypt", "notAfter");
    assertThat(card.verifyCount()).isZero();
    assertThat(Files.readString(folder.resolve("ming/agent.log"), StandardCharsets.UTF_8))
        .doesNotContain(VirtualCard.DEFAULT_PIN);
  }

  @Test
  void aThiefOfTriesGetsTwoAndTheLastIsKept() throws Exception {
    installWithCard();
    side.typePin("111111");
    assertThat(send("wrong once").output()).containsPattern("< 4\\d\\d .*PIN");
    assertThat(card.verifyCount()).isEqualTo(1);

    assertThat(side.run("unlock").status()).as("the same wrong PIN again").isNotZero();
    assertThat(card.verifyCount()).as("is not sent a second time").isEqualTo(1);

    side.typePin("222222");
    assertThat(side.run("unlock").status()).isNotZero();
    assertThat(card.triesLeft()).isEqualTo(1);

    side.typePin(VirtualCard.DEFAULT_PIN);
    SealpostCommand.Result refused = side.run("unlock");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output() + refused.errors()).contains("--final-try");
    assertThat(send("would be the last").output()).containsPattern("< 4\\d\\d .*final-try");
    assertThat(card.triesLeft()).isEqualTo(1);

    side.agent().close();
    side.startAgent();
    awaitState(TokenState.LOCKED);
    assertThat(side.run("unlock").status()).as("a restart changes nothing").isNotZero();
    assertThat(card.triesLeft()).isEqualTo(1);

    SealpostCommand.Result insisted = side.run("unlock", "--final-try");
    assertThat(insisted.status()).as(insisted.output() + insisted.errors()).isZero();
    assertThat(card.triesLeft()).isEqualTo(3);
    send("with the right one").succeeds();
  }

  @Test
  void aBlockedCardSaysWhereToGo() throws Exception {
    installWithCard();
    for (String wrong : List.of("111111", "222222", "333333")) {
      side.typePin(wrong);
      assertThat(side.run("unlock", "--final-try").status()).isNotZero();
    }
    assertThat(card.triesLeft()).isZero();
    awaitState(TokenState.BLOCKED);

    side.typePin(VirtualCard.DEFAULT_PIN);
    SealpostCommand.Result refused = side.run("unlock", "--final-try");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output() + refused.errors()).contains("household registration office");
    assertThat(send("blocked").output()).containsPattern("< 4\\d\\d ");
    assertThat(card.verifyCount()).isEqualTo(3);
  }

  @Test
  void aPinOfTheWrongLengthCostsNoTry() throws Exception {
    installWithCard();
    side.typePin("123");
    assertThat(side.run("unlock").status()).isNotZero();
    assertThat(card.verifyCount()).isZero();
    side.typePin(VirtualCard.DEFAULT_PIN);
    assertThat(side.run("unlock").status()).isZero();
  }

  @Test
  void aMailThatIsFetchedAgainAndAgainSpendsNoTry() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("mine").succeeds();
    assertThat(side.run("lock").status()).isZero();
    side.typePin("111111");
    for (int i = 0; i < 4; i++) {
      assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");
    }
    assertThat(card.triesLeft()).isEqualTo(2);
  }

  @Test
  void thePromptNamesTheReaderTheHolderAndTheMail() throws Exception {
    installWithCard();
    send("prompt").succeeds();
    assertThat(Files.readString(folder.resolve("ming/pinentry.log")))
        .contains("王小明")
        .contains(MING)
        .contains("Sealpost Virtual Reader");
  }
}
