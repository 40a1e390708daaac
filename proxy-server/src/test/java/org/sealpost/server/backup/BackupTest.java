package org.sealpost.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.server.OwnFolder;
import org.sealpost.server.net.TlsServer;

class BackupTest {
  private static final String COUNT = "cards/" + "0a".repeat(16) + ".properties";

  @TempDir static Path tls;

  @TempDir Path folder;

  private StateStage stage;
  private Path file;

  @BeforeAll
  static void makeCertificate() throws IOException {
    var _ = TlsServer.localhost(tls);
  }

  @BeforeEach
  void makeState() throws Exception {
    stage = new StateStage(folder, tls);
    stage.fill("hemlight");
    file = folder.resolve("sealpost.backup");
  }

  private void backUp(Optional<char[]> passphrase) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      Backup.write(stage.settings(), false, passphrase, "sealpost test", out);
    }
  }

  private Restore restore(Optional<char[]> passphrase) throws Exception {
    return new Restore(new BackupFile(file, passphrase), stage.settings());
  }

  @Test
  void whatWasBackedUpIsThereAfterARestoreOnAnotherMachine() throws Exception {
    backUp(Optional.empty());
    byte[] certificate = Files.readAllBytes(stage.state("tls/localhost-tls/certificate.pem"));
    stage.lose();
    Restore.Restored done = restore(Optional.empty()).run(false);
    assertThat(done.kept()).isEmpty();
    assertThat(stage.book()).containsExactly("hemlight");
    assertThat(stage.state("seal-word")).hasContent("hemlight");
    assertThat(stage.state("tls/localhost-tls/certificate.pem")).hasBinaryContent(certificate);
    assertThat(stage.state(COUNT)).exists();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(stage.state("seal-word"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stage.state(""))))
        .isEqualTo("rwx------");
    assertThat(done.beside().orElseThrow().resolve("configuration"))
        .isDirectoryContaining("glob:**-sealpost.conf")
        .isDirectoryContaining("glob:**-ca.pem");
  }

  @Test
  void aStateThatIsThereIsReplacedOnlyWhenToldAndKeptBeside() throws Exception {
    backUp(Optional.empty());
    stage.fill("younger");
    assertThatThrownBy(() -> restore(Optional.empty()).run(false))
        .hasMessageContaining("--replace");
    assertThat(stage.book()).contains("younger");
    Path kept = restore(Optional.empty()).run(true).kept().orElseThrow();
    assertThat(stage.book()).containsExactly("hemlight");
    assertThat(kept.resolve("seal-word")).hasContent("younger");
  }

  @Test
  void noCardFileAndNoPasswordIsInItUnlessCardFilesAreAskedFor() throws Exception {
    backUp(Optional.empty());
    assertThat(names())
        .noneMatch(name -> name.contains("p12"))
        .noneMatch(it -> it.contains("token"));
    try (OutputStream out = Files.newOutputStream(file)) {
      Backup.write(stage.settings(), true, Optional.empty(), "sealpost test", out);
    }
    assertThat(names())
        .anyMatch(name -> name.startsWith("card-files/") && name.endsWith("card.p12"));
  }

  private List<String> names() throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      List<String> names = new ArrayList<>();
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
      return names;
    }
  }

  /** Whoever has the user's files must not get tries at the card by them. */
  @Test
  void attackRestoringGivesWrongPinsBack() throws Exception {
    backUp(Optional.empty());
    Files.writeString(stage.state(COUNT), "failures=2\n");
    restore(Optional.empty()).run(true);
    assertThat(stage.state(COUNT)).hasContent("failures=2");
  }

  @Test
  void honestCountOfACardThatIsNewHereComesWithTheBackup() throws Exception {
    backUp(Optional.empty());
    stage.lose();
    restore(Optional.empty()).run(false);
    assertThat(stage.state(COUNT)).hasContent("failures=1");
  }

  @Test
  void nothingIsRestoredWhileAProxyOrAnAgentRuns() throws Exception {
    backUp(Optional.empty());
    try (ListeningSocket.Claim _ = ListeningSocket.claim(stage.settings().controlSocket())) {
      assertThatThrownBy(() -> restore(Optional.empty()).run(true))
          .hasMessageContaining("sealpost stop");
    }
    try (ListeningSocket.Claim _ = ListeningSocket.claim(stage.settings().agentSocket())) {
      assertThatThrownBy(() -> restore(Optional.empty()).run(true))
          .hasMessageContaining("sealpost stop");
    }
    assertThat(restore(Optional.empty()).run(true).kept()).isPresent();
  }

  /** To connect would start the agent. */
  @Test
  void aSocketThatAServiceManagerListensOnIsNotConnectedTo() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/net/unix")), "only Linux says who listens");
    backUp(Optional.empty());
    Path socket = stage.settings().agentSocket();
    OwnFolder.makeIfMissing(socket.getParent());
    try (ServerSocketChannel manager = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      manager.bind(UnixDomainSocketAddress.of(socket));
      manager.configureBlocking(false);
      assertThatThrownBy(() -> restore(Optional.empty()).run(true))
          .hasMessageContaining("systemctl --user stop sealpost-agent.socket");
      assertThat(manager.accept()).isNull();
    }
  }

  @Test
  void aTryChangesNothing() throws Exception {
    backUp(Optional.empty());
    stage.fill("younger");
    restore(Optional.empty()).check(true);
    assertThat(stage.book()).contains("younger");
    assertThat(folder).isDirectoryNotContaining("glob:**sealpost-restore*");
  }

  @Test
  void anEncryptedBackupNeedsItsPassphrase() throws Exception {
    backUp(Optional.of("松柏 and stones".toCharArray()));
    assertThat(BackupFile.isEncrypted(file)).isTrue();
    stage.lose();
    assertThatThrownBy(() -> restore(Optional.empty()).run(false))
        .hasMessageContaining("passphrase is wrong or missing");
    assertThatThrownBy(() -> restore(Optional.of("wrong".toCharArray())).run(false))
        .isInstanceOf(IOException.class);
    restore(Optional.of("松柏 and stones".toCharArray())).run(false);
    assertThat(stage.book()).containsExactly("hemlight");
  }

  @Test
  void opensslOpensAnEncryptedBackup() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    backUp(Optional.of("two words".toCharArray()));
    Process openssl =
        new ProcessBuilder(
                "/usr/bin/openssl",
                "cms",
                "-decrypt",
                "-inform",
                "DER",
                "-binary",
                "-pwri_password",
                "two words",
                "-in",
                file.toString())
            .redirectError(folder.resolve("openssl.log").toFile())
            .start();
    byte[] plain = openssl.getInputStream().readAllBytes();
    assertThat(openssl.waitFor()).as(Files.readString(folder.resolve("openssl.log"))).isZero();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(plain))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("sealpost-backup.json");
      assertThat(new String(zip.readAllBytes(), UTF_8)).contains("state/sealpost.db");
    }
  }

  @Test
  void aBackupThatWasCutOffIsRefusedAndTheStateStays() throws Exception {
    backUp(Optional.empty());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> restore(Optional.empty()).run(true)).isInstanceOf(IOException.class);
    assertThat(stage.book()).containsExactly("hemlight");
    assertThat(folder).isDirectoryNotContaining("glob:**sealpost-restore*");
  }

  @Test
  void aKillBeforeTheLastStepLeavesTheOldStateWhole() throws Exception {
    backUp(Optional.empty());
    stage.fill("younger");
    Process killed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                folder.toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(killed.getInputStream().readAllBytes(), UTF_8);
    assertThat(killed.waitFor()).as(said).isEqualTo(Killed.STATUS);
    assertThat(stage.book()).contains("younger");
    assertThat(stage.state("seal-word")).hasContent("younger");
    restore(Optional.empty()).run(true);
    assertThat(stage.book()).containsExactly("hemlight");
  }

  /** A restore that ends as if it had been killed. */
  static final class Killed {
    static final int STATUS = 77;

    private Killed() {}

    public static void main(String[] arguments) throws Exception {
      new Restore(
              new BackupFile(Path.of(arguments[1]), Optional.empty()),
              new StateStage(Path.of(arguments[0]), Path.of(arguments[0])).settings(),
              () -> Runtime.getRuntime().halt(STATUS))
          .run(true);
    }
  }
}
