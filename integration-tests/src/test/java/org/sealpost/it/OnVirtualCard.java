package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
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
import org.sealpost.harness.ServerAddress;
import org.sealpost.harness.SmartCardService;
import org.sealpost.harness.VirtualCard;

/**
 * An installation whose card is in a reader: client, proxy, agent, OpenSC's unmodified module, a
 * real pcscd and a virtual card.
 */
abstract class OnVirtualCard {
  static final String MING = "ming@example.test";
  static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  // GreenMail keeps the first key that it was given for the life of the process.
  static final Authority AUTHORITY = new Authority("Smart Card CA");
  static final Person PERSON = AUTHORITY.person("王小明", MING);
  static final Person OTHER = AUTHORITY.person("Chen Hua", "hua@example.test");

  final VirtualCard card = VirtualCard.of(PERSON);
  SmartCardService cards;
  EmbeddedMailServer server;
  Installation side;

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

  void install(String... settings) throws Exception {
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

  void installWithCard(String... settings) throws Exception {
    cards.start();
    cards.reader(0).insert(card);
    install(settings);
    awaitState(TokenState.LOCKED);
  }

  void knowMyself() throws Exception {
    Path certificate = folder.resolve("ming.pem");
    Authority.writePem(PERSON.encryption(), certificate);
    assertThat(side.run("book", "import", certificate.toString()).status()).isZero();
  }

  Programs.Run send(String subject) throws Exception {
    Path mail = folder.resolve("mail.eml");
    Files.write(mail, SampleMail.plain(MING, MING, subject, "to myself\r\n").bytes());
    return new Clients(folder)
        .send(Clients.Sender.CURL, side.smtpPort(), MING, MING, List.of(MING), mail);
  }

  Programs.Run fetch() throws Exception {
    return fetch(new ServerAddress("127.0.0.1", side.pop3Port(), "none"), 1);
  }

  Programs.Run fetch(ServerAddress from, int number) throws Exception {
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
  long stored() throws Exception {
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
  void awaitState(TokenState state) throws Exception {
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
}
