package org.sealpost.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.store.StoreException;

/** Backups made by somebody who wants more than a state restored. */
class HostileBackupTest {
  @TempDir Path folder;

  private StateStage stage;
  private Path file;

  @BeforeEach
  void makeState() throws Exception {
    stage = new StateStage(folder, folder);
    file = folder.resolve("hostile.backup");
  }

  private void archive(Map<String, byte[]> entries, Map<String, Long> sizes) throws IOException {
    Manifest manifest =
        new Manifest(
            Instant.EPOCH,
            "sealpost test",
            entries.entrySet().stream()
                .map(
                    it ->
                        new Manifest.Entry(
                            it.getKey(),
                            sizes.getOrDefault(it.getKey(), (long) it.getValue().length),
                            HexFormat.of().formatHex(Backup.sha256().digest(it.getValue()))))
                .toList());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, Manifest.NAME, manifest.json());
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private void restore() throws Exception {
    new Restore(new BackupFile(file, Optional.empty()), stage.settings()).run(true);
  }

  private void assertRefused(String... words) {
    Throwable refusal = catchThrowable(this::restore);
    assertThat(refusal).isInstanceOf(IOException.class);
    assertThat(refusal.getMessage()).contains(List.of(words));
    assertThat(stage.state("")).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**sealpost-restore*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "state/../../evil",
        "/tmp/evil",
        "state/cards/../../../evil",
        "configuration/1-../evil",
        "configuration/../1-evil",
        "state\\\\..\\\\evil",
        "state/tls/localhost-tls/key.pem/../../evil",
        "state/console-token",
        "state/run/proxy.sock"
      })
  void attackANameLeadsOutOfTheState(String name) throws Exception {
    archive(Map.of(name, "evil".getBytes(UTF_8)), Map.of());
    assertRefused("which no backup");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void attackAnEntryThatTheManifestDoesNotName() throws Exception {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    byte[] manifest =
        new Manifest(
                Instant.EPOCH,
                "sealpost test",
                List.of(
                    new Manifest.Entry(
                        "state/seal-word",
                        8,
                        HexFormat.of()
                            .formatHex(Backup.sha256().digest("hemlight".getBytes(UTF_8))))))
            .json();
    try (ZipOutputStream zip = new ZipOutputStream(made)) {
      put(zip, Manifest.NAME, manifest);
      put(zip, "state/seal-word", "hemlight".getBytes(UTF_8));
      put(zip, "../evil", "evil".getBytes(UTF_8));
    }
    Files.write(file, made.toByteArray());
    assertRefused("which no backup");
  }

  /** In the archive a link is an entry whose content is where it leads to. */
  @Test
  void attackALinkLeadsElsewhere() throws Exception {
    archive(
        Map.of("state/seal-word", folder.resolve("ca.pem").toString().getBytes(UTF_8)), Map.of());
    markAsLinks();
    assertRefused("backup");
    assertThat(folder.resolve("ca.pem")).hasContent("a certificate");
    archive(Map.of("configuration/1-a.conf", "/etc/passwd".getBytes(UTF_8)), Map.of());
    markAsLinks();
    restore();
    Path restored = stage.state("restored/configuration/1-a.conf");
    assertThat(Files.isRegularFile(restored, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  /** Sets the mode of every entry of the central directory to that of a symbolic link. */
  private void markAsLinks() throws IOException {
    byte[] archive = Files.readAllBytes(file);
    ByteBuffer octets = ByteBuffer.wrap(archive);
    for (int i = 0; i < archive.length - 46; i++) {
      if (octets.getInt(i) == 0x504b0102) {
        octets.put(i + 5, (byte) 3);
        octets.putInt(i + 38, 0x0000ffa1);
      }
    }
    Files.write(file, archive);
  }

  @Test
  void attackASmallFileBecomesALargeOne() throws Exception {
    archive(Map.of("state/seal-word", new byte[50_000_000]), Map.of("state/seal-word", 8L));
    assertRefused("damaged");
    archive(Map.of("state/seal-word", new byte[50_000_000]), Map.of());
    assertRefused("100 is the most");
  }

  @Test
  void aStoreOfANewerVersionIsRefusedWithWhatToDo() throws Exception {
    byte[] header = new byte[100];
    System.arraycopy("SQLite format 3\0".getBytes(UTF_8), 0, header, 0, 16);
    ByteBuffer.wrap(header).putInt(60, 1000);
    archive(Map.of("state/sealpost.db", header), Map.of());
    assertRefused("newer version", "install that version first");
  }

  @Test
  void attackAnotherDatabaseSaysThatItIsTheStore() throws Exception {
    Path another = folder.resolve("another.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + another);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table another (x); pragma user_version = 10");
    }
    archive(Map.of("state/sealpost.db", Files.readAllBytes(another)), Map.of());
    assertThat(catchThrowable(this::restore)).isInstanceOf(StoreException.class);
    assertThat(stage.state("")).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**sealpost-restore*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "no archive", "{}", "0\u0080"})
  void whatIsNoBackupIsRefused(String content) throws Exception {
    Files.writeString(file, content);
    assertRefused("backup");
  }

  @Test
  void honestBackupOfTheSameFormIsRestored() throws Exception {
    archive(Map.of("state/seal-word", "hemlight\n".getBytes(UTF_8)), Map.of());
    restore();
    assertThat(stage.state("seal-word")).hasContent("hemlight");
  }
}
