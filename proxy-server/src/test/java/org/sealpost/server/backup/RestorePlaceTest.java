package org.sealpost.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;

/** The last step of a restore, by which the backup takes the state's place. */
class RestorePlaceTest {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("sealpost.backup");
  }

  /** A state of this name with a backup, changed since then. */
  private Settings state(String name) throws Exception {
    Path conf = folder.resolve("sealpost.conf");
    Files.writeString(
        conf,
        "sealpost { state-dir = %s, runtime-dir = run, card-agent.module = none }".formatted(name));
    Settings settings = Settings.load(Optional.of(conf), new Surroundings(folder, Map.of()));
    Files.createDirectory(settings.stateDir());
    Files.writeString(settings.sealWordFile(), "hemlight");
    try (OutputStream out = Files.newOutputStream(file)) {
      Backup.write(settings, false, Optional.empty(), "sealpost test", out);
    }
    Files.writeString(settings.sealWordFile(), "younger");
    Files.writeString(settings.stateDir().resolve("my own"), "notes");
    return settings;
  }

  private Restore restore(Settings settings, Runnable whenReady) {
    return new Restore(new BackupFile(file, Optional.empty()), settings, whenReady);
  }

  @Test
  void whereTheOldStateCannotBeRenamedItStaysAsItWas() throws Exception {
    // With the time behind it no file system takes the name.
    Settings settings = state("s".repeat(250));
    assertThatThrownBy(() -> restore(settings, () -> {}).run(true)).isInstanceOf(IOException.class);
    assertThat(settings.sealWordFile()).hasContent("younger");
    assertThat(settings.stateDir().resolve("my own")).hasContent("notes");
    assertThat(folder).isDirectoryNotContaining("glob:**sealpost-restore*");
  }

  @Test
  void whereTheNameForTheOldStateIsTakenItGetsTheNext() throws Exception {
    Settings settings = state("state");
    Optional<Path> kept = restore(settings, () -> takeNames(settings.stateDir())).run(true).kept();
    assertThat(kept.orElseThrow().resolve("my own")).hasContent("notes");
    assertThat(kept.orElseThrow().toString()).endsWith("-2");
    assertThat(settings.sealWordFile()).hasContent("hemlight");
  }

  /** Those that the next minutes could bring. */
  private static void takeNames(Path state) {
    try {
      for (int i = 0; i < 300; i++) {
        Path taken =
            state.resolveSibling("state.before-" + SECONDS.format(Instant.now().plusSeconds(i)));
        Files.createDirectories(taken.resolve("of another restore"));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void foldersThatCannotBothMoveStayWhereTheyAre() throws Exception {
    Path old = Files.createDirectory(folder.resolve("old"));
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    Path aside = Files.createDirectory(folder.resolve("aside"));
    Files.writeString(old.resolve("old"), "");
    Files.writeString(fresh.resolve("fresh"), "");
    Files.writeString(aside.resolve("another"), "");
    assertThatThrownBy(() -> Exchange.replace(old, fresh, aside)).isInstanceOf(IOException.class);
    assertThat(old.resolve("old")).exists();
    assertThat(fresh.resolve("fresh")).exists();
    assertThat(aside.resolve("another")).exists();
  }
}
