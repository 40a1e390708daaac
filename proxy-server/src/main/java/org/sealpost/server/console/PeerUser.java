package org.sealpost.server.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which user of this machine has the other end of a connection on loopback, as Linux tells ({@code
 * /proc/net/tcp}, proc_pid_net(5)). A link stands in the arguments of the program that opens it,
 * where all users can read it: what they cannot have is a connection of its user. Thread-safe.
 */
final class PeerUser {
  private static final Logger LOG = LoggerFactory.getLogger(PeerUser.class);

  private static final String ESTABLISHED = "01";
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
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
   * Whether the connection is known to be of another user than this process's.
   *
   * @param peer the other end
   * @param here our end
   */
  boolean isForeign(InetSocketAddress peer, InetSocketAddress here) {
    return own.isPresent()
        && tables.stream()
            .flatMap(table -> user(table, peer, here).stream())
            .anyMatch(user -> !user.equals(own.get()));
  }

  private static Optional<String> user(Path table, InetSocketAddress peer, InetSocketAddress here) {
    try (BufferedReader lines = Files.newBufferedReader(table)) {
      return lines
          .lines()
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(row -> row.length > USER && row[STATE].equals(ESTABLISHED))
          .filter(row -> isAt(row[LOCAL], peer) && isAt(row[REMOTE], here))
          .map(row -> row[USER])
          .findFirst();
    } catch (IOException e) {
      LOG.debug("whose connections are is not told by {}", table, e);
      return Optional.empty();
    }
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
