package org.sealpost.card.api;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The socket on which a service manager listened before this process was there, and which it hands
 * over as standard input: systemd.socket(5) with {@code StandardInput=socket}. It stays open until
 * the process ends, whoever is accepted: the JDK would put /dev/null in place of standard output
 * and error as well when it is closed, and the last of the log would be lost.
 */
final class InheritedSocket implements Acceptor {
  private static final Words WORDS = Words.beside(InheritedSocket.class);

  private final ServerSocketChannel channel;
  private final Selector selector;

  private InheritedSocket(ServerSocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    SelectionKey _ = channel.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * The socket, where there is one.
   *
   * @param path where it has to be
   * @param permissions that it has to have: the manager made it
   */
  static Optional<Acceptor> at(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (!(System.inheritedChannel() instanceof ServerSocketChannel channel)
        || !(channel.getLocalAddress() instanceof UnixDomainSocketAddress address)) {
      return Optional.empty();
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        || !Files.isSameFile(address.getPath(), path)) {
      throw failure("socket.elsewhere", address, path);
    }
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (!found.equals(permissions)) {
      throw failure("socket.open", path, PosixFilePermissions.toString(found));
    }
    return Optional.of(new InheritedSocket(channel));
  }

  @Override
  public SocketChannel accept() throws IOException {
    try {
      while (true) {
        int _ = selector.select();
        selector.selectedKeys().clear();
        // Another process may have taken the client.
        Optional<SocketChannel> client = Optional.ofNullable(channel.accept());
        if (client.isPresent()) {
          return client.get();
        }
        if (Thread.currentThread().isInterrupted()) {
          close();
        }
      }
    } catch (ClosedSelectorException e) {
      throw (IOException) new AsynchronousCloseException().initCause(e);
    }
  }

  @Override
  public boolean isOpen() {
    return selector.isOpen();
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }

  private static CannotListenException failure(String key, Object... arguments) {
    return new CannotListenException(false, WORDS.told(key, arguments), null);
  }
}
