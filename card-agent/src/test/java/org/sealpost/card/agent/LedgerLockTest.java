package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerLockTest {
  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("state/cards");
  }

  private void assertRefuses(String... words) {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> LedgerLock.take(folder()).close())
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(Main.CANNOT_START))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void oneAtATimeHasTheFolder() throws Exception {
    try (LedgerLock _ = LedgerLock.take(folder())) {
      assertRefuses("Another card-agent", folder().toString(), "stop it", "sealpost.state-dir");
      assertRefuses("Another card-agent");
    }
    LedgerLock.take(folder()).close();
  }

  @Test
  void theFolderAndItsLockAreForTheirOwnerAlone() throws Exception {
    LedgerLock.take(folder()).close();
    assertThat(Files.getPosixFilePermissions(folder()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(folder().resolve("lock")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFolderThatCannotBeIsNamedWithItsSetting() throws Exception {
    Files.createFile(temporary.resolve("state"));
    assertRefuses(folder().toString(), "does not start", "sealpost.state-dir");
  }

  @Test
  void aLinkInPlaceOfTheLockIsNotFollowed() throws Exception {
    Files.createDirectories(folder());
    Path elsewhere = temporary.resolve("elsewhere");
    Files.createSymbolicLink(folder().resolve("lock"), elsewhere);
    assertRefuses(folder().toString(), "does not start");
    assertThat(elsewhere).doesNotExist();
  }
}
