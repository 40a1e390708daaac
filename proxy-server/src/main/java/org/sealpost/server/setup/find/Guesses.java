package org.sealpost.server.setup.find;

import java.util.ArrayList;
import java.util.List;
import org.sealpost.server.account.Upstream;

/** What providers usually call their servers. Stateless. */
final class Guesses {
  private Guesses() {}

  /** TLS from the start before STARTTLS (RFC 8314 §3), the usual names first. */
  static List<Candidate> of(Mailbox mailbox) {
    List<Candidate> candidates = new ArrayList<>();
    add(candidates, MailProtocol.SMTP, mailbox, "smtp.", "mail.", "");
    add(candidates, MailProtocol.POP3, mailbox, "pop.", "pop3.", "mail.", "");
    return List.copyOf(candidates);
  }

  private static void add(
      List<Candidate> candidates, MailProtocol protocol, Mailbox mailbox, String... prefixes) {
    for (Upstream.Mode tls : List.of(Upstream.Mode.IMPLICIT, Upstream.Mode.STARTTLS)) {
      for (String prefix : prefixes) {
        MailServer.of(
                protocol, prefix + mailbox.asciiDomain(), MailServer.usualPort(protocol, tls), tls)
            .map(server -> Candidate.at(server, true))
            .ifPresent(candidates::add);
      }
    }
  }
}
