package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;

/** Mail to people whom nobody here has a mail from, through the real processes and a real slapd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectoryTest {
  private static final String MING = "ming@example.test";
  private static final String MEI = "mei@ministry.test";
  private static final String NOBODY = "nobody@ministry.test";
  private static final String UNREACHED = "ann@branch.test";
  private static final String ELSEWHERE = "eva@example.org";

  @TempDir static Path folder;
  private final Authority authority = new Authority("Directory CA");
  private Person mei;
  private LdapServer ldap;
  private EmbeddedMailServer server;
  private Installation side;

  @BeforeAll
  void start() throws Exception {
    Programs.need("openssl", "slapd");
    Person ming = authority.person("王小明", MING);
    mei = authority.person("陳美", MEI);
    Person rex = new Authority("Unknown CA").person("Rex", "rex@ministry.test");
    ldap = LdapServer.start(folder.resolve("ldap"), authority, mei, rex);
    server = new EmbeddedMailServer(authority, folder, "implicit");
    for (String address : List.of(MING, MEI, NOBODY, UNREACHED, ELSEWHERE)) {
      server.addUser(address, address, PostfixAndDovecot.PASSWORD);
    }
    String dead =
        "{ name = branch, host = localhost, port = %d, tls = implicit, base = \"\", domains = [branch.test] }"
            .formatted(LdapServer.freePort());
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(
                ming,
                MING,
                server.smtp(),
                server.pop3(),
                "policy.encrypt = when-possible",
                "policy.recipients = [{ for = \"@ministry.test\", encrypt = required }]",
                "directories.patience = 20 seconds",
                "directories.ldap = ["
                    + ldap.hocon("ministry", "ministry.test")
                    + ", "
                    + dead
                    + "]"));
    side.start();
  }

  @AfterAll
  void stop() throws Exception {
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
    if (ldap != null) {
      ldap.stop();
    }
  }

  @Test
  void aMailToAStrangerInTheDirectoryIsEncryptedToThatCertificate() throws Exception {
    send(MEI, "To a stranger");
    byte[] wire = client(MEI).fetchAll(server.pop3()).getLast();
    assertThat(new String(wire, StandardCharsets.ISO_8859_1))
        .contains("enveloped-data")
        .doesNotContain("Text of");
    assertThat(decrypted(wire)).contains("multipart/signed");
  }

  @Test
  void aMailToAStrangerWhoIsNotThereIsRefusedWithTheNameOfTheDirectory() {
    assertThat(refusal(NOBODY))
        .startsWith("550 5.7.1")
        .contains(NOBODY + " has no certificate in the book and none in the directory ministry");
  }

  @Test
  void aCertificateOfAnUnknownCaIsRefusedWithTheReason() {
    assertThat(refusal("rex@ministry.test"))
        .startsWith("550")
        .contains("only a certificate in the directory ministry that cannot be used");
  }

  @Test
  void downgradeAttackByADirectoryThatIsDownDoesNotSendTheMailInTheClear() throws Exception {
    assertThat(refusal(UNREACHED))
        .startsWith("451 4.4.3")
        .contains(UNREACHED)
        .contains("the directory branch could not be asked");
    assertThat(client(UNREACHED).fetchAll(server.pop3())).isEmpty();
  }

  @Test
  void whoIsInNoDirectorysDomainGetsTheMailSignedAndNotEncrypted() throws Exception {
    send(ELSEWHERE, "To elsewhere");
    byte[] wire = client(ELSEWHERE).fetchAll(server.pop3()).getLast();
    assertThat(new String(wire, StandardCharsets.ISO_8859_1))
        .contains("multipart/signed", "Text of To elsewhere")
        .doesNotContain("enveloped-data");
    assertThat(side.run("book", "find", ELSEWHERE).errors()).contains("no directory is configured");
  }

  @Test
  void theUserCanAskWhatDirectoriesSay() throws Exception {
    SealpostCommand.Result found = side.run("book", "find", MEI);
    assertThat(found.status()).as(found.errors()).isZero();
    assertThat(found.output()).contains("ministry has the certificate of 陳美");
    SealpostCommand.Result none = side.run("book", "find", NOBODY, "--json");
    assertThat(none.status()).isEqualTo(1);
    JsonObject object =
        JsonParser.parseString(none.output()).getAsJsonArray().get(0).getAsJsonObject();
    assertThat(object.get("kind").getAsString()).isEqualTo("none");
    assertThat(object.get("directory").getAsString()).isEqualTo("ministry");
  }

  private String refusal(String to) {
    Throwable refusal = catchThrowable(() -> send(to, "Refused"));
    assertThat(refusal).as("mail to " + to).isInstanceOf(MessagingException.class);
    // A long reply has several lines, each with the code.
    return String.valueOf(refusal.getMessage())
        .strip()
        .replaceAll("(?m)^(\\d{3})-", "$1 ")
        .replaceAll("\\s+\\d{3} \\d\\.\\d\\.\\d(?= )", "");
  }

  private void send(String to, String subject) throws MessagingException {
    PlainMailClient client = client(MING);
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(new InternetAddress(MING));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    mail.setSubject(subject);
    mail.setText("Text of " + subject);
    client.send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
  }

  private PlainMailClient client(String login) {
    return new PlainMailClient(login, PostfixAndDovecot.PASSWORD, authority.certificate());
  }

  private String decrypted(byte[] wire) throws Exception {
    Path mail = Files.write(folder.resolve("wire.eml"), wire);
    Path key = folder.resolve("mei.key");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(mei.encryptionKey().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Path certificate = folder.resolve("mei.pem");
    Authority.writePem(mei.encryption(), certificate);
    return Programs.run(
            "openssl",
            "cms",
            "-decrypt",
            "-in",
            mail.toString(),
            "-inkey",
            key.toString(),
            "-recip",
            certificate.toString())
        .succeeds()
        .output();
  }
}
