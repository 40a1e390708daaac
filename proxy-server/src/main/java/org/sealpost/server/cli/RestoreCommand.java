package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.server.Settings;
import org.sealpost.server.backup.BackupFile;
import org.sealpost.server.backup.Manifest;
import org.sealpost.server.backup.Restore;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost restore}: a backup in the place of the state. */
@Command(name = "restore")
final class RestoreCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "FILE", descriptionKey = "backup-file")
  private Path file = Path.of("");

  @Option(names = "--replace")
  private boolean replace;

  @Option(names = "--dry-run")
  private boolean dryRun;

  @Option(names = "--passphrase-file", paramLabel = "FILE")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(names = "--json", descriptionKey = "json-object")
  private boolean json;

  RestoreCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    if (!BackupFile.isEncrypted(file)) {
      restore(settings, new BackupFile(file, Optional.empty()));
      return 0;
    }
    try (Passphrase passphrase =
        passphraseFile.isPresent()
            ? Passphrase.read(passphraseFile.get())
            : Passphrase.ask(screen, false)) {
      restore(settings, new BackupFile(file, Optional.of(passphrase.secret())));
    }
    return 0;
  }

  private void restore(Settings settings, BackupFile backup) throws Exception {
    Restore restore = new Restore(backup, settings);
    Path state = settings.stateDir();
    if (dryRun) {
      tell(restore.check(replace), state, Optional.empty(), Optional.empty());
    } else {
      Restore.Restored done = restore.run(replace);
      tell(done.manifest(), state, done.kept(), done.beside());
    }
  }

  private void tell(Manifest manifest, Path state, Optional<Path> kept, Optional<Path> beside) {
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("state", state.toString());
      object.addProperty("made", manifest.made().toString());
      object.addProperty("program", manifest.program());
      object.addProperty("restored", !dryRun);
      object.add(
          "entries", Json.list(manifest.entries().stream().map(Manifest.Entry::name).toList()));
      kept.ifPresent(path -> object.addProperty("kept", path.toString()));
      beside.ifPresent(path -> object.addProperty("beside", path.toString()));
      screen.out().println(object);
      return;
    }
    screen.say(
        dryRun ? "restore.could" : "restore.done",
        state,
        Table.time(manifest.made()),
        PlainText.of(manifest.program()),
        manifest.entries().size());
    kept.ifPresent(path -> screen.say("restore.kept", path));
    beside.ifPresent(path -> screen.say("restore.beside", path));
  }
}
