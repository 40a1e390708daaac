package org.sealpost.card.api;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix-domain socket that one program listens on: in a folder that only this user can enter, mode
 * 0600. A socket left over by a program that is gone is recognised by the refused connection and
 * removed; nothing else is ever removed. A lock beside the socket keeps two programs that start
 * together apart. Where a service manager listens already, its socket can be taken over, and is
 * left where it is.
 */
public final class ListeningSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> SOCKET =
      PosixFilePermissions.fromString("rw-------");
  private static final int BACKLOG = 64;
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET_TYPE = 0140000;

  private final Path path;
  private final FileChannel lock;
  private final Acceptor acceptor;

  /** Of the socket that is to be removed at the end; empty for a service manager's. */
  private final Optional<Object> fileKey;

  private ListeningSocket(
      Path path, FileChannel lock, Acceptor acceptor, Optional<Object> fileKey) {
    this.path = path;
    this.lock = lock;
    this.acceptor = acceptor;
    this.fileKey = fileKey;
  }

  /** The right to listen at a path, which one program has at a time; nobody can connect yet. */
  public static final class Claim implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;
    private final Optional<Acceptor> inherited;

    private Claim(Path path, FileChannel lock, Optional<Acceptor> inherited) {
      this.path = path;
      this.lock = lock;
      this.inherited = inherited;
    }

    /** Listens, for as long as this is not closed. */
    public ListeningSocket listen() throws CannotListenException {
      try {
        return inherited.isPresent()
            ? new ListeningSocket(path, lock, inherited.get(), Optional.empty())
            : ListeningSocket.listen(path, lock);
      } catch (IOException e) {
        throw failure("socket.failed", e, path, e.getMessage());
      }
    }

    @Override
    public void close() {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.warn("{} was not unlocked", path, e);
      }
    }
  }

  /**
   * Makes the folder where it is missing, and claims the socket in it.
   *
   * @throws CannotListenException if another program has it, or the folder cannot serve
   */
  public static Claim claim(Path path) throws CannotListenException {
    return claim(path, Optional::empty);
  }

  /**
   * As {@link #claim}, for a program that a service manager may have started: the socket that it
   * hands over as standard input serves, if it is this one. Others can connect to that already.
   *
   * @throws CannotListenException also if the manager's socket is another, or open to others
   */
  public static Claim claimOrTakeOver(Path path) throws CannotListenException {
    return claim(path, () -> InheritedSocket.at(path, SOCKET));
  }

  private interface Inheritance {
    Optional<Acceptor> look() throws IOException;
  }

  private static Claim claim(Path path, Inheritance inheritance) throws CannotListenException {
    Path folder = path.toAbsolutePath().getParent();
    try {
      prepare(folder);
      FileChannel lock = lock(path);
      try {
        Optional<Acceptor> inherited = inheritance.look();
        if (inherited.isEmpty()) {
          removeStale(path);
        }
        return new Claim(path, lock, inherited);
      } catch (IOException e) {
        lock.close();
        throw e;
      }
    } catch (CannotListenException e) {
      throw e;
    } catch (IOException e) {
      throw failure("socket.failed", e, path, e.getMessage());
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Waits for the next client. */
  public SocketChannel accept() throws IOException {
    return acceptor.accept();
  }

  /** Whether clients can still connect. */
  public boolean isOpen() {
    return acceptor.isOpen();
  }

  /**
   * Stops listening and removes the socket, unless another has taken its place. A service manager's
   * socket stays.
   */
  @Override
  public void close() {
    try {
      if (acceptor.isOpen()) {
        acceptor.close();
        if (fileKey.isPresent() && fileKey.equals(fileKey(path))) {
          Files.deleteIfExists(path);
        }
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("{} was not taken down", path, e);
    }
  }

  private static void prepare(Path folder) throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      throw failure("folder.no-permissions", null, folder);
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      } catch (IOException e) {
        throw failure("folder.cannot-be-made", e, folder);
      }
    }
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory()) {
      throw failure("folder.no-folder", null, folder);
    }
    if (!found.owner().equals(LocalUser.current())) {
      throw failure("folder.foreign", null, folder, found.owner().getName());
    }
    if (!found.permissions().equals(FOLDER)) {
      throw failure(
          "folder.open", null, folder, PosixFilePermissions.toString(found.permissions()));
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolveSibling(path.getFileName() + ".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(SOCKET));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is locked by this process", path, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw alreadyRunning(path);
  }

  private static void removeStale(Path path) throws IOException {
    int mode;
    try {
      mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if ((mode & FILE_TYPE) != SOCKET_TYPE) {
      throw failure("socket.no-socket", null, path);
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      LOG.info("removing {}, which nobody listens on any more", path);
      Files.delete(path);
      return;
    }
    throw alreadyRunning(path);
  }

  private static ListeningSocket listen(Path path, FileChannel lock) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, SOCKET);
      Object own = fileKey(path).orElseThrow(() -> new IOException("the socket has vanished"));
      return new ListeningSocket(path, lock, Acceptor.of(channel), Optional.of(own));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Optional<Object> fileKey(Path path) throws IOException {
    try {
      return Optional.ofNullable(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static CannotListenException alreadyRunning(Path path) {
    return new CannotListenException(true, words().told("socket.already-running", path), null);
  }

  private static CannotListenException failure(String key, Throwable cause, Object... arguments) {
    return new CannotListenException(false, words().told(key, arguments), cause);
  }

  private static Words words() {
    return Words.beside(ListeningSocket.class);
  }
}
