package org.sealpost.server.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.mark.SealWord;
import org.sealpost.server.OwnFolder;
import org.sealpost.server.Settings;
import org.sealpost.server.net.TlsServer;
import org.sealpost.store.StoreCopy;

/**
 * Puts a backup in the place of the state, all of it or nothing: it is made ready in a folder
 * beside and takes its place in one step. The state that was there is kept beside. Nothing is
 * written outside of the two.
 */
public final class Restore {
  private static final Words WORDS = Words.beside(Restore.class);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final BackupFile backup;
  private final Settings settings;
  private final Runnable whenReady;

  /** For a state, which need not be there. */
  public Restore(BackupFile backup, Settings settings) {
    this(backup, settings, () -> {});
  }

  /**
   * @param whenReady runs when only the last step is left
   */
  Restore(BackupFile backup, Settings settings, Runnable whenReady) {
    this.backup = backup;
    this.settings = settings;
    this.whenReady = whenReady;
  }

  /**
   * What was done.
   *
   * @param kept where the old state is; empty if there was none
   * @param beside the folder with what belongs elsewhere; empty if there is nothing
   */
  public record Restored(Manifest manifest, Optional<Path> kept, Optional<Path> beside) {}

  /**
   * Reads all of the backup and looks whether it could be restored; nothing is written.
   *
   * @param replace whether there may be a state
   * @throws IOException in words, if it could not
   */
  public Manifest check(boolean replace) throws IOException {
    if (!replace && isUsed(settings)) {
      throw new TellingIoException(WORDS.phrase("restore.not-empty", settings.stateDir()));
    }
    Check check = new Check();
    backup.read(check);
    return check.manifest();
  }

  /**
   * Restores it.
   *
   * @param replace whether it may take the place of a state
   * @throws IOException in words, if it could not; the state is then as it was
   * @throws org.sealpost.store.StoreException if the store in it is damaged
   */
  public Restored run(boolean replace) throws IOException {
    try (StateGuard _ = StateGuard.hold(settings)) {
      Manifest manifest = check(replace);
      Path state =
          Files.isDirectory(settings.stateDir())
              ? settings.stateDir().toRealPath()
              : settings.stateDir().toAbsolutePath();
      Path folder = state.getParent();
      OwnFolder.makeIfMissing(folder);
      if (Files.getFileStore(folder).getUsableSpace() < 2 * manifest.totalSize()) {
        throw new TellingIoException(
            WORDS.phrase("restore.no-space", folder, 2 * manifest.totalSize()));
      }
      Path ready = Files.createTempDirectory(folder, ".sealpost-restore-");
      Optional<Object> made = identity(ready);
      try {
        backup.read(new Unpacking(ready));
        prepare(ready, state);
        whenReady.run();
        Optional<Path> kept = place(ready, state);
        Path beside = state.resolve(Places.BESIDE);
        return new Restored(manifest, kept, Optional.of(beside).filter(Files::isDirectory));
      } finally {
        // Whatever went wrong: another folder under this name is the old state.
        if (made.equals(identity(ready))) {
          WholeFolder.remove(ready);
        }
      }
    }
  }

  /** Whether there is anything in the state that a restore would take the place of. */
  private static boolean isUsed(Settings settings) throws IOException {
    Path cards = settings.cardFolder();
    if (Files.isDirectory(cards)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(cards, "*.{card,properties}")) {
        if (files.iterator().hasNext()) {
          return true;
        }
      }
    }
    return Files.exists(settings.storeFile())
        || Files.exists(settings.sealWordFile())
        || Files.exists(settings.tlsDir());
  }

  private void prepare(Path ready, Path state) throws IOException {
    Path store = Places.in(ready, Places.STORE);
    if (Files.exists(store)) {
      StoreCopy.renew(store);
    }
    Path word = Places.in(ready, Places.SEAL_WORD);
    if (Files.exists(word)
        && !SealWord.isOne(Files.readString(word, StandardCharsets.UTF_8).strip())) {
      throw new TellingIoException(WORDS.phrase("backup.damaged"));
    }
    Path tls = ready.resolve("tls");
    if (Files.exists(tls)) {
      var _ = TlsServer.localhost(tls);
    }
    keepCounts(ready.resolve("cards"), state.resolve("cards"));
  }

  /**
   * How many wrong PINs a card has had is a fact about the card: what this machine counted stands
   * before what the backup says, so that restoring gives no try back.
   */
  private static void keepCounts(Path ready, Path present) throws IOException {
    if (!Files.isDirectory(present)) {
      return;
    }
    try (DirectoryStream<Path> counts = Files.newDirectoryStream(present, "*.properties")) {
      for (Path count : counts) {
        OwnFolder.makeIfMissing(ready);
        Files.copy(
            count,
            ready.resolve(count.getFileName()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static Optional<Path> place(Path ready, Path state) throws IOException {
    if (!Files.isDirectory(state)) {
      Files.move(ready, state, StandardCopyOption.ATOMIC_MOVE);
      return Optional.empty();
    }
    Path kept = Exchange.replace(state, ready, free(state));
    try {
      Files.delete(kept);
      return Optional.empty();
    } catch (DirectoryNotEmptyException _) {
      return Optional.of(kept);
    }
  }

  /** A name beside the state that nothing has. */
  private static Path free(Path state) {
    String name = state.getFileName() + ".before-" + SECONDS.format(Instant.now());
    Path found = state.resolveSibling(name);
    for (int i = 2; Files.exists(found, LinkOption.NOFOLLOW_LINKS); i++) {
      found = state.resolveSibling(name + "-" + i);
    }
    return found;
  }

  /** Of the folder at this path; empty if there is none, or the system has no such thing. */
  private static Optional<Object> identity(Path folder) throws IOException {
    try {
      return Optional.ofNullable(
          Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Writes the entries, each to a new file for this user alone. */
  private record Unpacking(Path state) implements BackupFile.Reader {
    @Override
    public void manifest(Manifest manifest) {
      // It was checked before.
    }

    @Override
    public OutputStream entry(Manifest.Entry entry) throws IOException {
      Path file = Places.in(state, entry.name());
      OwnFolder.makeIfMissing(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return new FilterOutputStream(Channels.newOutputStream(channel)) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
          channel.force(true);
          super.close();
        }
      };
    }
  }
}
