package org.sealpost.directory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.sealpost.failure.Words;

/** The password of a directory, in a file that no other user can read. */
final class PasswordFile {
  private static final Words WORDS = Words.beside(PasswordFile.class);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private PasswordFile() {}

  /**
   * Its first line.
   *
   * @throws IOException if it cannot be read, is empty, or others may read it; the message is an
   *     {@link Answer.Failed#reason}
   */
  static String read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(WORDS.text("password.unreadable", file));
    }
    boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
    if (posix
        && !OWNER_ONLY.containsAll(
            Files.readAttributes(file, PosixFileAttributes.class).permissions())) {
      throw new IOException(WORDS.text("password.open", file));
    }
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      if (line == null || line.isEmpty()) {
        throw new IOException(WORDS.text("password.empty", file));
      }
      return line;
    }
  }
}
