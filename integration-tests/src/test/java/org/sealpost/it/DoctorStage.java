package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.Program;
import org.sealpost.harness.ServerAddress;
import org.sealpost.harness.SmartCardService;
import org.sealpost.harness.VirtualCard;

/** The mail server, the readers and the installations that the doctor examines. */
final class DoctorStage {
  static final String MING = "ming@example.test";
  static final Authority AUTHORITY = new Authority("Doctor CA");
  static final Person PERSON = AUTHORITY.person("王小明", MING);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path folder;
  private final EmbeddedMailServer server;
  private final Optional<SmartCardService> cards;
  private Optional<Installation> withReader = Optional.empty();
  private int installations;

  /** A stage without readers where there is no PC/SC service or module for them. */
  DoctorStage(Path folder) throws Exception {
    this.folder = folder;
    this.server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
    this.cards =
        SmartCardService.obstacle().isEmpty() && SmartCardService.openSc().isPresent()
            ? Optional.of(new SmartCardService())
            : Optional.empty();
  }

  ServerAddress smtp() {
    return server.smtp();
  }

  /** The readers; there are some once a card was inserted. */
  SmartCardService cards() {
    return cards.orElseThrow();
  }

  /** Ends the agent with a reader, and takes the card out. */
  void clear() throws Exception {
    withReader.ifPresent(Installation::close);
    withReader = Optional.empty();
    if (cards.isPresent()) {
      cards.get().reader(0).eject();
    }
  }

  /** Ends the server and the readers. */
  void close() throws Exception {
    server.close();
    if (cards.isPresent()) {
      cards.get().close();
    }
  }

  /** With a card in a reader, and an agent that has read it. */
  Installation insert(VirtualCard card) throws Exception {
    Installation side = beforeAgent(card);
    side.startAgent();
    await(side, token -> isLocked(token) && token.certificatesKnown());
    return side;
  }

  /** With a card in a reader, and no agent yet. */
  Installation beforeAgent(VirtualCard card) throws Exception {
    cards.orElseGet(() -> Assumptions.abort(obstacle())).start();
    cards.get().reader(0).insert(card);
    Installation side = install("reader" + ++installations, PERSON, server.smtp(), true);
    withReader = Optional.of(side);
    return side;
  }

  private static String obstacle() {
    try {
      return SmartCardService.obstacle().orElse("OpenSC is not installed");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Installation install(
      String name, Person person, ServerAddress smtp, boolean reader, String... settings)
      throws Exception {
    Setup setup =
        Setup.of(person, MING, smtp, server.pop3(), settings).typing(VirtualCard.DEFAULT_PIN);
    return Installation.create(
        folder.resolve(name),
        reader
            ? setup.with(
                new Installation.Reader(
                    SmartCardService.openSc().orElseThrow(), cards.orElseThrow().environment()))
            : setup.typing("demo"));
  }

  static CardAgent agent(Installation side) {
    return new CardAgentClient(
        side.folder().resolve("run/agent.sock"), "test", Duration.ofSeconds(10));
  }

  static TokenInfo await(Installation side, Predicate<TokenInfo> wanted) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    try (CardAgent agent = agent(side)) {
      while (true) {
        List<TokenInfo> tokens = agent.tokens();
        Optional<TokenInfo> token = tokens.stream().filter(wanted).findFirst();
        if (token.isPresent()) {
          return token.get();
        }
        assertThat(System.nanoTime()).as("still %s", tokens).isLessThan(deadline);
        Thread.sleep(50);
      }
    }
  }

  static boolean isLocked(TokenInfo token) {
    return token.state() == TokenState.LOCKED;
  }

  /** Another program spends a try of the card. */
  void giveWrongPin() throws IOException, InterruptedException {
    Program.run(
        cards.orElseThrow().environment(),
        List.of(
            "pkcs11-tool",
            "--module",
            SmartCardService.openSc().orElseThrow().toString(),
            "--login",
            "--pin",
            "999999",
            "--test"));
  }
}
