package org.sealpost.server.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A folder in the state for what a backup needs while it is made. All who have one share a lock,
 * which ends with them however they end: who is alone removes what others left.
 */
final class WorkFolder implements AutoCloseable {
  private static final String PREFIX = "backup-";

  private final Path path;
  private final FileChannel lock;

  private WorkFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes one; once a process at a time. */
  static WorkFolder in(Path state) throws IOException {
    FileChannel lock =
        FileChannel.open(
            state.resolve("backup.lock"),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS));
    boolean made = false;
    try {
      try (FileLock alone = lock.tryLock()) {
        if (alone != null) {
          removeLeftOver(state);
        }
      }
      // Held until the channel is closed.
      FileLock _ = lock.lock(0, Long.MAX_VALUE, true);
      WorkFolder folder = new WorkFolder(Files.createTempDirectory(state, PREFIX), lock);
      made = true;
      return folder;
    } finally {
      if (!made) {
        lock.close();
      }
    }
  }

  private static void removeLeftOver(Path state) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(state, PREFIX + "*")) {
      for (Path folder : folders) {
        WholeFolder.remove(folder);
      }
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try {
      WholeFolder.remove(path);
    } finally {
      lock.close();
    }
  }
}
