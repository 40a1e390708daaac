package org.sealpost.password;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/** A password in the first line of a file that no other user can read. Stateless. */
public final class PasswordFile {
  private static final Words WORDS = Words.beside(PasswordFile.class);

  /** In octets. */
  private static final int LONGEST = 4096;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private PasswordFile() {}

  /**
   * Its first line, as it is; the caller's to wipe.
   *
   * @throws IOException if it cannot be read, is empty, is longer than 4095 octets, or others may
   *     read it; the message says so in words
   */
  public static byte[] read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new TellingIoException(WORDS.phrase("unreadable", file));
    }
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
        && !OWNER_ONLY.containsAll(
            Files.getFileAttributeView(file, PosixFileAttributeView.class)
                .readAttributes()
                .permissions())) {
      throw new TellingIoException(WORDS.phrase("open", file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return firstLine(in, file.toString());
    }
  }

  /**
   * The first line of what is not a file; the caller's to wipe.
   *
   * @param name for messages
   * @throws IOException if it cannot be read, is empty or is longer than 4095 octets
   */
  public static byte[] firstLine(InputStream in, String name) throws IOException {
    byte[] all = new byte[LONGEST];
    try {
      int length = in.readNBytes(all, 0, all.length);
      int end = 0;
      while (end < length && all[end] != '\n' && all[end] != '\r') {
        end++;
      }
      if (end == 0 || end == LONGEST) {
        throw new TellingIoException(WORDS.phrase("empty", name));
      }
      return Arrays.copyOf(all, end);
    } finally {
      Arrays.fill(all, (byte) 0);
    }
  }
}
