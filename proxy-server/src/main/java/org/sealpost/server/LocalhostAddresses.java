package org.sealpost.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where browsers look for a name below {@code localhost} (RFC 6761 §6.3): at ::1 before 127.0.0.1.
 * Who gives them such a name must have both, or else another user of the machine can have the one
 * that comes first.
 */
public final class LocalhostAddresses {
  private static final List<String> LOOKED_AT = List.of("127.0.0.1", "::1");

  private LocalhostAddresses() {}

  /** The address, and those of the same port where browsers look; none that this machine lacks. */
  public static List<InetSocketAddress> with(InetSocketAddress address) {
    Set<InetSocketAddress> all = new LinkedHashSet<>();
    all.add(address);
    for (String each : LOOKED_AT) {
      InetAddress place = InetAddress.ofLiteral(each);
      if (isHere(place)) {
        all.add(new InetSocketAddress(place, address.getPort()));
      }
    }
    return List.copyOf(all);
  }

  /** What cannot be told is taken for here: then to listen there fails, and nothing is risked. */
  private static boolean isHere(InetAddress place) {
    try {
      return NetworkInterface.getByInetAddress(place) != null;
    } catch (SocketException _) {
      return true;
    }
  }
}
