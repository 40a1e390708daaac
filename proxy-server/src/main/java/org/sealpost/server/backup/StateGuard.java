package org.sealpost.server.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sealpost.card.api.CannotListenException;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.OwnFolder;
import org.sealpost.server.Settings;
import org.sealpost.server.running.UnixListeners;

/** Keeps proxies and card-agents from starting with a state, and finds those that use it. */
final class StateGuard implements AutoCloseable {
  private static final Words WORDS = Words.beside(StateGuard.class);

  private final List<AutoCloseable> held = new ArrayList<>();

  private StateGuard() {}

  /**
   * Holds the state, by the locks that proxy and agent take, until closed.
   *
   * @throws IOException in words, if one of them runs
   */
  static StateGuard hold(Settings settings) throws IOException {
    StateGuard guard = new StateGuard();
    boolean whole = false;
    try {
      OwnFolder.makeIfMissing(settings.runtimeDir());
      guard.claim(settings.controlSocket(), "restore.proxy-runs");
      guard.claim(settings.agentSocket(), "restore.agent-runs");
      // Another runtime folder can have led to the same state.
      guard.lock(settings.presenceFile(), "restore.proxy-runs");
      guard.lock(settings.cardFolder().resolve("lock"), "restore.agent-runs");
      whole = true;
      return guard;
    } finally {
      if (!whole) {
        guard.close();
      }
    }
  }

  private void claim(Path socket, String words) throws IOException {
    // To claim a socket is to connect to it, and a service manager would start who is to listen.
    if (UnixListeners.isAt(socket).orElse(false)) {
      throw new TellingIoException(WORDS.phrase(words, socket));
    }
    try {
      held.add(ListeningSocket.claim(socket));
    } catch (CannotListenException e) {
      if (e.isInUse()) {
        throw new TellingIoException(WORDS.phrase(words, socket), e);
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  private void lock(Path file, String words) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    held.add(channel);
    if (!isLocked(channel)) {
      throw new TellingIoException(WORDS.phrase(words, file));
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (AutoCloseable each : held.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        first = new IOException(e);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
