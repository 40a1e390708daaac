package org.sealpost.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where to listen: an address of this machine alone, and a port. */
public final class ListenAddress {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<four>[^:\\[\\]]+)):(?<port>[0-9]{1,5})");

  private static final InetAddress SIX = InetAddress.ofLiteral("::1");

  private ListenAddress() {}

  /** An address; empty where the text is, which switches the listener off. */
  static Optional<InetSocketAddress> parse(String text) throws Unusable {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new Unusable("not-a-listen-address");
    }
    int port = Integer.parseInt(matcher.group("port"));
    if (port > 65535) {
      throw new Unusable("not-a-listen-address");
    }
    String six = matcher.group("six");
    InetAddress address = address(six == null ? matcher.group("four") : six);
    if (!address.isLoopbackAddress()) {
      throw new Unusable("not-loopback");
    }
    return Optional.of(new InetSocketAddress(address, port));
  }

  /** As {@link #parse} reads it, and as people write it (RFC 5952). */
  public static String shown(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = host.equals(SIX) ? "::1" : host.getHostAddress();
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
  }

  /** Whether a server's name means this machine. No name is looked up. */
  static boolean isLoopback(String host) {
    try {
      return address(host).isLoopbackAddress();
    } catch (Unusable _) {
      return false;
    }
  }

  private static InetAddress address(String host) throws Unusable {
    if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
      return InetAddress.getLoopbackAddress();
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      throw new Unusable("not-a-listen-address");
    }
  }
}
