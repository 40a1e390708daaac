package org.sealpost.server.smtp;

import java.util.HashSet;
import org.sealpost.failure.Failure;
import org.sealpost.outbound.Delivery;
import org.sealpost.server.smtp.SmtpUpstream.BeforeEnd;

/**
 * Says the deliveries of one mail to the real server. A connection holds one transaction at a time
 * (RFC 5321 §3.3), so where there are several deliveries the client's own transaction is what has
 * every recipient checked before the first body goes out: each MAIL and RCPT was relayed as the
 * client gave it, and only recipients that the real server accepted are left. What the deliveries
 * say differs from it in BODY=8BITMIME alone, and that the server takes it is known from its EHLO,
 * as is the largest size. To probe each delivery's envelope once more before would tell nothing
 * new, and cost what servers count: recipients for an hour's limit, transactions and RSETs for a
 * connection's. A server that changes its mind between is answered by the journal: the client's
 * next try completes the mail.
 */
final class Relay {
  private final Transaction transaction;
  private final SmtpUpstream upstream;
  private boolean clientsOwnIsOpen = true;
  private boolean overUpstream;

  Relay(Transaction transaction) {
    this.transaction = transaction;
    upstream = transaction.upstream();
  }

  /** Whether the real server has no transaction open that it would have to forget. */
  boolean isOverUpstream() {
    return overUpstream;
  }

  /** Whether a further delivery can be said. */
  boolean isUsable() {
    return upstream.isUsable();
  }

  /**
   * All or none of the recipients get it.
   *
   * @param beforeEnd called when all but the last dot was said
   * @return the real server's final reply, or the one that ended it before
   */
  SmtpReply deliver(Delivery delivery, BeforeEnd beforeEnd) throws Failure {
    if (clientsOwnIsOpen && fitsClientsOwn(delivery)) {
      return data(delivery, beforeEnd);
    }
    return transact(delivery, beforeEnd);
  }

  /** The real server has it all already: MAIL and each RCPT as the client gave them. */
  private boolean fitsClientsOwn(Delivery delivery) {
    return new HashSet<>(delivery.recipients())
            .equals(new HashSet<>(transaction.envelope().recipients()))
        && (transaction.isEightBit() || !saysEightBit(delivery));
  }

  private boolean saysEightBit(Delivery delivery) {
    return delivery.eightBit() && upstream.capabilities().has("8BITMIME");
  }

  private SmtpReply transact(Delivery delivery, BeforeEnd beforeEnd) throws Failure {
    clientsOwnIsOpen = false;
    upstream.reset();
    overUpstream = false;
    PathArgument sender = transaction.sender();
    if (saysEightBit(delivery)) {
      sender = sender.with("BODY", "8BITMIME");
    }
    SmtpReply mail = upstream.command(sender.command("MAIL FROM:"));
    if (!mail.isPositive()) {
      return mail;
    }
    for (PathArgument recipient : transaction.recipients()) {
      if (delivery.recipients().contains(recipient.address())) {
        SmtpReply rcpt = upstream.command(recipient.command("RCPT TO:"));
        if (!rcpt.isPositive()) {
          return rcpt;
        }
      }
    }
    return data(delivery, beforeEnd);
  }

  private SmtpReply data(Delivery delivery, BeforeEnd beforeEnd) throws Failure {
    clientsOwnIsOpen = false;
    SmtpReply goAhead = upstream.command("DATA");
    if (!goAhead.isIntermediate()) {
      return goAhead;
    }
    SmtpReply reply = upstream.send(delivery.mail(), beforeEnd);
    overUpstream = true;
    return reply;
  }
}
