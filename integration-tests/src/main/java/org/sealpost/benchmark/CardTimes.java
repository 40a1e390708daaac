package org.sealpost.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
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
import org.sealpost.harness.SoftHsm;
import org.sealpost.harness.VirtualCard;
import org.sealpost.harness.VirtualReader;

/** What the agent adds to the card's own time, and how often the card is asked. */
final class CardTimes {
  private static final String ADDRESS = "ming@example.test";
  private static final String PASSWORD = "secret";
  private static final String PIN = "271828";
  private static final int WARM_UP = 500;
  private static final int MAILS = 20;
  private static final int ROUNDS = 10;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path folder;
  private final PrintStream out;
  private final Authority authority = new Authority("Benchmark CA");
  private final Person person = authority.person("Ming", ADDRESS);

  CardTimes(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  void run(int count) throws Exception {
    Optional<String> obstacle = SoftHsm.obstacle();
    if (obstacle.isPresent()) {
      out.printf("%nSignatures with SoftHSM: left out, since %s%n", obstacle.get());
    } else {
      times(count);
    }
    obstacle = SmartCardService.obstacle();
    if (obstacle.isPresent() || SmartCardService.openSc().isEmpty()) {
      out.printf(
          "%nOperations of a virtual card: left out, since %s%n",
          obstacle.orElse("OpenSC is not installed"));
    } else {
      operations();
    }
  }

  private void times(int count) throws Exception {
    SoftHsm hsm = new SoftHsm(folder.resolve("hsm"));
    hsm.token("benchmark", "12345678", PIN).add(person, SoftHsm.Authentication.ONCE);
    Path module = SoftHsm.module().orElseThrow();
    ServerAddress nowhere = new ServerAddress("127.0.0.1", 1, "none");
    Setup setup =
        Setup.of(person, ADDRESS, nowhere, nowhere)
            .toMeasure()
            .typing(PIN)
            .with(new Installation.Reader(module, hsm.environment()));
    Latencies bare = bare(module, hsm, count);
    try (Installation side = Installation.create(folder.resolve("card"), setup)) {
      side.startAgent();
      try (CardAgent agent =
          new CardAgentClient(folder.resolve("card/run/agent.sock"), "benchmark", SOON)) {
        TokenInfo token = locked(agent);
        agent.unlock(token.id(), Purpose.unlock(""), SOON);
        Latencies through = through(agent, signingKey(token), count);
        print(bare, through);
      }
    }
  }

  private static Latencies through(CardAgent agent, KeyRef key, int count) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(new byte[10]);
    SignatureAlgorithm algorithm =
        new SignatureAlgorithm(SignatureAlgorithm.Scheme.RSA_PKCS1, DigestAlgorithm.SHA256);
    return Latencies.measure(
        WARM_UP,
        count,
        _ -> agent.sign(key, algorithm, digest, Purpose.signMail(ADDRESS, ADDRESS), SOON));
  }

  private void print(Latencies bare, Latencies through) {
    out.printf("%nRSA-2048 signatures with SoftHSM%n%-34s %9s %9s%n", "", "p50 ms", "p99 ms");
    row("the module itself", bare.percentileMillis(50), bare.percentileMillis(99));
    row("through the agent", through.percentileMillis(50), through.percentileMillis(99));
    row(
        "added by the agent",
        through.percentileMillis(50) - bare.percentileMillis(50),
        through.percentileMillis(99) - bare.percentileMillis(99));
  }

  private void row(String name, double middle, double late) {
    out.printf("%-34s %9.2f %9.2f%n", name, middle, late);
  }

  private static Latencies bare(Path module, SoftHsm hsm, int count) throws Exception {
    List<String> command = new ArrayList<>(SealpostCommand.jvm(List.of()));
    command.removeLast();
    command.add(BareCard.class.getName());
    command.addAll(
        List.of(
            module.toString(), PIN, "SIGN", Integer.toString(WARM_UP), Integer.toString(count)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(hsm.environment());
    Process process = builder.start();
    try (var lines = process.inputReader()) {
      long[] nanos = lines.lines().mapToLong(Long::parseLong).toArray();
      if (process.waitFor() != 0 || nanos.length != count) {
        throw new IOException("the card itself could not be measured");
      }
      return new Latencies(nanos);
    }
  }

  /** Of a virtual card behind OpenSC and pcscd, whose time says nothing but whose count does. */
  private void operations() throws Exception {
    byte[] mail = ManyMails.mail(10_000);
    VirtualCard card = VirtualCard.of(person);
    try (EmbeddedMailServer server = new EmbeddedMailServer(authority, folder, "none");
        SmartCardService cards = new SmartCardService()) {
      server.addUser(ADDRESS, ADDRESS, PASSWORD);
      cards.start();
      cards.reader(0).insert(card);
      Setup setup =
          Setup.of(person, ADDRESS, server.smtp(), server.pop3(), "policy.encrypt = required")
              .toMeasure()
              .typing(VirtualCard.DEFAULT_PIN)
              .with(
                  new Installation.Reader(
                      SmartCardService.openSc().orElseThrow(), cards.environment()));
      try (Installation side = Installation.create(folder.resolve("reader"), setup)) {
        side.start();
        try (CardAgent agent =
            new CardAgentClient(folder.resolve("reader/run/agent.sock"), "benchmark", SOON)) {
          TokenInfo _ = locked(agent);
          presence(agent, cards.reader(0), card);
        }
        Path certificate = folder.resolve("reader.pem");
        Authority.writePem(person.encryption(), certificate);
        side.run("book", "import", certificate.toString());
        count(side, card, mail);
      }
    }
  }

  /** From the card's leaving or coming to the notification that tells so. */
  private void presence(CardAgent agent, VirtualReader reader, VirtualCard card) throws Exception {
    BlockingQueue<TokenState> events = new LinkedBlockingQueue<>();
    agent.onEvent(event -> events.add(event.token().state()));
    Latencies gone =
        Latencies.measure(
            0,
            ROUNDS,
            _ -> {
              reader.eject();
              await(events, TokenState.ABSENT);
              reader.insert(card);
              await(events, TokenState.LOCKED);
              events.clear();
            });
    out.printf(
        "%nA card that leaves and comes back is told of, both, after %.0f ms (p50), %.0f ms at most%n",
        gone.percentileMillis(50), gone.percentileMillis(100));
  }

  private static void await(BlockingQueue<TokenState> events, TokenState wanted)
      throws IOException, InterruptedException {
    TokenState state;
    do {
      state = events.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
      if (state == null) {
        throw new IOException("no notification that the card is " + wanted);
      }
    } while (state != wanted);
  }

  private void count(Installation side, VirtualCard card, byte[] mail) throws Exception {
    try (SmtpConnection smtp = new SmtpConnection(side.smtpPort(), ADDRESS, PASSWORD)) {
      for (int i = 0; i < MAILS; i++) {
        smtp.send(ADDRESS, ADDRESS, mail);
      }
    }
    int sent = card.operations();
    try (Pop3Connection pop3 = new Pop3Connection(side.pop3Port(), ADDRESS, PASSWORD)) {
      retrieve(pop3);
      int opened = card.operations() - sent;
      retrieve(pop3);
      int again = card.operations() - sent - opened;
      out.printf("%nOperations of the card, %d mails%n", MAILS);
      out.printf("%-34s %9.2f%n", "each mail sent", (double) sent / MAILS);
      out.printf("%-34s %9.2f%n", "each mail opened first", (double) opened / MAILS);
      out.printf("%-34s %9.2f%n", "each mail fetched again", (double) again / MAILS);
    }
  }

  private static void retrieve(Pop3Connection pop3) throws Exception {
    for (int number = 1; number <= MAILS; number++) {
      pop3.retrieve(number);
    }
  }

  private static TokenInfo locked(CardAgent agent) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (System.nanoTime() < end) {
      for (TokenInfo token : agent.tokens()) {
        if (token.state() == TokenState.LOCKED && !token.certificates().isEmpty()) {
          return token;
        }
      }
      Thread.sleep(100);
    }
    throw new IOException("the agent shows no card");
  }

  private static KeyRef signingKey(TokenInfo token) {
    return token.certificates().stream()
        .filter(certificate -> certificate.purposes().contains(KeyPurpose.SIGN))
        .map(CardCertificate::keyId)
        .map(key -> new KeyRef(token.id(), key))
        .findFirst()
        .orElseThrow();
  }
}
