package org.sealpost.server.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which user of this machine has the other end of a connection on loopback, as Linux tells ({@code
 * /proc/net/tcp}, proc_pid_net(5)). A link stands in the arguments of the program that opens it,
 * where all users can read it: what they cannot have is a connection of its user. Thread-safe.
 */
final class PeerUser {
  private static final Logger LOG = LoggerFactory.getLogger(PeerUser.class);

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int USER = 7;

  private final List<Path> tables;
  private final Optional<String> own;

  private PeerUser(List<Path> tables, Optional<String> own) {
    this.tables = List.copyOf(tables);
    this.own = own;
  }

  /** As this system tells it; where it does not, nobody is known. */
  static PeerUser ofThisSystem() {
    Optional<String> own = Optional.empty();
    try {
      own = Optional.of(Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString());
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      LOG.debug("this system does not tell whose connections are", e);
    }
    return new PeerUser(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")), own);
  }

  /** As these tables tell it, for the user with this number. */
  static PeerUser of(List<Path> tables, String own) {
    return new PeerUser(tables, Optional.of(own));
  }

  /**
   * Whether the connection is another user's than this process's, or nobody's that this system
   * tells of. In whatever state it is: whoever has closed his direction of it still reads (RFC 9293
   * §3.6), and one that is closed for good belongs to nobody.
   *
   * @param peer the other end
   * @param here our end
   */
  boolean isForeign(InetSocketAddress peer, InetSocketAddress here) {
    return own.isPresent() && !users(peer, here).equals(Set.of(own.get()));
  }

  private Set<String> users(InetSocketAddress peer, InetSocketAddress here) {
    Set<String> users = new HashSet<>();
    for (Path table : tables) {
      try (BufferedReader lines = Files.newBufferedReader(table)) {
        lines
            .lines()
            .skip(1)
            .map(line -> line.strip().split("\\s+"))
            .filter(row -> row.length > USER)
            .filter(row -> isAt(row[LOCAL], peer) && isAt(row[REMOTE], here))
            .forEach(row -> users.add(row[USER]));
      } catch (IOException | UncheckedIOException e) {
        LOG.debug("whose connections are is not told by {}", table, e);
      }
    }
    return users;
  }

  private static boolean isAt(String written, InetSocketAddress place) {
    int colon = written.indexOf(':');
    try {
      return colon > 0
          && HexFormat.fromHexDigits(written, colon + 1, written.length()) == place.getPort()
          && address(written.substring(0, colon)).equals(place.getAddress());
    } catch (UnknownHostException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Words of 32 bits, each in the order of this machine. */
  private static InetAddress address(String written) throws UnknownHostException {
    byte[] bytes = HexFormat.of().parseHex(written);
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      for (int i = 0; i + 3 < bytes.length; i += 4) {
        swap(bytes, i, i + 3);
        swap(bytes, i + 1, i + 2);
      }
    }
    return InetAddress.getByAddress(bytes);
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }
}
