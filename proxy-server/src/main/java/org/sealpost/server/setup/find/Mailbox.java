package org.sealpost.server.setup.find;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address, taken apart (RFC 5321 §4.1.2). Immutable.
 *
 * @param domain as the user writes it
 */
public record Mailbox(String localPart, String domain) {
  private static final Pattern HOST_NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9])?");
  private static final Pattern ADDRESS =
      Pattern.compile("([^@\\s\\p{Cntrl}]+)@([^@\\s\\p{Cntrl}]+)");

  /** An address of the usual form; empty if it is none. */
  public static Optional<Mailbox> of(String address) {
    var matcher = ADDRESS.matcher(address.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Mailbox mailbox = new Mailbox(matcher.group(1), matcher.group(2));
    try {
      return isHostName(mailbox.asciiDomain()) ? Optional.of(mailbox) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Whether a name, in lower case, can be one of a host. A name in the DNS may have any octets (RFC
   * 2181 §11), and whoever answers chooses them.
   */
  static boolean isHostName(String name) {
    return HOST_NAME.matcher(name).matches();
  }

  /** The whole. */
  public String address() {
    return localPart + "@" + domain;
  }

  /** The domain as the DNS has it (RFC 5891). */
  String asciiDomain() {
    return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
  }

  /** Whether a host is the domain or below it. */
  boolean isOwn(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals(asciiDomain()) || name.endsWith("." + asciiDomain());
  }
}
