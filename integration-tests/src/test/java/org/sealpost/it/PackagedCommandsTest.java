package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;

/**
 * Every command of the package, whose libraries have only the classes that were seen to be needed:
 * one that is loaded by its name, and was not seen, is missed here.
 */
@Packaged
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackagedCommandsTest {
  private static final String MING = "ming@example.test";
  private static final String ALICE = "alice@example.test";
  private static final String MISSING =
      "NoClassDefFound|ClassNotFound|NoSuchMethod|NoSuchField|UnsatisfiedLink|MissingResource"
          + "|ServiceConfiguration|NoSuchAlgorithm|NoSuchProvider|ExceptionInInitializer";

  @TempDir static Path folder;
  private EmbeddedMailServer server;
  private Installation side;

  @BeforeAll
  void start() throws Exception {
    Authority authority = new Authority("Commands CA");
    Person ming = authority.person("王小明", MING);
    server = new EmbeddedMailServer(authority, folder, "implicit");
    for (String address : List.of(MING, ALICE)) {
      server.addUser(address, address, PostfixAndDovecot.PASSWORD);
    }
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(ming, MING, server.smtp(), server.pop3())
                .at(LdapServer.freePort(), LdapServer.freePort()));
    side.start();
    Authority.writePem(
        authority.person("Alice Chen", ALICE).encryption(), folder.resolve("alice.pem"));
    Path password =
        Files.writeString(folder.resolve("password"), PostfixAndDovecot.PASSWORD + "\n");
    Files.setPosixFilePermissions(
        password, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  @AfterAll
  void stop() {
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private SealpostCommand.Result run(int status, String line) throws Exception {
    List<String> arguments = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      arguments.add(word.startsWith("./") ? folder.resolve(word.substring(2)).toString() : word);
    }
    SealpostCommand.Result result = side.run(arguments.toArray(String[]::new));
    assertThat(result.output() + result.errors()).doesNotContainPattern(MISSING);
    assertThat(result.status()).as(result.output() + result.errors()).isEqualTo(status);
    return result;
  }

  @ParameterizedTest
  @Order(1)
  @CsvSource({
    "0, unlock",
    "0, card list --json",
    "0, book import ./alice.pem --json",
    "0, book show alice@example.test",
    "0, book list --json",
    "0, book export --format pem --output ./book.pem alice@example.test",
    "0, book export --format vcard --output ./book.vcf alice@example.test",
    "0, book export --format ldif --output ./book.ldif alice@example.test",
    "0, book ack --all",
    "0, book bind alice@example.test alias@example.test",
    "1, book find eva@nowhere.invalid",
    "0, trust import ./ming/ca.pem --for @example.test",
    "0, trust deny alice@example.test --note so",
    "0, trust remove alice@example.test",
    "0, trust allow alice@example.test",
    "0, trust list --json",
    "0, trust update",
    "0, introduce alice@example.test --password-file ./password --yes",
    "0, sent --json",
    "0, verdict --json",
    "0, allow alice@example.test --for-good",
    "0, allow --list --json",
    "0, config show",
    "0, config check",
    "0, reload",
    "0, setup --client apple-mail --output ./mail.mobileconfig",
    "0, setup --client thunderbird --output ./autoconfig.xml",
    "0, setup --client outlook --language zh-TW",
    "0, completion bash",
    "0, completion zsh",
    "0, help --manual",
    "0, help book import",
    "0, doctor --json",
    "0, doctor --language zh-TW",
    "0, book remove alice@example.test",
    "0, lock"
  })
  void aCommandFindsAllItsClasses(int status, String line) throws Exception {
    run(status, line);
  }

  @ParameterizedTest
  @Order(2)
  @ValueSource(
      strings = {"", "mails", "refused", "book", "trust", "open", "doctor", "settings", "metrics"})
  void aPageOfTheConsoleFindsAllItsClasses(String page) throws Exception {
    Programs.need("curl");
    String link = run(0, "console --print").output().strip();
    String jar = folder.resolve("cookies").toString();
    Programs.run("curl", "-s", "-S", "--cookie-jar", jar, link).succeeds();
    Programs.Run answer =
        Programs.run(
            "curl",
            "-s",
            "-S",
            "--write-out",
            "status %{http_code}",
            "--cookie",
            jar,
            URI.create(link).resolve("/" + page).toString());
    assertThat(answer.succeeds().output()).endsWith("status 200").hasSizeGreaterThan(500);
  }

  @Test
  @Order(3)
  void aSavedMailIsOpenedAndAStateComesBackFromItsBackup() throws Exception {
    Files.write(folder.resolve("saved.eml"), SampleMail.plain(ALICE, MING, "saved", "x").bytes());
    run(0, "open --json --report ./report.html ./saved.eml");
    run(0, "backup ./state.backup");
    run(0, "restore --dry-run --replace ./state.backup");
    run(0, "stop");
    run(0, "restore --replace ./state.backup");
  }

  @Test
  @Order(4)
  void neitherProcessMissedAClass() throws Exception {
    for (String process : List.of("agent", "proxy")) {
      assertThat(side.logText(process)).doesNotContainPattern(MISSING);
    }
  }
}
