package org.sealpost.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.ChildProcess;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.SealpostCommand.Result;
import org.sealpost.it.Clients.Fetcher;
import org.sealpost.it.Clients.Sender;

/**
 * Two users of one machine, with nothing but an address, a card file and a file with answers: set
 * up, started from the configuration that was written, and used.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SetupTest {
  private static final Duration START = Duration.ofSeconds(90);
  private static final String MING = "ming@example.test";
  private static final String ALICE = "alice@example.test";

  @TempDir static Path folder;
  private final List<ChildProcess> processes = new ArrayList<>();
  private Authority authority;
  private PostfixAndDovecot servers;
  private Clients clients;
  private JsonObject ming;

  @BeforeAll
  void start() throws Exception {
    authority = new Authority("Set-up CA");
    servers = PostfixAndDovecot.start(authority, List.of(MING, ALICE));
    clients = new Clients(folder);
    Authority.writePem(authority.certificate(), folder.resolve("ca.pem"));
  }

  @AfterAll
  void stop() {
    try {
      processes.reversed().forEach(ChildProcess::close);
      Optional.ofNullable(servers).ifPresent(PostfixAndDovecot::close);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private static Path home(String name) {
    return folder.resolve(name);
  }

  /** An account of this machine in which Sealpost was never run. */
  private void create(String name, Person person) throws IOException {
    Files.createDirectories(home(name).resolve("run"));
    Path programs = Files.createDirectories(home(name).resolve("bin"));
    Path pinentry = programs.resolve("pinentry");
    Files.writeString(
        pinentry,
        """
        #!/bin/sh
        echo OK
        while read -r command argument; do
          case $command in
            GETPIN) printf 'D demo\\nOK\\n' ;;
            BYE) echo OK; exit 0 ;;
            *) echo OK ;;
          esac
        done
        """);
    Files.setPosixFilePermissions(pinentry, PosixFilePermissions.fromString("rwx------"));
    person.writeCard(home(name).resolve("card.p12"), "demo".toCharArray());
  }

  private static Map<String, String> environment(String name) {
    return Map.of(
        "HOME",
        home(name).toString(),
        "XDG_CONFIG_HOME",
        "",
        "XDG_STATE_HOME",
        "",
        "XDG_RUNTIME_DIR",
        home(name).resolve("run").toString(),
        "PATH",
        home(name).resolve("bin") + ":" + System.getenv("PATH"));
  }

  private static Result run(String name, String... arguments)
      throws IOException, InterruptedException {
    return SealpostCommand.run(environment(name), List.of(arguments));
  }

  private static String server(org.sealpost.harness.ServerAddress address) {
    return address.host() + ":" + address.port() + "/" + address.tls();
  }

  private Path answers(String name, String address) throws IOException {
    return Files.writeString(
        home(name).resolve("answers.conf"),
        """
        address = "%s"
        smtp = "%s"
        pop3 = "%s"
        server-ca = ["%s"]
        pkcs12 = ["%s"]
        module = none
        password-file = "%s"
        start = no
        yes = yes
        """
            .formatted(
                address,
                server(servers.submission()),
                server(servers.pop3s()),
                folder.resolve("ca.pem"),
                home(name).resolve("card.p12"),
                password(name, PostfixAndDovecot.PASSWORD)));
  }

  private static Path password(String name, String password) throws IOException {
    Path file = Files.writeString(home(name).resolve("password"), password + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private JsonObject setUp(String name, Person person) throws Exception {
    create(name, person);
    Result result =
        run(name, "setup", "--json", "--answers", answers(name, person.address()).toString());
    assertThat(result.status()).as(result.output() + result.errors()).isZero();
    assertThat(result.errors())
        .contains(server(servers.submission()) + " accepts", server(servers.pop3s()) + " accepts");
    return JsonParser.parseString(result.output()).getAsJsonObject();
  }

  private void launch(String name) throws Exception {
    for (String process : List.of("agent", "proxy")) {
      List<String> command = new ArrayList<>(SealpostCommand.jvm(List.of("-Xmx64m")));
      command.add(process);
      ChildProcess child =
          ChildProcess.start(
              command, environment(name), home(name).resolve(process + ".log"), "ready");
      processes.add(child);
      child.awaitReady(START);
    }
  }

  private static int port(JsonObject setup, String protocol) {
    return setup.getAsJsonObject("client").getAsJsonObject(protocol).get("port").getAsInt();
  }

  @Test
  @Order(1)
  void answersOfAFileAreAllThatAnAccountNeeds() throws Exception {
    ming = setUp("ming", authority.person("王小明", MING));
    launch("ming");
    Path file = Path.of(ming.get("file").getAsString());
    assertThat(file).isEqualTo(home("ming").resolve(".config/sealpost/sealpost.conf"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(ming.get("card").getAsString()).isIn("after-pin", "has-address");
  }

  @Test
  @Order(2)
  void mailGoesOutSignedThroughWhatWasSetUp() throws Exception {
    Path mail =
        Files.writeString(
            folder.resolve("out.eml"),
            "From: "
                + MING
                + "\r\nTo: "
                + ALICE
                + "\r\nSubject: hello\r\n"
                + "Message-ID: <setup@example.test>\r\n"
                + "Date: Mon, 1 Jun 2026 12:00:00 +0800\r\n\r\nfrom the set-up\r\n",
            UTF_8);
    Programs.Run sent =
        clients.send(Sender.CURL, port(ming, "smtp"), MING, MING, List.of(ALICE), mail);
    sent.succeeds();
    String wire = new String(servers.awaitMails(ALICE, 1).getLast(), UTF_8);
    assertThat(wire).contains("multipart/signed", "from the set-up");
  }

  @Test
  @Order(3)
  void mailComesInThroughWhatWasSetUp() throws Exception {
    servers.deliver(
        MING,
        ("From: " + ALICE + "\r\nTo: " + MING + "\r\nSubject: welcome\r\n\r\nto the set-up\r\n")
            .getBytes(UTF_8));
    byte[] mail = clients.fetch(Fetcher.CURL, port(ming, "pop3"), MING).getLast();
    assertThat(new String(mail, UTF_8)).contains("to the set-up");
  }

  @Test
  @Order(4)
  void aSecondUserOfTheMachineGetsPortsThatDoNotCollide() throws Exception {
    JsonObject alice = setUp("alice", authority.person("Alice Chen", ALICE));
    for (String protocol : List.of("smtp", "pop3")) {
      assertThat(port(alice, protocol)).isNotEqualTo(port(ming, protocol));
    }
    launch("alice");
    byte[] mail = clients.fetch(Fetcher.CURL, port(alice, "pop3"), ALICE).getLast();
    assertThat(new String(mail, UTF_8)).contains("from the set-up");
    assertThat(run("alice", "setup", "--json", "--yes", "--no-start").output())
        .contains("\"changed\":false", "\"port\":" + port(alice, "smtp"));
  }

  @Test
  @Order(5)
  void theSheetShowsTheCertificateThatTheProxyShows() throws Exception {
    Result sheet = run("ming", "setup", "--client", "claws-mail");
    Programs.Run judge =
        Programs.run(
            "openssl",
            "x509",
            "-noout",
            "-fingerprint",
            "-sha256",
            "-in",
            home("ming")
                .resolve(".local/state/sealpost/tls/localhost-tls/certificate.pem")
                .toString());
    String fingerprint = judge.succeeds().output().strip().replaceFirst(".*=", "");
    assertThat(sheet.output()).contains(fingerprint, "SMTP port " + port(ming, "smtp"));
  }

  @Test
  @Order(6)
  void whatCannotBeUsedIsSaidAndNothingIsWritten() throws Exception {
    create("carol", authority.person("Carol", "carol@example.test"));
    String smtp = server(servers.submission());
    String pop3 = server(servers.pop3s());
    String swapped = "localhost:" + servers.pop3s().port() + "/implicit";
    for (List<String> wrong :
        List.of(
            // Its CA is not named, so nobody vouches for the certificate.
            List.of("--smtp", smtp, "--pop3", pop3),
            List.of("--smtp", swapped, "--pop3", pop3, "--server-ca", folder + "/ca.pem"),
            List.of("--smtp", "localhost:1/starttls", "--pop3", pop3),
            List.of(
                "--smtp",
                smtp,
                "--pop3",
                pop3,
                "--server-ca",
                folder + "/ca.pem",
                "--password-file",
                password("carol", "not this one").toString()))) {
      List<String> arguments =
          new ArrayList<>(List.of("setup", "--address", "carol@example.test", "--yes"));
      arguments.addAll(wrong);
      Result result = run("carol", arguments.toArray(String[]::new));
      assertThat(result.status()).as(wrong + result.output()).isEqualTo(1);
      assertThat(result.errors()).contains("nothing was written");
      assertThat(home("carol").resolve(".config")).doesNotExist();
    }
  }
}
