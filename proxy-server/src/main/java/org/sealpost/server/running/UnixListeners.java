package org.sealpost.server.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether somebody listens at a Unix-domain socket, as Linux says in {@code /proc/net/unix}: to
 * connect would have a service manager start what it listens for. Empty on other systems.
 */
public final class UnixListeners {
  private static final Path SOCKETS = Path.of("/proc/net/unix");

  /** As in {@code 0000: 00000002 00000000 00010000 0001 01 12345 /run/agent.sock}. */
  private static final int FLAGS = 3;

  private static final int PATH = 7;

  /** {@code __SO_ACCEPTCON}. */
  private static final String LISTENING = "00010000";

  private UnixListeners() {}

  /**
   * Looks without connecting.
   *
   * @return empty if it cannot be told
   */
  public static Optional<Boolean> isAt(Path socket) throws IOException {
    if (!Files.isReadable(SOCKETS)) {
      return Optional.empty();
    }
    String path = socket.toAbsolutePath().toString();
    List<String> lines = Files.readAllLines(SOCKETS);
    return Optional.of(
        lines.stream()
            .map(line -> line.split("\\s+", PATH + 1))
            .anyMatch(
                it -> it.length > PATH && it[FLAGS].equals(LISTENING) && it[PATH].equals(path)));
  }
}
