package org.sealpost.server.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntPredicate;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.Settings.Listen;

/**
 * Chooses where to listen: the usual ports, or the first free ones behind them where another user's
 * Sealpost or any other program has them.
 */
final class Ports {
  static final int SMTP = 2525;
  static final int POP3 = 1110;
  static final int CONSOLE = 8025;

  private static final Words WORDS = Words.beside(Ports.class);
  private static final SequencedMap<String, Integer> STANDARD = new LinkedHashMap<>();
  private static final int REACH = 500;
  private static final int HIGHEST = 65_535;

  static {
    STANDARD.put("smtp", SMTP);
    STANDARD.put("pop3", POP3);
    STANDARD.put("console", CONSOLE);
  }

  private Ports() {}

  /**
   * The listeners whose port is another than the standard one, by name.
   *
   * @param asked ports that the user chose
   * @param free whether nobody listens at a port
   * @throws IOException if a port that was asked for is taken, or none is free
   */
  static SequencedMap<String, String> choose(Map<String, Integer> asked, IntPredicate free)
      throws IOException {
    return choose(asked, STANDARD, free);
  }

  /**
   * The listeners whose port is another than the one that holds without a file of the user's.
   *
   * @param machine what holds then; what is off by it stays off unless it is asked for
   */
  static SequencedMap<String, String> choose(
      Map<String, Integer> asked, Listen machine, IntPredicate free) throws IOException {
    SequencedMap<String, Integer> usual = new LinkedHashMap<>();
    for (String name : STANDARD.keySet()) {
      int port = port(machine, name);
      if (port > 0 || asked.containsKey(name)) {
        usual.put(name, port);
      }
    }
    return choose(asked, usual, free);
  }

  private static SequencedMap<String, String> choose(
      Map<String, Integer> asked, Map<String, Integer> usual, IntPredicate free)
      throws IOException {
    SequencedMap<String, String> chosen = new LinkedHashMap<>();
    Set<Integer> used = new HashSet<>(asked.values());
    for (Map.Entry<String, Integer> listener : usual.entrySet()) {
      Optional<Integer> wanted = Optional.ofNullable(asked.get(listener.getKey()));
      if (wanted.isPresent() && !free.test(wanted.get())) {
        throw new TellingIoException(WORDS.phrase("port.taken", wanted.get(), listener.getKey()));
      }
      int port = wanted.isPresent() ? wanted.get() : first(listener.getValue(), used, free);
      used.add(port);
      if (port != listener.getValue()) {
        chosen.put(listener.getKey(), address(port));
      }
    }
    return chosen;
  }

  /**
   * The listeners that the user asked for, where they are not there yet.
   *
   * @throws IOException if a port is taken by someone else
   */
  static SequencedMap<String, String> asked(
      Map<String, Integer> asked, Listen present, IntPredicate free) throws IOException {
    SequencedMap<String, String> changes = new LinkedHashMap<>();
    for (String name : STANDARD.keySet()) {
      Optional<Integer> port = Optional.ofNullable(asked.get(name));
      if (port.isEmpty() || port.get() == port(present, name)) {
        continue;
      }
      if (!free.test(port.get())) {
        throw new TellingIoException(WORDS.phrase("port.taken", port.get(), name));
      }
      changes.put(name, address(port.get()));
    }
    return changes;
  }

  private static int port(Listen present, String name) {
    Optional<InetSocketAddress> address =
        switch (name) {
          case "smtp" -> present.smtp();
          case "pop3" -> present.pop3();
          default -> present.console();
        };
    return address.map(InetSocketAddress::getPort).orElse(-1);
  }

  private static int first(int standard, Set<Integer> used, IntPredicate free) throws IOException {
    int last = Math.min(standard + REACH - 1, HIGHEST);
    for (int port = standard; port <= last; port++) {
      if (!used.contains(port) && free.test(port)) {
        return port;
      }
    }
    throw new TellingIoException(WORDS.phrase("port.none", standard, last));
  }

  static String address(int port) {
    return "127.0.0.1:" + port;
  }

  /** Whether this process could listen there. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
