package org.sealpost.server.setup.client;

import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What a mail client is to use for one account. Immutable.
 *
 * @param userName at the real servers, to which it is passed on
 * @param pop3 where the proxy listens for POP3; empty if it does not
 * @param smtp where the proxy listens for SMTP; empty if it does not
 * @param certificate of localhost, for clients that insist on TLS; empty if there is none yet
 */
public record ClientSettings(
    String address,
    String userName,
    Optional<InetSocketAddress> pop3,
    Optional<InetSocketAddress> smtp,
    Optional<LocalCertificate> certificate) {
  /** The part behind the last @, as the DNS has it: Thunderbird takes no other in its files. */
  String domain() {
    return IDN.toASCII(address.substring(address.lastIndexOf('@') + 1), IDN.ALLOW_UNASSIGNED);
  }

  /** As a client's field for the server takes it; this machine where any address is listened at. */
  public static String host(InetSocketAddress address) {
    InetAddress at = address.getAddress();
    return (at.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : at).getHostAddress();
  }
}
