package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;
import org.sealpost.it.Clients.Sender;

/**
 * One proxy for two accounts with a card each, and those they write to. Ming, also called Wang,
 * encrypts when possible and to strict.test always; the office signs opaquely, must encrypt, and
 * splits. Alice and Bob are in the book; nobody else whom they write to has a certificate.
 */
final class PolicyStage implements AutoCloseable {
  static final String MING = "ming@example.test";
  static final String OFFICE = "office@example.test";
  static final String ALICE = "alice@example.test";

  private static final Pattern REPLY =
      Pattern.compile("(?m)^.*?\\b([45]\\d\\d)[ -](\\d\\.\\d\\.\\d) ([^\\r\\n]*)");

  final Authority authority = new Authority("Policy CA");
  final Person ming = authority.personWithAddresses("Ming", MING, "wang@example.test");
  final Person office = authority.personWithEllipticKeys("The Office", OFFICE);
  final Person alice = authority.person("Alice", ALICE);
  final Person bob = authority.personWithEllipticKeys("Bob", "bob@example.test");
  final OpensslReader openssl;
  final Path officeCard;
  private final Path folder;
  private final EmbeddedMailServer server;
  private final Installation side;

  PolicyStage(Path folder) throws Exception {
    this.folder = folder;
    this.openssl = new OpensslReader(folder, authority);
    this.officeCard = folder.resolve("office.p12");
    this.server = new EmbeddedMailServer(authority, folder, "implicit");
    office.writeCard(officeCard, "demo".toCharArray());
    for (Person person : List.of(ming, office, alice, bob)) {
      mailbox(person.address());
    }
    this.side = installation(ming, accounts(), cards());
    side.start();
    run(
        "book",
        "import",
        openssl.certificate(alice).toString(),
        openssl.certificate(bob).toString());
  }

  private String accounts() {
    return """
        accounts = [
          { address = "ming@example.test", aliases = ["wang@example.test"]
            smtp = %1$s, pop3 = %2$s
            policy.recipients = [{ for = "@strict.test", encrypt = required }] }
          { address = "office@example.test"
            smtp = %1$s, pop3 = %2$s
            policy { encrypt = required, signature = opaque, without-certificate = split } }
        ]
        """
        .formatted(hocon(server.smtp()), hocon(server.pop3()));
  }

  private static String hocon(ServerAddress real) {
    return "{ host = %s, port = %d, tls = %s }".formatted(real.host(), real.port(), real.tls());
  }

  private String cards() {
    return "card-agent.pkcs12 = [\"%s\", \"%s\"]"
        .formatted(folder.resolve(MING).resolve("card.p12"), officeCard);
  }

  /** Someone's own Sealpost; not started. */
  Installation installation(Person person, String... settings) throws Exception {
    return Installation.create(
        folder.resolve(person.address()),
        Setup.of(person, person.address(), server.smtp(), server.pop3(), settings));
  }

  /** A mailbox at the real server. */
  String mailbox(String address) {
    server.addUser(address, address, PostfixAndDovecot.PASSWORD);
    return address;
  }

  /** Runs a command of Ming's Sealpost, which succeeds. */
  void run(String... arguments) throws Exception {
    SealpostCommand.Result result = side.run(arguments);
    assertThat(result.status()).as(result.output() + result.errors()).isZero();
  }

  int pop3Port() {
    return side.pop3Port();
  }

  Clients clients() {
    return new Clients(folder, "plain");
  }

  /** Sends through the account; {@code mail} has line feeds. */
  Programs.Run send(Sender sender, String account, String mail, List<String> recipients)
      throws Exception {
    return send(sender, side, account, mail, recipients);
  }

  Programs.Run send(
      Sender sender, Installation from, String account, String mail, List<String> recipients)
      throws Exception {
    Path file = Files.createTempFile(folder, "out", ".eml");
    Files.writeString(file, mail.replace("\n", "\r\n"), ISO_8859_1);
    return clients().send(sender, from.smtpPort(), account, account, recipients, file);
  }

  /** The reply that refuses the mail, as one line: its code and its words. */
  static String refusal(Programs.Run run) {
    assertThat(run.status()).as(run.output()).isNotZero();
    Matcher lines = REPLY.matcher(run.output());
    String code = "";
    StringBuilder text = new StringBuilder();
    while (lines.find() && (code.isEmpty() || code.equals(lines.group(1)))) {
      code = lines.group(1);
      text.append(' ').append(lines.group(3).strip());
    }
    assertThat(text.toString()).as(run.output()).isNotBlank().matches("\\p{ASCII}*");
    return code + text;
  }

  /** The mails in someone's mailbox, as they came from the proxy. */
  List<byte[]> mails(String address) throws Exception {
    return new PlainMailClient(address, PostfixAndDovecot.PASSWORD, authority.certificate())
        .fetchAll(server.pop3());
  }

  byte[] last(String address) throws Exception {
    return mails(address).getLast();
  }

  static String header(byte[] mail) {
    return new String(mail, ISO_8859_1)
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  static String subject(byte[] mail) throws Exception {
    return new MimeMessage(null, new ByteArrayInputStream(mail)).getSubject();
  }

  /** A mail as a client writes it. */
  static String mail(String from, List<String> to, String subject, String... fields) {
    String more = Stream.of(fields).map(it -> it + "\n").collect(Collectors.joining());
    return "From: %s\nTo: %s\nSubject: %s\n%s\nfor your eyes\n"
        .formatted(from, String.join(", ", to), subject, more);
  }

  @Override
  public void close() {
    side.close();
    server.close();
  }
}
