package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

/**
 * Whom to trust, from the CA's own web server to what a mail client and a user read: the real
 * processes, and mails that openssl signed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationTest {
  private static final String MING = "ming@example.test";
  private static final String VERDICT = "X-Sealpost-Verdict";
  private static final String SIGNATURE = "X-Sealpost-Signature";

  @TempDir static Path folder;
  private final Authority authority = new Authority("Revocation CA");
  private RevocationServer web;
  private EmbeddedMailServer server;
  private Installation side;
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

  @Test
  void aMailOfACertificateThatIsOnNoListIsValidAndSaysWhatThatRestsOn() throws Exception {
    Person mei = listed("mei");
    MimeMessage mail = fetch(deliver("good", signed("good", mei)));
    assertVerdict(mail, "valid");

    JsonObject kept = kept("good");
    assertThat(text(kept, "verdict")).isEqualTo("valid");
    JsonObject revocation = signerStep(kept).getAsJsonObject("revocation");
    assertThat(text(revocation, "status")).isEqualTo("good");
    assertThat(text(revocation, "kind")).isEqualTo("crl");
    assertThat(text(revocation, "source")).isEqualTo(web.at("/mei.crl").toString());

    assertThat(succeeds("verdict", "<good@example.test>").output())
        .contains("The signature is valid")
        .contains("Not revoked, by the list of " + web.at("/mei.crl"));
  }

  @Test
  void onceRevokedNewMailsAreUntrustedWithDateAndReasonAndThoseMetBeforeAreNot() throws Exception {
    Person rex = listed("rex");
    int before = deliver("before", signed("before", rex));
    assertVerdict(fetch(before), "valid");
    // Lists and the history know whole seconds.
    Thread.sleep(2100);
    web.revoke(rex.signing(), RevocationServer.KEY_COMPROMISE);
    String day = LocalDate.now(ZoneOffset.UTC).toString();

    assertThat(succeeds("trust", "update").output()).contains(web.at("/rex.crl").toString());

    // What another process fetched is taken over a second later at most.
    Thread.sleep(1100);
    MimeMessage after = fetch(deliver("after", signed("after", rex)));
    assertVerdict(after, "untrusted");
    assertThat(words(after))
        .contains("The certificate of rex was revoked on " + day)
        .contains("the key may be in wrong hands");

    MimeMessage again = fetch(before);
    assertVerdict(again, "valid");
    assertThat(words(again)).contains("was revoked later");
  }

  @Test
  void aCertificateOnHoldIsUntrustedUntilTheHoldIsTakenBack() throws Exception {
    Person hal = listed("hal");
    web.revoke(hal.signing(), RevocationServer.ON_HOLD);
    MimeMessage held = fetch(deliver("held", signed("held", hal)));
    assertVerdict(held, "untrusted");
    assertThat(words(held)).contains("on hold");

    web.release(hal.signing());
    succeeds("trust", "update");
    Thread.sleep(1100);
    MimeMessage resumed = fetch(deliver("resumed", signed("resumed", hal)));
    assertVerdict(resumed, "valid");
  }

  @Test
  void whileTheServerIsDownAVerdictIsUncheckedSaysWhyAndIsLookedAtAgain() throws Exception {
    Person dan = listed("dan");
    web.takeDown("/dan.crl");
    MimeMessage mail = fetch(deliver("down", signed("down", dan)));
    assertVerdict(mail, "unchecked");
    assertThat(words(mail))
        .contains("Whether the certificate of dan was revoked is not known")
        .contains(web.at("/dan.crl").getHost());
    assertThat(kept("down").has("nextLook")).isTrue();
  }

  @Test
  void noMailIsEncryptedToARevokedCertificate() throws Exception {
    Person eve = listed("eve");
    importEncryption(eve);
    send(eve.address());
    web.revoke(eve.encryption(), RevocationServer.KEY_COMPROMISE);
    succeeds("trust", "update");
    Thread.sleep(1100);
    assertThat(refusal(eve.address()))
        .contains(eve.address())
        .contains("was revoked on " + LocalDate.now(ZoneOffset.UTC));
  }

  @Test
  void whetherUnknownRevocationForbidsEncryptionIsTheUsersChoice() throws Exception {
    Person una =
        authority.personWithOneKey("una", "una@example.test", Sources.list(web.at("/una.crl")));
    web.takeDown("/una.crl");
    // Learnt from a mail: a certificate that the user imports counts by the user's own word.
    assertVerdict(fetch(deliver("una", signed("una", una))), "unchecked");
    send(una.address());

    String preferring = Files.readString(side.configuration());
    try {
      Files.writeString(
          side.configuration(), preferring + "\nsealpost.trust.revocation = require\n");
      restartProxy();
      assertThat(refusal(una.address()))
          .contains(una.address())
          .contains("it is not known whether");
    } finally {
      web.bringBack("/una.crl");
      Files.writeString(side.configuration(), preferring);
      restartProxy();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "revocation = require, untrusted",
    "revocation = prefer, unchecked",
    "revocation = off, unchecked"
  })
  void aModeDecidesWhatAnUnknownRevocationMeans(String setting, String verdict) throws Exception {
    Person una = listed("nil");
    web.takeDown("/nil.crl");
    assertThat(text(open(signed("mode", una), setting), "verdict")).isEqualTo(verdict);
  }

  @Test
  void switchedOffNobodyIsAsked() throws Exception {
    Person sue = listed("sue");
    open(signed("off", sue), "revocation = off");
    assertThat(web.requests()).doesNotContain("/sue.crl");
  }

  @Test
  void aResponderAloneTellsOfOneCertificate() throws Exception {
    Person otto = elliptic("otto", Sources.responder(web.at("/ocsp")));
    Person rita = elliptic("rita", Sources.responder(web.at("/ocsp")));
    web.revoke(rita.signing(), RevocationServer.KEY_COMPROMISE);
    assertThat(text(open(signed("otto", otto), "ask = [ocsp]"), "verdict")).isEqualTo("valid");
    assertThat(text(open(signed("otto", otto), "ask = [crl]"), "verdict")).isEqualTo("unchecked");
    JsonObject revoked = open(signed("rita", rita), "ask = [ocsp]");
    assertThat(text(revoked, "verdict")).isEqualTo("untrusted");
    assertThat(revoked.toString()).contains("was revoked on");
  }

  @Test
  void theUsersOwnWordMakesAStrangerTrustedAndTakesTrustFromAnyone() throws Exception {
    Authority strangers = new Authority("Stranger CA");
    Person sam = strangers.personWithEllipticKeys("sam", "sam@example.test");
    int number = deliver("sam", signed("sam", sam));
    assertVerdict(fetch(number), "untrusted");
    String file = pem("sam", sam.signing());

    succeeds("trust", "allow", file, "--note", "met at the fair");
    MimeMessage allowed = fetch(number);
    assertVerdict(allowed, "trusted-by-you");
    assertThat(words(allowed)).contains("met at the fair");
    assertThat(succeeds("trust", "list").output()).contains("allowed").contains("met at the fair");

    succeeds("trust", "deny", file);
    MimeMessage denied = fetch(number);
    assertVerdict(denied, "untrusted");
    assertThat(words(denied)).contains("never to trust");
    assertThat(succeeds("trust", "list", "--json").output()).contains("deny");
  }

  /** The twin: with the certificate in the mail the same path holds, and nobody is called. */
  @Test
  void aMailCannotMakeUsCallItsSendersHost() throws Exception {
    Authority below = authority.below("Issuing CA", Sources.list(web.at("/below.crl")));
    try (RevocationServer senders = new RevocationServer(below)) {
      Sources sources = Sources.issuer(senders.at("/issuer.cer"));
      Person ivy = below.personWithEllipticKeys("ivy", "ivy@example.test", sources);

      MimeMessage without = fetch(deliver("ivy-1", signed("ivy-1", ivy)));
      assertVerdict(without, "untrusted");
      assertThat(words(without)).contains("Issuing CA");

      String issuer = pem("below", below.certificate());
      MimeMessage enclosed = fetch(deliver("ivy-2", signed("ivy-2", ivy, "-certfile", issuer)));
      assertVerdict(enclosed, "unchecked");
      assertThat(senders.requests()).isEmpty();
    }
  }

  @Test
  void theDoctorTellsHowEachListStands() throws Exception {
    Person doc = listed("doc");
    fetch(deliver("doc", signed("doc", doc)));
    SealpostCommand.Result run = side.run("doctor", "--json");
    List<JsonObject> lines =
        JsonParser.parseString(run.output()).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(line -> text(line, "subject").equals(web.at("/doc.crl").toString()))
            .toList();
    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(text(line, "check")).isEqualTo("revocation");
              assertThat(text(line, "state")).isEqualTo("ok");
              assertThat(text(line, "detail")).contains("the next list is due on");
            });
  }

  /** Someone whose certificates name a list of their own. */
  private Person listed(String name) {
    return elliptic(name, Sources.list(web.at("/" + name + ".crl")));
  }

  private Person elliptic(String name, Sources sources) {
    return authority.personWithEllipticKeys(name, name + "@example.test", sources);
  }

  private String pem(String name, X509Certificate certificate) throws Exception {
    Path file = folder.resolve(name + ".pem");
    Authority.writePem(certificate, file);
    return file.toString();
  }

  /** A mail as openssl signs it, with a Message-ID at example.test. */
  private byte[] signed(String id, Person person, String... options) throws Exception {
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
  private int deliver(String id, byte[] mail) throws Exception {
    assertThat(new String(mail, StandardCharsets.ISO_8859_1)).contains("<" + id + "@");
    server.deliver(MING, mail);
    mails++;
    return mails;
  }

  /** What a mail client gets. */
  private MimeMessage fetch(int number) throws Exception {
    try (LineClient client = new LineClient(side.pop3Port())) {
      client.line("");
      client.line("USER " + MING);
      client.line("PASS " + PostfixAndDovecot.PASSWORD);
      byte[] bytes = client.multiLine("RETR " + number).getBytes(StandardCharsets.ISO_8859_1);
      client.line("QUIT");
      return new MimeMessage(null, new ByteArrayInputStream(bytes));
    }
  }

  private static void assertVerdict(MimeMessage mail, String verdict) throws Exception {
    assertThat(mail.getHeader(VERDICT)).as(words(mail)).containsExactly(verdict);
  }

  private static String words(MimeMessage mail) throws Exception {
    return mail.getHeader(SIGNATURE, " ").replaceAll("\\s+", " ");
  }

  private SealpostCommand.Result succeeds(String... arguments) throws Exception {
    SealpostCommand.Result result = side.run(arguments);
    assertThat(result.status()).as(result.output() + result.errors()).isZero();
    return result;
  }

  private JsonObject kept(String id) throws Exception {
    String output = succeeds("verdict", "--json", id + "@example.test").output();
    return JsonParser.parseString(output).getAsJsonArray().get(0).getAsJsonObject();
  }

  private static JsonObject signerStep(JsonObject kept) {
    JsonObject signature = kept.getAsJsonArray("signatures").get(0).getAsJsonObject();
    return signature.getAsJsonArray("path").get(0).getAsJsonObject();
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  /** A saved mail, with another setting below {@code trust} and a state of its own. */
  private JsonObject open(byte[] mail, String setting) throws Exception {
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

  private void importEncryption(Person person) throws Exception {
    succeeds("book", "import", pem(person.name() + ".encrypt", person.encryption()));
  }

  private void restartProxy() throws Exception {
    side.proxy().close();
    side.startProxy();
  }

  private void send(String to) throws Exception {
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
  private String refusal(String to) {
    return catchThrowableOfType(MessagingException.class, () -> send(to)).getMessage();
  }
}
