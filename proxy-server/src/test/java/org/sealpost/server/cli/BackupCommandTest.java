package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.server.backup.StateStage;
import org.sealpost.server.net.TlsServer;

/** {@code backup} and {@code restore} as a user types them. */
class BackupCommandTest {
  @TempDir static Path tls;

  @TempDir Path old;
  @TempDir Path other;
  @TempDir Path elsewhere;

  private StateStage stage;
  private Path file;

  @BeforeAll
  static void makeCertificate() throws IOException {
    var _ = TlsServer.localhost(tls);
  }

  @BeforeEach
  void makeState() throws Exception {
    stage = new StateStage(old, tls);
    stage.fill("hemlight");
    file = elsewhere.resolve("sealpost.backup");
  }

  private static CommandRun run(Path home, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", home.resolve("sealpost.conf").toString()));
    return CommandRun.of(home, all.toArray(String[]::new));
  }

  private CommandRun backUp(String... options) {
    List<String> arguments = new ArrayList<>(List.of("backup", file.toString()));
    arguments.addAll(List.of(options));
    return run(old, arguments.toArray(String[]::new));
  }

  private CommandRun restore(Path home, String... options) {
    List<String> arguments = new ArrayList<>(List.of("restore", file.toString()));
    arguments.addAll(List.of(options));
    return run(home, arguments.toArray(String[]::new));
  }

  private Path passphrase(String content) throws IOException {
    Path path = Files.writeString(elsewhere.resolve("passphrase"), content + "\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  /** What the state has in its files, by their names. */
  private static Map<String, String> content(Path home) throws IOException {
    Path state = home.resolve("state");
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        content.put(
            state.relativize(each).toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  @Test
  void aSecondHomeHasWhatTheFirstHad() throws Exception {
    StateStage second = new StateStage(other, tls);
    CommandRun made = backUp();
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out())
        .contains("sealpost.backup: 7 files", "card.p12 is not in it", "It is not encrypted");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    CommandRun restored = restore(other);
    assertThat(restored.status()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("restored from the backup of", "state/restored");
    assertThat(second.book()).containsExactly("hemlight");
    for (String name :
        List.of(
            "seal-word",
            "tls/localhost-tls/certificate.pem",
            "tls/localhost-tls/key.pem",
            "cards/" + "0a".repeat(16) + ".properties")) {
      assertThat(second.state(name)).hasSameBinaryContentAs(stage.state(name));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.state(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
    assertThat(second.state("console-token")).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws Exception {
    Files.writeString(file, "last year's");
    CommandRun run = backUp();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("sealpost.backup is there already", "not overwritten");
    assertThat(file).hasContent("last year's");
  }

  @Test
  void whereThereIsNothingToKeepNoFileIsMade() throws Exception {
    stage.lose();
    assertThat(backUp().status()).isEqualTo(1);
    assertThat(file).doesNotExist();
    assertThat(old.resolve("state")).doesNotExist();
  }

  @Test
  void aTrySaysWhatWouldBeDoneAndChangesNothing() throws Exception {
    backUp();
    stage.fill("younger");
    Map<String, String> before = content(old);
    CommandRun refused = restore(old, "--dry-run");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("--replace");
    CommandRun run = restore(old, "--dry-run", "--replace");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("could be restored", "Nothing was changed");
    assertThat(content(old)).isEqualTo(before);
  }

  @Test
  void aStateThatIsThereIsReplacedOnlyWhenToldAndStaysBeside() throws Exception {
    backUp();
    stage.fill("younger");
    Map<String, String> before = content(old);
    CommandRun refused = restore(old);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("nothing was changed", "--replace");
    assertThat(content(old)).isEqualTo(before);
    CommandRun run = restore(old, "--replace", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonObject told = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(told.get("restored").getAsBoolean()).isTrue();
    assertThat(Path.of(told.get("kept").getAsString()).resolve("seal-word")).hasContent("younger");
    assertThat(stage.state("seal-word")).hasContent("hemlight");
  }

  @Test
  void nothingIsRestoredWhileTheProxyRuns() throws Exception {
    backUp();
    Map<String, String> before = content(old);
    try (ListeningSocket.Claim _ = ListeningSocket.claim(stage.settings().controlSocket())) {
      CommandRun run = restore(old, "--replace");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("a proxy uses this state", "sealpost stop");
    }
    assertThat(content(old)).isEqualTo(before);
  }

  @Test
  void aBackupIsMadeWhileTheProxyRuns() throws Exception {
    try (ListeningSocket.Claim _ = ListeningSocket.claim(stage.settings().controlSocket())) {
      assertThat(backUp("--json").status()).isZero();
    }
  }

  @Test
  void anEncryptedBackupNeedsThePassphraseOfItsFile() throws Exception {
    CommandRun made = backUp("--passphrase-file", passphrase("松柏 and stones").toString());
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).doesNotContain("It is not encrypted");
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hemlight");
    StateStage second = new StateStage(other, tls);
    CommandRun wrong = restore(other, "--passphrase-file", passphrase("松柏").toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("the passphrase is wrong or missing");
    assertThat(other.resolve("state")).doesNotExist();
    String right = passphrase("松柏 and stones").toString();
    assertThat(restore(other, "--passphrase-file", right).status()).isZero();
    assertThat(second.book()).containsExactly("hemlight");
  }

  @Test
  void whereNobodyCanBeAskedAPassphraseIsNotMadeUp() {
    CommandRun run = backUp("--encrypt");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("passphrase");
    assertThat(file).doesNotExist();
  }

  @Test
  void aPassphraseThatOthersCanReadIsNotUsed() throws Exception {
    Path open = passphrase("secret");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(backUp("--passphrase-file", open.toString()).status()).isEqualTo(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void cardFilesAreInItWhereTheyAreAskedForAndNotPutBackByThemselves() throws Exception {
    CommandRun made = backUp("--with-card-files");
    assertThat(made.out()).contains("Private keys are in it");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(Object::toString).filter(it -> it.startsWith("card-files/")))
          .hasSize(1);
    }
    StateStage second = new StateStage(other, tls);
    Files.writeString(other.resolve("card.p12"), "this home's own");
    assertThat(restore(other).status()).isZero();
    assertThat(other.resolve("card.p12")).hasContent("this home's own");
    try (Stream<Path> kept = Files.walk(second.state("restored/card-files"))) {
      assertThat(kept.filter(Files::isRegularFile))
          .singleElement()
          .satisfies(it -> assertThat(it).hasContent("a card"));
    }
  }

  @Test
  void whatIsNoBackupIsRefused() throws Exception {
    assertThat(restore(old, "--replace").status()).as("no file").isEqualTo(1);
    Files.writeString(file, "Dear Ming, the backup is attached.");
    CommandRun run = restore(old, "--replace");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no backup");
    assertThat(run(old, "restore").status()).as("without a file").isEqualTo(2);
    assertThat(stage.book()).containsExactly("hemlight");
  }
}
