package org.sealpost.card.agent;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/**
 * How many wrong PINs each token was given since the last right one: a small text file for each, so
 * that the count outlives the process. What is written is on the disk when {@link #write} returns.
 * The caller serialises the use of one token's file; {@link LedgerLock} keeps other agents away.
 */
final class FailureLedger {
  /**
   * What is known of a token.
   *
   * @param failures PINs that were submitted and not found right
   * @param tells whether the token was seen to tell of a wrong PIN that an earlier process had
   *     given it: what it tells outlasts its module
   * @param damaged whether there is a file and it cannot be understood; {@code failures} is then 0
   */
  record Entry(int failures, boolean tells, boolean damaged) {
    static final Entry NONE = new Entry(0, false, false);

    Entry withFailures(int count) {
      return new Entry(count, tells, false);
    }

    Entry thatTells() {
      return new Entry(failures, true, damaged);
    }
  }

  private static final int MAX_FILE = 4096;
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path folder;

  /**
   * @param folder is made with mode 0700 when it is needed
   */
  FailureLedger(Path folder) {
    this.folder = folder;
  }

  /** The token's file; it need not be there. */
  Path file(String tokenId) {
    return folder.resolve(name(tokenId) + ".properties");
  }

  /** What is written about the token. */
  Entry read(String tokenId) throws IOException {
    try (var in = Files.newInputStream(file(tokenId), LinkOption.NOFOLLOW_LINKS)) {
      byte[] octets = in.readNBytes(MAX_FILE + 1);
      return octets.length > MAX_FILE
          ? new Entry(0, false, true)
          : parse(tokenId, new String(octets, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Entry.NONE;
    }
  }

  /** Replaces what is written about the token; on failure the old text stays. */
  void write(String tokenId, Entry entry) throws IOException {
    Files.createDirectories(folder, permissions("rwx------"));
    Path fresh = folder.resolve(name(tokenId) + ".new");
    Files.deleteIfExists(fresh);
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(fresh, options, permissions("rw-------"))) {
      ByteBuffer text = StandardCharsets.UTF_8.encode(format(tokenId, entry));
      while (text.hasRemaining()) {
        int _ = channel.write(text);
      }
      channel.force(true);
    }
    replace(fresh, file(tokenId));
    forceFolder();
  }

  private static void replace(Path fresh, Path file) throws IOException {
    try {
      Path _ = Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Path _ = Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the new name last; only POSIX lets a folder be opened for it. */
  private void forceFolder() throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static Entry parse(String tokenId, String text) {
    Entry damaged = new Entry(0, false, true);
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
      int failures = Integer.parseInt(properties.getProperty("failures", ""));
      String tells = properties.getProperty("tells", "");
      boolean whole =
          properties.getProperty("token", "").equals(readable(tokenId))
              && failures >= 0
              && (tells.equals("true") || tells.equals("false"));
      return whole ? new Entry(failures, tells.equals("true"), false) : damaged;
    } catch (IOException | IllegalArgumentException e) {
      return damaged;
    }
  }

  private static String format(String tokenId, Entry entry) {
    return """
        # Wrong PINs given to a card since its last right one, so that Sealpost can stop before the
        # card locks itself. It goes back to 0 by itself when the right PIN is given.
        token=%s
        failures=%d
        tells=%b
        """
        .formatted(readable(tokenId), entry.failures(), entry.tells());
  }

  /** Serial numbers are what a card says they are: nothing that means something in the file. */
  private static String readable(String tokenId) {
    return tokenId.replaceAll("[^A-Za-z0-9-]", "_");
  }

  private static String name(String tokenId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(tokenId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The attribute that gives a new file or folder this mode; none where there are no modes. */
  static FileAttribute<?>[] permissions(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
