package org.sealpost.trust.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells addresses of the public internet from those that mean something only where we are: the
 * IANA's special-purpose registries (RFC 6890), multicast, and the nets that this machine is in.
 */
final class PublicAddresses {
  private static final List<Block> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "2001::/23",
              "2001:db8::/32",
              "3fff::/20")
          .map(Block::parse)
          .toList();

  /** All of IPv6 that is given out for use in the internet (RFC 4291 §2.4). */
  private static final Block GLOBAL_UNICAST = Block.parse("2000::/3");

  /** Both hold an IPv4 address that a gateway goes on to (RFC 3056 §2, RFC 6052 §2.1). */
  private static final Block SIX_TO_FOUR = Block.parse("2002::/16");

  private static final Block NAT64 = Block.parse("64:ff9b::/96");

  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    return isGlobal(address) && !isNear(address);
  }

  private static boolean isGlobal(InetAddress address) {
    return switch (address) {
      case Inet4Address _ -> !isSpecial(address);
      case Inet6Address _ ->
          embedded(address)
              .map(PublicAddresses::isGlobal)
              .orElseGet(() -> GLOBAL_UNICAST.contains(address) && !isSpecial(address));
      default -> false;
    };
  }

  private static boolean isSpecial(InetAddress address) {
    return SPECIAL.stream().anyMatch(block -> block.contains(address));
  }

  private static Optional<InetAddress> embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (SIX_TO_FOUR.contains(address)) {
      return Optional.of(address(Arrays.copyOfRange(bytes, 2, 6)));
    }
    if (NAT64.contains(address)) {
      return Optional.of(address(Arrays.copyOfRange(bytes, 12, 16)));
    }
    return Optional.empty();
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** With IPv6 the neighbours have global addresses as well, which a firewall keeps from others. */
  private static boolean isNear(InetAddress address) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(each -> each.getInterfaceAddresses().stream())
          .anyMatch(own -> block(own).contains(address));
    } catch (SocketException e) {
      return true;
    }
  }

  private static Block block(InterfaceAddress own) {
    byte[] bytes = own.getAddress().getAddress();
    int length = own.getNetworkPrefixLength();
    return new Block(bytes, length > 0 ? length : bytes.length * 8);
  }

  /** The addresses that begin with the same {@code length} bits. */
  private record Block(byte[] prefix, int length) {
    static Block parse(String text) {
      int slash = text.indexOf('/');
      InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
      return new Block(address.getAddress(), Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(InetAddress address) {
      byte[] bytes = address.getAddress();
      if (bytes.length != prefix.length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        int mask = 0x80 >> (i % 8);
        if ((bytes[i / 8] & mask) != (prefix[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
