package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Authority.Sources;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.RevocationServer;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;

/** One user's Sealpost, the mails that openssl signs for it, and the CA's own web server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithRevocationServer {
  static final String MING = "ming@example.test";
  private static final String VERDICT = "X-Sealpost-Verdict";
  private static final String SIGNATURE = "X-Sealpost-Signature";

  @TempDir static Path folder;
  final Authority authority = new Authority("Revocation CA");
  RevocationServer web;
  EmbeddedMailServer server;
  Installation side;
  private int mails;

  @BeforeAll
  void start() throws Exception {
    Programs.need("openssl");
    web = new RevocationServer(authority);
    Person ming = authority.person("王小明", MING, Sources.list(web.at("/ming.crl")));
    server = new EmbeddedMailServer(authority, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
    server.addUser("other@example.test", "other", PostfixAndDovecot.PASSWORD);
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(ming, MING, server.smtp(), server.pop3(), "policy.encrypt = required"));
    side.start();
  }

  @AfterAll
  void stop() {
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
    if (web != null) {
      web.close();
    }
  }

  /** Someone whose certificates name a list of their own. */
  Person listed(String name) {
    return elliptic(name, Sources.list(web.at("/" + name + ".crl")));
  }

  Person elliptic(String name, Sources sources) {
    return authority.personWithEllipticKeys(name, name + "@example.test", sources);
  }

  String pem(String name, X509Certificate certificate) throws Exception {
    Path file = folder.resolve(name + ".pem");
    Authority.writePem(certificate, file);
    return file.toString();
  }

  /** A mail as openssl signs it, with a Message-ID at example.test. */
  byte[] signed(String id, Person person, String... options) throws Exception {
    Path content =
        Files.writeString(
            folder.resolve("content"), "Content-Type: text/plain\r\n\r\nthe mail " + id + "\r\n");
    Path key =
        Files.writeString(
            folder.resolve(person.name() + ".key"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(person.signingKey().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    Path output = folder.resolve("signed.eml");
    List<String> command = new ArrayList<>(List.of("openssl", "cms", "-sign"));
    command.addAll(List.of("-in", content.toString(), "-out", output.toString()));
    command.addAll(List.of("-signer", pem(person.name() + ".sign", person.signing())));
    command.addAll(List.of("-inkey", key.toString(), "-from", person.address(), "-to", MING));
    command.addAll(List.of("-subject", id));
    command.addAll(List.of(options));
    Programs.run(command).succeeds();
    String text = Files.readString(output, StandardCharsets.ISO_8859_1).replaceAll("\r?\n", "\r\n");
    return ("Message-ID: <" + id + "@example.test>\r\n" + text)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Puts a mail into Ming's mailbox and returns its number there. */
  int deliver(String id, byte[] mail) throws Exception {
    assertThat(new String(mail, StandardCharsets.ISO_8859_1)).contains("<" + id + "@");
    server.deliver(MING, mail);
    mails++;
    return mails;
  }

  /** What a mail client gets. */
  MimeMessage fetch(int number) throws Exception {
    try (LineClient client = new LineClient(side.pop3Port())) {
      client.line("");
      client.line("USER " + MING);
      client.line("PASS " + PostfixAndDovecot.PASSWORD);
      byte[] bytes = client.multiLine("RETR " + number).getBytes(StandardCharsets.ISO_8859_1);
      client.line("QUIT");
      return new MimeMessage(null, new ByteArrayInputStream(bytes));
    }
  }

  static void assertVerdict(MimeMessage mail, String verdict) throws Exception {
    assertThat(mail.getHeader(VERDICT)).as(words(mail)).containsExactly(verdict);
  }

  static String words(MimeMessage mail) throws Exception {
    return mail.getHeader(SIGNATURE, " ").replaceAll("\\s+", " ");
  }

  SealpostCommand.Result succeeds(String... arguments) throws Exception {
    SealpostCommand.Result result = side.run(arguments);
    assertThat(result.status()).as(result.output() + result.errors()).isZero();
    return result;
  }

  JsonObject kept(String id) throws Exception {
    String output = succeeds("verdict", "--json", id + "@example.test").output();
    return JsonParser.parseString(output).getAsJsonArray().get(0).getAsJsonObject();
  }

  static JsonObject signerStep(JsonObject kept) {
    JsonObject signature = kept.getAsJsonArray("signatures").get(0).getAsJsonObject();
    return signature.getAsJsonArray("path").get(0).getAsJsonObject();
  }

  static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  /** A saved mail, with another setting below {@code trust} and a state of its own. */
  JsonObject open(byte[] mail, String setting) throws Exception {
    Path file = Files.write(folder.resolve("saved.eml"), mail);
    Path state = Files.createTempDirectory(folder, "state");
    Path configuration =
        Files.writeString(
            state.resolve("sealpost.conf"),
            """
            sealpost.state-dir = "%s"
            sealpost.trust { anchors = ["%s"], %s }
            """
                .formatted(state, side.folder().resolve("ca.pem"), setting));
    SealpostCommand.Result result =
        SealpostCommand.run(
            List.of("open", "--json", "--config", configuration.toString(), file.toString()));
    assertThat(result.status()).as(result.errors()).isZero();
    return JsonParser.parseString(result.output()).getAsJsonObject();
  }

  void importEncryption(Person person) throws Exception {
    succeeds("book", "import", pem(person.name() + ".encrypt", person.encryption()));
  }

  void restartProxy() throws Exception {
    side.proxy().close();
    side.startProxy();
  }

  void send(String to) throws Exception {
    PlainMailClient client =
        new PlainMailClient(MING, PostfixAndDovecot.PASSWORD, authority.certificate());
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(MING);
    mail.setRecipients(MimeMessage.RecipientType.TO, to);
    mail.setSubject("to " + to);
    mail.setText("hello");
    client.send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
  }

  /** What the mail client is told. */
  String refusal(String to) {
    return catchThrowableOfType(MessagingException.class, () -> send(to)).getMessage();
  }
}
