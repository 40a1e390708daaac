package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;

class ExposedSecretsTest {
  private static final String SECRET = "sealpost.marks.seal-word = 松柏長青\n";

  @TempDir Path folder;

  @BeforeEach
  void thereArePermissions() {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "this file system has no permissions of POSIX");
  }

  private Path file(String name, String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static ExposedSecrets in(Path file) throws SettingsException {
    return ExposedSecrets.in(Optional.of(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--"})
  void attackAnotherUserReadsTheSealWord(String permissions) throws Exception {
    Path file = file("sealpost.conf", SECRET, permissions);
    assertThat(in(file).files()).containsExactly(entry(file, "sealpost.marks.seal-word"));
    Phrase warning = in(file).warnings().getFirst();
    assertThat(warning.english())
        .contains("chmod 600 " + file)
        .contains("sealpost.marks.seal-word")
        .doesNotContain("松柏");
    assertThat(warning.in(Phrase.TAIWAN)).contains("chmod 600 " + file).doesNotContain("松柏");
  }

  @Test
  void attackAnotherUserReadsItInAFileThatIsIncluded() throws Exception {
    Path included = file("word.conf", SECRET, "rw-r--r--");
    Path file = file("sealpost.conf", "include \"word.conf\"\n", "rw-------");
    assertThat(in(file).files()).containsOnlyKeys(included);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sealpost.marks.seal-word = auto\n", "sealpost.marks.subject = off\n", ""})
  void honestFileWithoutASecretMayBeReadByAll(String text) throws Exception {
    assertThat(in(file("sealpost.conf", text, "rw-r--r--")).warnings()).isEmpty();
  }

  @Test
  void honestFileOfTheUsersAloneMayHoldTheWord() throws Exception {
    assertThat(in(file("sealpost.conf", SECRET, "rw-------")).warnings()).isEmpty();
  }

  @Test
  void honestProxyWithoutAFileIsNotWarned() throws Exception {
    assertThat(ExposedSecrets.in(Optional.empty()).warnings()).isEmpty();
  }
}
