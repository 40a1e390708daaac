package org.sealpost.card.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.sealpost.card.api.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the folder in which wrong PINs are counted for one agent, however many sockets there are:
 * two that count in one place could each take the other's try for their own, and lock the card. The
 * file {@code lock} is locked for the agent's life, by the system, so that one left by an agent
 * that was killed hinders nobody.
 */
final class LedgerLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerLock.class);
  private static final String NAME = "lock";
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration RETRY = Duration.ofMillis(50);

  private final Path folder;
  private final FileChannel channel;

  private LedgerLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param folder is made with mode 0700 where it is missing
   * @throws StartException if another agent has it, or no file can be locked there
   */
  static LedgerLock take(Path folder) throws StartException {
    try {
      Files.createDirectories(folder, FailureLedger.permissions("rwx------"));
      FileChannel channel =
          FileChannel.open(
              folder.resolve(NAME),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              FailureLedger.permissions("rw-------"));
      if (!isLocked(channel)) {
        channel.close();
        throw failure("ledger.taken", null, folder);
      }
      return new LedgerLock(folder, channel);
    } catch (IOException e) {
      throw failure("ledger.unusable", e, folder, String.valueOf(e.getMessage()));
    }
  }

  /** Waits a little, since one that was just told to stop still has it. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!tryLock(channel)) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(RETRY.toNanos());
    }
    return true;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      LOG.debug("this process itself has the lock", e);
      return false;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Leaves the folder to others; the file stays, as another may be about to lock it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("{} was not unlocked", folder, e);
    }
  }

  private static StartException failure(String key, Throwable cause, Object... arguments) {
    return new StartException(
        Main.CANNOT_START, Words.beside(LedgerLock.class).told(key, arguments), cause);
  }
}
