package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import jakarta.mail.Message;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
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

/**
 * Two people who have never written to each other come to encrypt, each with a card and a proxy of
 * their own and a mail client that knows nothing of S/MIME.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntroduceTest {
  private static final String MAIL_PASSWORD = "secret";
  private static final String MING = "ming@example.test";
  private static final String MEI = "mei@example.test";
  private static final String ANN = "ann@example.test";

  @TempDir static Path folder;
  private final Authority authority = new Authority("Introduction CA");
  private final Person ming = authority.person("王小明", MING);
  private final Person mei = authority.personWithEllipticKeys("Mei", MEI);
  private OpensslReader openssl;
  private EmbeddedMailServer server;
  private Installation mingSide;
  private Installation meiSide;
  private Path password;

  @BeforeAll
  void start() throws Exception {
    Programs.need("openssl");
    openssl = new OpensslReader(folder, authority);
    server = new EmbeddedMailServer(authority, folder, "implicit");
    for (String address : List.of(MING, MEI, ANN)) {
      server.addUser(address, address, MAIL_PASSWORD);
    }
    password = Files.writeString(folder.resolve("password"), MAIL_PASSWORD + "\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    mingSide = side(ming);
    meiSide = side(mei);
  }

  private Installation side(Person person) throws Exception {
    Installation side =
        Installation.create(
            folder.resolve(person.address()),
            Setup.of(person, person.address(), server.smtp(), server.pop3()).at(freePort(), 0));
    side.start();
    return side;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  void stop() {
    if (mingSide != null) {
      mingSide.close();
    }
    if (meiSide != null) {
      meiSide.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void anIntroductionAndItsSignedAnswerLetTheNextMailLeaveEncrypted() throws Exception {
    introduce(MEI);
    assertThat(listed(MEI).get("encryption").getAsBoolean()).isFalse();

    byte[] wire = mailbox(mei, 1).getLast();
    assertThat(header(wire)).contains("multipart/signed").doesNotContain("X-Sealpost");
    openssl.verify(wire);
    assertThat(enclosed(wire)).contains(ming.signing(), ming.encryption());
    assertThat(openssl.structure(wire))
        .contains("S/MIME Capabilities", "id-smime-aa-encrypKeyPref");

    MimeMessage seen = fetched(meiSide, mei);
    assertThat(seen.getHeader("X-Sealpost-Verdict", null)).startsWith("unchecked");
    assertThat(seen.getSubject()).contains("與您互寄加密郵件");
    awaitInBook(meiSide, MING);

    write(meiSide, mei, MING, "Re: Encrypted mail between us", "Here is my answer.\r\n");
    MimeMessage answer = fetched(mingSide, ming);
    assertThat(answer.getHeader("X-Sealpost-Verdict", null)).startsWith("unchecked");
    assertThat(awaitAnswer(MEI).get("encryption").getAsBoolean()).isTrue();

    write(mingSide, ming, MEI, "the plan", "for your eyes alone\r\n");
    byte[] next = mailbox(mei, 2).getLast();
    assertThat(header(next)).contains("authEnveloped-data");
    byte[] inside = openssl.decrypt(next, mei);
    assertThat(new String(inside, ISO_8859_1)).contains("for your eyes alone");
    openssl.verify(inside);
  }

  /** The attack: someone answers in Ann's name, with certificates that no trusted CA issued. */
  @Test
  void attackAnAnswerInSomeoneElsesNameDoesNotCount() throws Exception {
    introduce(ANN);
    Person forger = new Authority("Introduction CA").person("Ann", ANN);
    Path signer = folder.resolve("forger.pem");
    Authority.writePem(forger.signing(), signer);
    Path key = folder.resolve("forger.key");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(forger.signingKey().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Path content =
        Files.writeString(folder.resolve("content"), "Content-Type: text/plain\r\n\r\nhi\r\n");
    Path forged = folder.resolve("forged.eml");
    Programs.run(
            "openssl",
            "cms",
            "-sign",
            "-in",
            content.toString(),
            "-signer",
            signer.toString(),
            "-inkey",
            key.toString(),
            "-certfile",
            openssl.certificate(forger).toString(),
            "-from",
            ANN,
            "-to",
            MING,
            "-subject",
            "Re: Encrypted mail between us",
            "-out",
            forged.toString())
        .succeeds();
    server.deliver(MING, Files.readAllBytes(forged));

    List<byte[]> mails = client(ming).fetchAll(pop3(mingSide));

    assertThat(mails).anyMatch(mail -> header(mail).contains("X-Sealpost-Verdict: untrusted"));
    JsonObject introduction = listed(ANN);
    assertThat(introduction.get("encryption").getAsBoolean()).isFalse();
    assertThat(introduction.has("answered")).isFalse();
  }

  private void introduce(String address) throws Exception {
    SealpostCommand.Result sent =
        mingSide.run("introduce", address, "--password-file", password.toString());
    assertThat(sent.status()).as(sent.output() + sent.errors()).isZero();
    assertThat(sent.output()).contains(address + ": sent");
  }

  private JsonObject listed(String address) throws Exception {
    SealpostCommand.Result list = mingSide.run("introduce", "--list", "--json");
    assertThat(list.status()).as(list.errors()).isZero();
    for (JsonElement one : JsonParser.parseString(list.output()).getAsJsonArray()) {
      if (one.getAsJsonObject().get("address").getAsString().equals(address)) {
        return one.getAsJsonObject();
      }
    }
    throw new AssertionError(address + " is not in the list:\n" + list.output());
  }

  private PlainMailClient client(Person person) {
    return new PlainMailClient(person.address(), MAIL_PASSWORD, authority.certificate());
  }

  private static ServerAddress pop3(Installation side) {
    return new ServerAddress("127.0.0.1", side.pop3Port(), "none");
  }

  /** What the mail server has. */
  private List<byte[]> mailbox(Person person, int count) throws Exception {
    List<byte[]> mails = client(person).fetchAll(server.pop3());
    assertThat(mails).hasSize(count);
    return mails;
  }

  /** The last mail, as the mail client gets it. */
  private MimeMessage fetched(Installation side, Person person) throws Exception {
    byte[] mail = client(person).fetchAll(pop3(side)).getLast();
    return new MimeMessage(null, new ByteArrayInputStream(mail));
  }

  private void write(Installation side, Person from, String to, String subject, String text)
      throws Exception {
    PlainMailClient client = client(from);
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(new InternetAddress(from.address()));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    mail.setSubject(subject);
    mail.setText(text);
    client.send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
  }

  /** Certificates are written down soon after the mail was fetched. */
  private static void awaitInBook(Installation side, String address) throws Exception {
    for (int attempt = 0; attempt < 20; attempt++) {
      if (side.run("book", "list", "--json").output().contains(address)) {
        return;
      }
      Thread.sleep(200);
    }
    throw new AssertionError("no certificate of " + address + ":\n" + side.logText("proxy"));
  }

  private JsonObject awaitAnswer(String address) throws Exception {
    for (int attempt = 0; attempt < 20; attempt++) {
      JsonObject introduction = listed(address);
      if (introduction.has("answered")) {
        return introduction;
      }
      Thread.sleep(200);
    }
    throw new AssertionError(address + " has not answered:\n" + mingSide.logText("proxy"));
  }

  private List<X509Certificate> enclosed(byte[] mail) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(
            new ByteArrayInputStream(
                openssl.certificates(mail).getBytes(StandardCharsets.US_ASCII)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static String header(byte[] mail) {
    String text = new String(mail, ISO_8859_1).replace("\r\n", "\n");
    return text.substring(0, text.indexOf("\n\n") + 1);
  }
}
