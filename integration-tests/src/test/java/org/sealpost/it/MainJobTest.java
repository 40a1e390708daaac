package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.it.Clients.Fetcher;
import org.sealpost.it.Clients.Sender;

/**
 * Two people with unmodified mail clients exchange mail through the real processes and real
 * servers: Postfix and Dovecot; swaks, msmtp, curl, mpop and fetchmail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
  /** Either form: which one depends on what the other side has announced before. */
  private static final String ENCRYPTED = "smime-type=(enveloped|authEnveloped)-data";

  private static final String MING = "ming@example.test";
  private static final String ALICE = "alice@example.test";

  @TempDir static Path folder;
  private Authority authority;
  private Person ming;
  private Person alice;
  private PostfixAndDovecot servers;
  private Installation mingSide;
  private Installation aliceSide;
  private Clients clients;
  private int received;

  @BeforeAll
  void start() throws Exception {
    authority = new Authority("Main Job CA");
    ming = authority.person("王小明", MING);
    alice = authority.personWithEllipticKeys("Alice Chen", ALICE);
    servers = PostfixAndDovecot.start(authority, List.of(MING, ALICE, "bob@example.test"));
    clients = new Clients(folder);
    mingSide =
        Installation.create(
            folder.resolve("ming"),
            held(
                ming,
                Setup.of(
                    ming,
                    MING,
                    servers.submission(),
                    servers.pop3(),
                    "policy.encrypt = required")));
    aliceSide =
        Installation.create(
            folder.resolve("alice"),
            held(
                alice,
                Setup.of(
                    alice,
                    ALICE,
                    servers.submissions(),
                    servers.pop3s(),
                    "policy.encrypt = when-possible")));
    mingSide.start();
    aliceSide.start();
    Path certificate = folder.resolve("alice.pem");
    Authority.writePem(alice.encryption(), certificate);
    SealpostCommand.Result imported = mingSide.run("book", "import", certificate.toString());
    assertThat(imported.status()).as(imported.output() + imported.errors()).isZero();
  }

  /**
   * How a person's keys are held: in a file, unless a subclass says otherwise. The 30 MB are
   * fetched by every later test as well, so that the whole compiler pays.
   */
  Setup held(Person person, Setup setup) throws Exception {
    return setup.toMeasure();
  }

  @AfterAll
  void stop() {
    Stream.of(mingSide, aliceSide, servers)
        .filter(java.util.Objects::nonNull)
        .forEach(
            part -> {
              try {
                part.close();
              } catch (Exception e) {
                fail(e);
              }
            });
  }

  Stream<Arguments> mails() throws Exception {
    Sender[] senders = Sender.values();
    Fetcher[] fetchers = Fetcher.values();
    List<SampleMail> mails = SampleMail.all(MING, ALICE);
    return java.util.stream.IntStream.range(0, mails.size())
        .mapToObj(
            i ->
                Arguments.of(
                    mails.get(i),
                    senders[i % senders.length],
                    fetchers[(i / 3) % fetchers.length]));
  }

  @ParameterizedTest(name = "{0}: sent by {1}, fetched by {2}")
  @MethodSource("mails")
  void aMailLeavesSignedAndEncryptedAndArrivesAsItWasSent(
      SampleMail mail, Sender sender, Fetcher fetcher) throws Exception {
    byte[] wire = sendToAlice(mail, sender);

    assertThat(header(wire)).contains("application/pkcs7-mime").containsPattern(ENCRYPTED);
    assertThat(judge(wire)).as("openssl decrypts and verifies").contains("Verification successful");

    byte[] arrived = clients.fetch(fetcher, aliceSide.pop3Port(), ALICE).getLast();
    assertThat(header(arrived))
        .contains("X-Sealpost-Verdict: unchecked")
        .contains("X-Sealpost-Encryption: decrypted");
    assertThat(SampleMail.leaves(arrived)).isEqualTo(SampleMail.leaves(mail.bytes()));
    assertThat(subject(arrived))
        .matches("(?s)\\[[^ ]+ ◐[^ ]+ 🔒].*")
        .endsWith(subject(mail.bytes()));
  }

  @ParameterizedTest
  @EnumSource(Fetcher.class)
  void everyFetcherGetsEveryMailOpened(Fetcher fetcher) throws Exception {
    sendToAlice(SampleMail.plain(MING, ALICE, "for " + fetcher, "hello\r\n"), Sender.CURL);

    List<byte[]> mails = clients.fetch(fetcher, aliceSide.pop3Port(), ALICE);

    assertThat(mails).hasSize(received);
    assertThat(mails)
        .allSatisfy(m -> assertThat(header(m)).contains("X-Sealpost-Encryption: decrypted"));
  }

  @Test
  void anAttachmentOf30MegabytesArrivesByteForByteThroughAHeapOf64() throws Exception {
    SampleMail mail = SampleMail.attachments(MING, ALICE, "thirty megabytes", 30_000_000);

    sendToAlice(mail, Sender.CURL);
    byte[] arrived = clients.fetch(Fetcher.CURL, aliceSide.pop3Port(), ALICE).getLast();

    assertThat(SampleMail.leaves(arrived)).isEqualTo(SampleMail.leaves(mail.bytes()));
  }

  @Test
  void theAnswerIsEncryptedBecauseTheSignedMailTaughtTheCertificate() throws Exception {
    sendToAlice(SampleMail.plain(MING, ALICE, "first", "hello\r\n"), Sender.CURL);
    clients.fetch(Fetcher.CURL, aliceSide.pop3Port(), ALICE);

    SampleMail answer = SampleMail.plain(ALICE, MING, "answer", "thank you\r\n");
    int before = servers.mailbox(MING).size();
    clients
        .send(
            Sender.SWAKS, aliceSide.smtpPort(), ALICE, ALICE, List.of(MING), file("answer", answer))
        .succeeds();
    byte[] wire = servers.awaitMails(MING, before + 1).getLast();

    assertThat(header(wire)).containsPattern(ENCRYPTED);
    byte[] arrived = clients.fetch(Fetcher.MPOP, mingSide.pop3Port(), MING).getLast();
    assertThat(header(arrived)).contains("X-Sealpost-Verdict: unchecked");
    assertThat(SampleMail.leaves(arrived)).isEqualTo(SampleMail.leaves(answer.bytes()));
  }

  @Test
  void aRecipientWithoutACertificateRefusesTheWholeMailByName() throws Exception {
    SampleMail mail = SampleMail.plain(MING, ALICE + ", bob@example.test", "both", "hello\r\n");
    int before = servers.mailbox(ALICE).size();

    Programs.Run run =
        clients.send(
            Sender.SWAKS,
            mingSide.smtpPort(),
            MING,
            MING,
            List.of(ALICE, "bob@example.test"),
            file("both", mail));

    assertThat(run.status()).isNotZero();
    assertThat(run.output()).containsPattern("<~\\* +5\\d\\d[- ].*bob@example\\.test");
    assertThat(servers.mailbox(ALICE)).hasSize(before);
  }

  @Test
  void aWrongMailPasswordIsTheRealServersToRefuse() throws Exception {
    Programs.need("swaks");
    Programs.Run run =
        Programs.run(
            "swaks",
            "--server",
            "127.0.0.1:" + mingSide.smtpPort(),
            "--from",
            MING,
            "--to",
            ALICE,
            "--auth",
            "PLAIN",
            "--auth-user",
            MING,
            "--auth-password",
            "wrong");
    assertThat(run.output()).contains("535 5.7.8");
  }

  @Test
  void mailWithoutSmimePassesByteForByte() throws Exception {
    byte[] mail = SampleMail.all("x@example.test", MING).getFirst().bytes();
    servers.deliver(MING, mail);

    byte[] direct = clients.fetch(Fetcher.CURL, servers.pop3().port(), MING).getLast();
    byte[] proxied = clients.fetch(Fetcher.CURL, mingSide.pop3Port(), MING).getLast();

    assertThat(proxied).isEqualTo(direct);
  }

  private byte[] sendToAlice(SampleMail mail, Sender sender) throws Exception {
    int before = servers.mailbox(ALICE).size();
    clients
        .send(sender, mingSide.smtpPort(), MING, MING, List.of(ALICE), file("out", mail))
        .succeeds();
    received = before + 1;
    return servers.awaitMails(ALICE, before + 1).getLast();
  }

  private Path file(String name, SampleMail mail) throws Exception {
    Path file = Files.createTempFile(folder, name, ".eml");
    Files.write(file, mail.bytes());
    return file;
  }

  /** What openssl makes of a mail with Alice's encryption key and the authority as anchor. */
  private String judge(byte[] wire) throws Exception {
    Path mail = Files.write(folder.resolve("wire.eml"), wire);
    Path card = folder.resolve("judge.p12");
    alice.writeCard(card, "demo".toCharArray());
    Path key = folder.resolve("judge.key");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder()
                .encodeToString(alice.encryptionKey().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Path certificate = folder.resolve("judge.pem");
    Authority.writePem(alice.encryption(), certificate);
    Path anchor = folder.resolve("judge-ca.pem");
    Authority.writePem(authority.certificate(), anchor);
    Path plain = folder.resolve("judge.eml");
    Programs.run(
            "openssl",
            "cms",
            "-decrypt",
            "-in",
            mail.toString(),
            "-inkey",
            key.toString(),
            "-recip",
            certificate.toString(),
            "-out",
            plain.toString())
        .succeeds();
    return Programs.run(
            "openssl",
            "cms",
            "-verify",
            "-in",
            plain.toString(),
            "-CAfile",
            anchor.toString(),
            "-purpose",
            "any",
            "-out",
            "/dev/null")
        .output();
  }

  private static String header(byte[] mail) {
    String text = new String(mail, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    return text.substring(0, text.indexOf("\n\n") + 1);
  }

  private static String subject(byte[] mail) throws Exception {
    String subject = new MimeMessage(null, new ByteArrayInputStream(mail)).getSubject();
    return subject == null ? "" : subject;
  }
}
