package org.sealpost.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.sealpost.harness.Authority;
import org.sealpost.harness.BuiltPackage;
import org.sealpost.harness.Person;
import org.sealpost.harness.ServerAddress;
import org.sealpost.harness.SmartCardService;
import org.sealpost.harness.VirtualCard;

/**
 * A clean Debian system with this build's package beside it, a card in its reader, and mail servers
 * that it reaches. The package is not installed yet.
 */
final class InstalledStage implements AutoCloseable {
  static final String MING = "ming@example.test";
  static final String ALICE = "alice@example.test";
  static final String CARD_PIN = VirtualCard.DEFAULT_PIN;

  private final Path folder;
  private final SmartCardService cards;
  private final PostfixAndDovecot servers;
  private final DebianMachine machine;
  private final OpensslReader judge;
  private final Person ming;
  private final Person alice;

  private InstalledStage(
      Path folder,
      Authority authority,
      SmartCardService cards,
      PostfixAndDovecot servers,
      DebianMachine machine,
      Person ming,
      Person alice) {
    this.folder = folder;
    this.cards = cards;
    this.servers = servers;
    this.machine = machine;
    this.judge = new OpensslReader(folder, authority);
    this.ming = ming;
    this.alice = alice;
  }

  /** Starts all of it; skips the test where a part of it cannot be had. */
  static InstalledStage start(Path folder) throws Exception {
    BuiltPackage.obstacle().ifPresent(Assumptions::abort);
    SmartCardService.obstacle().ifPresent(Assumptions::abort);
    Authority authority = new Authority("Installed CA");
    Person ming = authority.person("王小明", MING);
    Person alice = authority.person("Alice Chen", ALICE);
    Path root = DebianMachine.root();
    PostfixAndDovecot servers = PostfixAndDovecot.start(authority, List.of(MING, ALICE));
    SmartCardService cards = new SmartCardService();
    try {
      cards.start();
      cards.reader(0).insert(VirtualCard.of(ming));
      Path service = Path.of(cards.environment().get("PCSCLITE_CSOCK_NAME")).getParent();
      DebianMachine machine = DebianMachine.boot(root, service + ":/run/pcscd");
      InstalledStage stage =
          new InstalledStage(folder, authority, cards, servers, machine, ming, alice);
      stage.writeFiles(authority);
      return stage;
    } catch (Exception e) {
      cards.close();
      servers.close();
      throw e;
    }
  }

  private void writeFiles(Authority authority) throws IOException, InterruptedException {
    Files.copy(BuiltPackage.get().debian(), machine.shared().resolve("sealpost.deb"));
    Authority.writePem(authority.certificate(), machine.shared().resolve("ca.pem"));
    Authority.writePem(alice.encryption(), machine.shared().resolve("alice.pem"));
    machine.write("/etc/sealpost-test/password", PostfixAndDovecot.PASSWORD + "\n");
    writePinentry();
  }

  /** A pinentry (Assuan protocol) that knows the PIN, found as any other is: by its name. */
  private void writePinentry() throws IOException, InterruptedException {
    machine.write(
        "/usr/local/bin/pinentry",
        """
        #!/bin/sh
        echo OK
        while read -r command argument; do
          case $command in
            GETPIN) printf 'D %s\\nOK\\n' ;;
            BYE) echo OK; exit 0 ;;
            *) echo OK ;;
          esac
        done
        """
            .formatted(CARD_PIN));
  }

  DebianMachine machine() {
    return machine;
  }

  PostfixAndDovecot servers() {
    return servers;
  }

  private Clients clients() {
    return new Clients(folder);
  }

  private static String server(ServerAddress address) {
    return address.host() + ":" + address.port() + "/" + address.tls();
  }

  /** Installs a package from the shared folder; says what was printed. */
  String install(String name) throws IOException, InterruptedException {
    return machine
        .run("dpkg", "--force-confdef", "--install", "/shared/" + name)
        .succeeds()
        .output();
  }

  /** Where a proxy listens. */
  record Ports(int smtp, int pop3) {}

  /** Sets Ming's account up for a user of the machine, with answers and options. */
  Ports setUp(String user, String options) throws IOException, InterruptedException {
    machine.write(
        "/etc/sealpost-test/answers.conf",
        """
        address = "%s"
        smtp = "%s"
        pop3 = "%s"
        server-ca = ["/shared/ca.pem"]
        password-file = password
        smtp-port = %d
        pop3-port = %d
        console-port = %d
        yes = yes
        """
            .formatted(
                MING,
                server(servers.submission()),
                server(servers.pop3s()),
                // The usual ones may be taken by another test between the choice and the start.
                LdapServer.freePort(),
                LdapServer.freePort(),
                LdapServer.freePort()));
    Programs.Run run =
        machine.as(
            user,
            "install -m 600 /etc/sealpost-test/password password &&"
                + " sealpost setup --json --answers /etc/sealpost-test/answers.conf "
                + options
                + " >setup.json");
    assertThat(run.status()).as(run.output() + machine.journal()).isZero();
    JsonObject client =
        JsonParser.parseString(machine.as(user, "cat setup.json").output())
            .getAsJsonObject()
            .getAsJsonObject("client");
    return new Ports(
        client.getAsJsonObject("smtp").get("port").getAsInt(),
        client.getAsJsonObject("pop3").get("port").getAsInt());
  }

  /** Has a user trust the CA and know Alice's certificate. */
  void know(String user) throws IOException, InterruptedException {
    machine.as(user, "sealpost trust import /shared/ca.pem").succeeds();
    machine.as(user, "sealpost book import /shared/alice.pem").succeeds();
  }

  /**
   * Sends a mail to Alice and has openssl say that she alone can read it, and that it is Ming's.
   */
  void leavesProtected(int port, String subject) throws Exception {
    byte[] wire = send(port, subject);
    assertThat(new String(wire, UTF_8).replaceFirst("(?s)\r?\n\r?\n.*", ""))
        .contains("application/pkcs7-mime")
        .containsPattern("smime-type=(enveloped|authEnveloped)-data");
    byte[] inner = judge.decrypt(wire, alice);
    assertThat(judge.signer(inner)).isEqualTo(ming.signing());
    assertThat(new String(inner, UTF_8)).contains("for Alice alone");
  }

  /** What a mail client gets of a mail that came protected. */
  String opened(int port, String text) throws Exception {
    deliverProtected(text);
    return new String(clients().fetch(Clients.Fetcher.CURL, port, MING).getLast(), UTF_8);
  }

  private byte[] send(int port, String subject) throws Exception {
    int before = servers.mailbox(ALICE).size();
    Path mail = folder.resolve("out.eml");
    Files.write(mail, SampleMail.plain(MING, ALICE, subject, "for Alice alone\r\n").bytes());
    Programs.Run sent = clients().send(Clients.Sender.CURL, port, MING, MING, List.of(ALICE), mail);
    assertThat(sent.status()).as(sent.output() + machine.journal()).isZero();
    return servers.awaitMails(ALICE, before + 1).getLast();
  }

  /** A mail of Alice's to Ming as openssl signs and encrypts it, on the server. */
  private void deliverProtected(String text) throws Exception {
    Path plain =
        Files.writeString(
            folder.resolve("plain.txt"), "Content-Type: text/plain\r\n\r\n" + text + "\r\n");
    Path signed = folder.resolve("signed.eml");
    Path key = folder.resolve("alice-signing.key");
    Path certificate = folder.resolve("alice-signing.pem");
    Authority.writePem(alice.signing(), certificate);
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder()
                .encodeToString(alice.signingKey().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Programs.run(
            "openssl",
            "cms",
            "-sign",
            "-binary",
            "-crlfeol",
            "-in",
            plain.toString(),
            "-signer",
            certificate.toString(),
            "-inkey",
            key.toString(),
            "-out",
            signed.toString())
        .succeeds();
    Path encrypted = folder.resolve("encrypted.eml");
    Programs.run(
            "openssl",
            "cms",
            "-encrypt",
            "-binary",
            "-crlfeol",
            "-aes-256-cbc",
            "-in",
            signed.toString(),
            "-from",
            ALICE,
            "-to",
            MING,
            "-subject",
            "protected",
            "-out",
            encrypted.toString(),
            judge.certificate(ming).toString())
        .succeeds();
    servers.deliver(MING, Files.readAllBytes(encrypted));
  }

  @Override
  public void close() throws IOException {
    machine.close();
    servers.close();
    cards.close();
  }
}
