package org.sealpost.server.running;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process holds the lock on a file: as Linux says in {@code /proc/locks}, so that nobody has
 * to be believed and no process is found by its name. Empty on other systems.
 */
public final class LockHolders {
  private static final Path LOCKS = Path.of("/proc/locks");

  /** As in {@code 3: POSIX ADVISORY WRITE 1234 fe:00:5678 0 EOF}. */
  private static final Pattern LINE =
      Pattern.compile("\\d+: POSIX +\\S+ +WRITE (\\d+) ([0-9a-f]+:[0-9a-f]+):(\\d+) .*");

  private record Lock(long process, String device, long inode) {}

  private LockHolders() {}

  /**
   * The process that holds a lock on this file.
   *
   * @return empty if nobody does, or it cannot be told
   * @throws IOException if the folder cannot be written to
   */
  public static Optional<ProcessHandle> of(Path file) throws IOException {
    if (!Files.isReadable(LOCKS) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Optional<String> device = device(file.toAbsolutePath().getParent());
    long inode = inode(file);
    return locks().stream()
        .filter(lock -> lock.inode() == inode && device.equals(Optional.of(lock.device())))
        .filter(lock -> lock.process() != ProcessHandle.current().pid())
        .findFirst()
        .flatMap(lock -> ProcessHandle.of(lock.process()));
  }

  /**
   * How the system names the folder's device among the locks: not all file systems have it as a
   * file's attribute says, so a lock of our own tells.
   */
  private static Optional<String> device(Path folder) throws IOException {
    Path own = Files.createTempFile(folder, ".lock-", "");
    try (FileChannel channel = FileChannel.open(own, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      long inode = inode(own);
      long here = ProcessHandle.current().pid();
      return locks().stream()
          .filter(lock -> lock.inode() == inode && lock.process() == here)
          .map(Lock::device)
          .findFirst();
    } finally {
      Files.delete(own);
    }
  }

  private static long inode(Path file) throws IOException {
    return (Long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Lock> locks() throws IOException {
    return Files.readAllLines(LOCKS).stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(
            line ->
                new Lock(
                    Long.parseLong(line.group(1)), line.group(2), Long.parseLong(line.group(3))))
        .toList();
  }
}
