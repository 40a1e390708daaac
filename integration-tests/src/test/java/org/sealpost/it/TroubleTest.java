package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.ServerAddress;

/** What goes wrong is said, loses nothing, leaks nothing, and passes when it is mended. */
class TroubleTest {
  private static final String MING = "ming@example.test";

  @TempDir Path folder;
  // GreenMail keeps the first key that it was given for the life of the process.
  private static final Authority AUTHORITY = new Authority("Trouble CA");
  private static final Person PERSON = AUTHORITY.person("王小明", MING);

  private EmbeddedMailServer server;
  private Installation side;

  @BeforeEach
  void startServer() throws IOException {
    server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
  }

  @AfterEach
  void stop() {
    if (side != null) {
      side.close();
    }
    server.close();
  }

  private void install(Setup setup) throws Exception {
    side = Installation.create(folder.resolve("ming"), setup);
    side.startAgent();
    side.startProxy();
  }

  private Setup setup(String... settings) {
    return Setup.of(PERSON, MING, server.smtp(), server.pop3(), settings);
  }

  private Programs.Run send(String subject) throws Exception {
    Path mail = folder.resolve("mail.eml");
    Files.write(mail, SampleMail.plain(MING, MING, subject, "to myself\r\n").bytes());
    return new Clients(folder)
        .send(Clients.Sender.CURL, side.smtpPort(), MING, MING, List.of(MING), mail);
  }

  private Programs.Run fetch(ServerAddress from) throws Exception {
    Programs.need("curl");
    return Programs.run(
        "curl",
        "-s",
        "-S",
        "-v",
        "-k",
        "--user",
        MING + ":" + PostfixAndDovecot.PASSWORD,
        (from.tls().equals("implicit") ? "pop3s" : "pop3") + "://127.0.0.1:" + from.port() + "/1");
  }

  private ServerAddress proxy() {
    return new ServerAddress("127.0.0.1", side.pop3Port(), "none");
  }

  @Test
  void aWrongPinIsSaidAndAClientThatTriesAgainAtOnceBringsNoPrompt() throws Exception {
    install(setup().typing("wrong"));

    Programs.Run refused = send("first");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d .*PIN");
    assertThat(side.prompts()).isEqualTo(1);

    assertThat(send("again").output()).containsPattern("< 4\\d\\d .*\"sealpost unlock\"");
    assertThat(side.prompts()).isEqualTo(1);

    side.typePin("demo");
    assertThat(side.run("unlock").status()).isZero();
    send("second").succeeds();
    assertThat(side.prompts()).isEqualTo(2);
  }

  @Test
  void theSameMailSentTwiceArrivesOnceAndAnotherOfTheSameWordsArrivesToo() throws Exception {
    install(setup());
    Path mail = folder.resolve("same.eml");
    Files.write(mail, SampleMail.plain(MING, MING, "ok", "ok\r\n").bytes());
    Clients clients = new Clients(folder);
    for (int i = 0; i < 2; i++) {
      clients
          .send(Clients.Sender.CURL, side.smtpPort(), MING, MING, List.of(MING), mail)
          .succeeds();
    }
    assertThat(mailsOnServer()).hasSize(1);

    send("ok").succeeds();

    assertThat(mailsOnServer()).hasSize(2);
  }

  private List<String> mailsOnServer() throws Exception {
    Programs.need("curl");
    String url = "pop3s://127.0.0.1:" + server.pop3().port() + "/";
    String user = MING + ":" + PostfixAndDovecot.PASSWORD;
    return Programs.run("curl", "-s", "-k", "--user", user, url)
        .succeeds()
        .output()
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  @Test
  void withoutTheAgentMailStaysWithTheClientAndPassesWhenItIsBack() throws Exception {
    install(setup());
    side.agent().kill();

    Programs.Run refused = send("no agent");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d .*agent");

    side.startAgent();
    send("agent is back").succeeds();
  }

  @Test
  void anEncryptedMailStaysOnTheServerWhileTheCardIsLocked() throws Exception {
    install(setup("policy.encrypt = required"));
    Path certificate = folder.resolve("ming.pem");
    Authority.writePem(PERSON.encryption(), certificate);
    assertThat(side.run("book", "import", certificate.toString()).status()).isZero();
    send("for later").succeeds();
    assertThat(side.run("lock").status()).isZero();
    side.typePin("wrong");

    Programs.Run refused = fetch(proxy());
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("-ERR [SYS/TEMP]");
    assertThat(fetch(server.pop3()).succeeds().output()).contains("pkcs7-mime");

    side.typePin("demo");
    assertThat(side.run("unlock").status()).isZero();
    assertThat(fetch(proxy()).succeeds().output()).contains("to myself");
  }

  @Test
  void aSecondFetchInOneSessionAsksTheCardNothing() throws Exception {
    install(setup("policy.encrypt = when-possible"));
    Path certificate = folder.resolve("ming.pem");
    Authority.writePem(PERSON.encryption(), certificate);
    side.run("book", "import", certificate.toString());
    send("twice").succeeds();

    try (LineClient client = new LineClient(side.pop3Port())) {
      client.line("");
      client.line("USER " + MING);
      client.line("PASS " + PostfixAndDovecot.PASSWORD);
      String first = client.multiLine("RETR 1");
      side.agent().kill();
      assertThat(client.multiLine("RETR 1")).isEqualTo(first);
      String listed = client.line("LIST 1");
      assertThat(listed).isEqualTo("+OK 1 " + first.getBytes(StandardCharsets.ISO_8859_1).length);
      assertThat(first).startsWith(client.multiLine("TOP 1 0").stripTrailing());
    }
  }

  @Test
  void aDeadServerIsATemporaryErrorInWords() throws Exception {
    install(setup());
    server.close();

    Programs.Run refused = send("nobody home");

    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d .*localhost");
  }

  @Test
  void aServerWithACertificateForAnotherNameGetsNoPassword() throws Exception {
    ServerAddress byOtherName = new ServerAddress("127.0.0.2", server.smtp().port(), "implicit");
    install(Setup.of(PERSON, MING, byOtherName, server.pop3()));

    Programs.Run refused = send("wrong name");

    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d ").doesNotContain("AUTH LOGIN");
  }

  @Test
  void noPinAndNoPasswordReachesALogOrAnArgument() throws Exception {
    install(setup());
    send("look at the logs").succeeds();

    assertThat(side.logText("agent") + side.logText("proxy"))
        .doesNotContain(PostfixAndDovecot.PASSWORD)
        .doesNotContain("\"demo\"")
        .doesNotContain("PIN=demo");
    for (long pid : new long[] {side.agent().pid(), side.proxy().pid()}) {
      assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")))
          .doesNotContain("demo\0")
          .doesNotContain(PostfixAndDovecot.PASSWORD);
    }
  }
}
