package org.sealpost.server.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.OwnFolder;
import org.sealpost.server.SettingsException;

/** The user's own configuration as a file: there whole or as it was, for the user alone. */
final class ConfigurationFile {
  private static final Words WORDS = Words.beside(ConfigurationFile.class);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?>[] OWNER_ONLY =
      POSIX
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  private final Path file;
  private final Optional<String> text;

  private ConfigurationFile(Path file, Optional<String> text) {
    this.file = file;
    this.text = text;
  }

  /**
   * Reads it, if it is there.
   *
   * @throws IOException if it cannot be read, or could not be written later
   */
  static ConfigurationFile at(Path named) throws IOException {
    Path file = named.toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      requireFolder(file);
      return new ConfigurationFile(file, Optional.empty());
    }
    // A link to where the user keeps such files stays one.
    Path real = file.toRealPath();
    if (!Files.isRegularFile(real)) {
      throw new TellingIoException(WORDS.phrase("file.no-file", file));
    }
    UserPrincipal owner = Files.getOwner(real);
    if (!owner.equals(thisUser(real))) {
      throw new TellingIoException(WORDS.phrase("file.not-yours", file, owner.getName()));
    }
    if (!Files.isReadable(real) || !Files.isWritable(real) || !Files.isWritable(real.getParent())) {
      throw new TellingIoException(WORDS.phrase("file.not-writable", file));
    }
    try {
      return new ConfigurationFile(real, Optional.of(Files.readString(real)));
    } catch (CharacterCodingException e) {
      throw new TellingIoException(WORDS.phrase("file.not-text", file), e);
    }
  }

  private static UserPrincipal thisUser(Path file) throws IOException {
    return file.getFileSystem()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(System.getProperty("user.name"));
  }

  /** The nearest folder that is there must be one that can be written to. */
  private static void requireFolder(Path file) throws IOException {
    Path folder = file.getParent();
    while (!Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new TellingIoException(WORDS.phrase("file.no-folder", file, folder));
    }
  }

  Path path() {
    return file;
  }

  /** As it is now; empty if it is not there. */
  Optional<String> text() {
    return text;
  }

  /** Looks at a text in a file of the same folder before it counts. */
  interface Check {
    void check(Path written) throws IOException, SettingsException;
  }

  /**
   * Writes another text; the one before is kept beside it, under the same name with a tilde.
   *
   * @throws IOException if it cannot be written; then all is as it was
   * @throws SettingsException if the check throws it; then all is as it was
   */
  void write(String content, Check check) throws IOException, SettingsException {
    OwnFolder.makeIfMissing(file.getParent());
    Path part = Files.createTempFile(file.getParent(), ".sealpost", ".conf", OWNER_ONLY);
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(content);
        while (octets.hasRemaining()) {
          channel.write(octets);
        }
        channel.force(true);
      }
      check.check(part);
      if (text.isPresent()) {
        if (POSIX) {
          Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
        }
        Files.copy(
            file,
            backup(),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Where the text before is kept. */
  Path backup() {
    return file.resolveSibling(file.getFileName() + "~");
  }
}
