package org.sealpost.server.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sealpost.outbound.SizeAllowance;
import org.sealpost.policy.SignatureForm;
import org.sealpost.server.account.SaslMechanism;

/**
 * What we offer to a client: what the real server can do, and what is our own.
 *
 * @param upstream the real server's, or what all have that the client may mean
 * @param signature what the mails of the account, or of those that may be meant, look like signed
 * @param startTls whether TLS can be turned on
 * @param auth whether passwords may come over this connection
 */
record Extensions(Capabilities upstream, SignatureForm signature, boolean startTls, boolean auth) {
  /** Passed through: they change what we relay, not what we are. */
  private static final List<String> RELAYED =
      List.of("8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES");

  /** The largest mail in octets that fits upstream when it is protected; 0 for no limit. */
  long size() {
    return SizeAllowance.announced(upstream.size().orElse(0), signature);
  }

  List<SaslMechanism> mechanisms() {
    return auth ? upstream.mechanisms() : List.of();
  }

  boolean has(String keyword) {
    return switch (keyword) {
      case "AUTH" -> !mechanisms().isEmpty();
      default -> upstream.has(keyword);
    };
  }

  /** The lines of the reply to EHLO. */
  List<String> keywords() {
    List<String> lines = new ArrayList<>(List.of("PIPELINING"));
    RELAYED.stream().filter(upstream::has).forEach(lines::add);
    lines.add(size() == 0 ? "SIZE" : "SIZE " + size());
    if (has("AUTH")) {
      lines.add(
          mechanisms().stream()
              .map(SaslMechanism::keyword)
              .collect(Collectors.joining(" ", "AUTH ", "")));
    }
    if (startTls) {
      lines.add("STARTTLS");
    }
    return lines;
  }
}
