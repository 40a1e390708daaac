package org.sealpost.server.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Failure;
import org.sealpost.outbound.Envelope;
import org.sealpost.server.account.MailAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mail transaction: born when the real server accepts MAIL, over with DATA or RSET. */
final class Transaction {
  private static final Logger log = LoggerFactory.getLogger(Transaction.class);

  private final MailAccount account;
  private final SmtpUpstream upstream;
  private final PathArgument sender;
  private final List<PathArgument> recipients = new ArrayList<>();

  Transaction(MailAccount account, SmtpUpstream upstream, PathArgument sender) {
    this.account = account;
    this.upstream = upstream;
    this.sender = sender;
  }

  MailAccount account() {
    return account;
  }

  SmtpUpstream upstream() {
    return upstream;
  }

  PathArgument sender() {
    return sender;
  }

  /** Those that the real server accepted. */
  List<PathArgument> recipients() {
    return List.copyOf(recipients);
  }

  void add(PathArgument recipient) {
    recipients.add(recipient);
  }

  Envelope envelope() {
    return new Envelope(sender.address(), recipients.stream().map(PathArgument::address).toList());
  }

  /** Whether the client said that the mail may hold bytes above 127 (RFC 6152). */
  boolean isEightBit() {
    return "8BITMIME".equals(sender.parameters().getOrDefault("BODY", "").toUpperCase(Locale.ROOT));
  }

  /** Makes the real server forget it. */
  void abandon() {
    if (!upstream.isUsable()) {
      return;
    }
    try {
      upstream.reset();
    } catch (Failure e) {
      // The next command will find the connection gone and say so.
      log.debug("RSET was not answered or refused", e);
    }
  }
}
