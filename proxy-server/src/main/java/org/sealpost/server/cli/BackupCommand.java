package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Settings;
import org.sealpost.server.backup.Backup;
import org.sealpost.server.backup.Manifest;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost backup}: the state in one file. */
@Command(name = "backup")
final class BackupCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "FILE", descriptionKey = "new-backup")
  private Path file = Path.of("");

  @Option(names = "--with-card-files")
  private boolean cardFiles;

  @Option(names = "--encrypt")
  private boolean encrypt;

  @Option(names = "--passphrase-file", paramLabel = "FILE")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(names = "--json", descriptionKey = "json-object")
  private boolean json;

  BackupCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    if (!encrypt && passphraseFile.isEmpty()) {
      tell(write(settings, Optional.empty()));
      return 0;
    }
    try (Passphrase passphrase =
        passphraseFile.isPresent()
            ? Passphrase.read(passphraseFile.get())
            : Passphrase.ask(screen, true)) {
      tell(write(settings, Optional.of(passphrase.secret())));
    }
    return 0;
  }

  private Backup.Written write(Settings settings, Optional<char[]> passphrase) throws Exception {
    String program = new Version().getVersion()[0];
    List<Backup.Written> written = new ArrayList<>();
    NewFile.write(
        file, out -> written.add(Backup.write(settings, cardFiles, passphrase, program, out)));
    return written.getFirst();
  }

  private void tell(Backup.Written written) {
    boolean hidden = encrypt || passphraseFile.isPresent();
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("file", file.toAbsolutePath().toString());
      object.addProperty("encrypted", hidden);
      object.add(
          "entries",
          Json.list(written.manifest().entries().stream().map(Manifest.Entry::name).toList()));
      object.add("left-out", Json.list(written.leftOut().stream().map(Phrase::english).toList()));
      screen.out().println(object);
      return;
    }
    screen.say("backup.done", PlainText.of(file.toString()), written.manifest().entries().size());
    written.leftOut().forEach(it -> screen.say("backup.left-out", it.in(screen.language())));
    if (cardFiles) {
      screen.say("backup.with-keys");
    }
    if (!hidden) {
      screen.say("backup.plain");
    }
  }
}
