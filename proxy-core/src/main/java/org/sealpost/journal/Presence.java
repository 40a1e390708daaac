package org.sealpost.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * Tells living processes from dead ones: each has locked one byte of a file that is always empty,
 * at a place drawn by chance, and the operating system gives the lock back however the process
 * ends. Unlike a lease that runs out, it needs no clock and no renewal, and holds through a
 * suspended laptop. One for each process and file, since on POSIX closing one gives back all locks
 * that the process has on the file. Thread-safe.
 */
final class Presence implements AutoCloseable {
  private static final long PLACES = 1L << 62;
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final FileChannel channel;
  private final long id;

  private Presence(FileChannel channel, long id) {
    this.channel = channel;
    this.id = id;
  }

  /** Makes this process known; the file is made where it is missing, for this user alone. */
  static Presence in(Path file) throws IOException {
    FileAttribute<?>[] mode =
        POSIX
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            mode);
    boolean held = false;
    try {
      long id = new SecureRandom().nextLong(1, PLACES);
      // It goes with the channel.
      held = channel.tryLock(id, 1, false) != null;
      if (!held) {
        throw new IOException(file + ": a place drawn by chance is taken");
      }
      return new Presence(channel, id);
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  /** By what other processes know this one. */
  long id() {
    return id;
  }

  /** Whether the process with this id lives; also where that cannot be told. */
  boolean isPresent(long other) {
    if (other == id) {
      return true;
    }
    try (FileLock free = channel.tryLock(other, 1, false)) {
      return free == null;
    } catch (OverlappingFileLockException e) {
      // Within this process.
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
