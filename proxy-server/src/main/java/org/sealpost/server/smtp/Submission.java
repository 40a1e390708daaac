package org.sealpost.server.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.Content;
import org.sealpost.outbound.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail's way from the spool to the real server. */
final class Submission {
  private static final Logger log = LoggerFactory.getLogger(Submission.class);
  private static final Words WORDS = Words.beside(Submission.class);

  private final Services services;
  private final Transaction transaction;
  private final SmtpUpstream upstream;
  private final long begun = System.nanoTime();
  private boolean overUpstream;

  Submission(Services services, Transaction transaction) {
    this.services = services;
    this.transaction = transaction;
    upstream = transaction.upstream();
  }

  /** Whether the real server has no transaction open that it would have to forget. */
  boolean isOverUpstream() {
    return overUpstream;
  }

  /**
   * Protects the mail and delivers it.
   *
   * @return the real server's own reply to it
   * @throws Failure if it could not be delivered; no part of it was, or the text says which
   */
  SmtpReply submit(Content mail) throws Failure {
    SmtpReply reply;
    try {
      reply = deliver(prepare(mail));
    } catch (Failure e) {
      Failure told = withoutClosing(e);
      note(mail.size(), SmtpReply.of(told));
      // Without the text: it may name recipients.
      log.info("The mail was not sent: {}", told.enhancedCode(), told.getCause());
      throw told;
    }
    note(mail.size(), reply);
    return reply;
  }

  /** A lost server is no reason to hang up on the client, which may try again at once. */
  private static Failure withoutClosing(Failure e) {
    return e.replyCode() == 421 ? Failure.of(451, e.enhancedCode(), e.text(), e.getCause()) : e;
  }

  /** Takes account of a mail that was refused while it was read. */
  void refusedAtOnce(SmtpReply refusal) {
    note(0, refusal);
  }

  private void note(long size, SmtpReply reply) {
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    services.metrics().mail(reply, taken);
    log.info(
        "Mail of {} bytes from {} to {} recipients: {} in {} ms",
        size,
        transaction.account().account().address(),
        transaction.recipients().size(),
        reply.code(),
        taken.toMillis());
  }

  private List<Delivery> prepare(Content mail) throws Failure {
    List<Delivery> deliveries;
    try {
      deliveries =
          services
              .outbound()
              .prepare(transaction.account().account(), transaction.envelope(), mail)
              .deliveries();
    } catch (IOException e) {
      throw UpstreamFailures.unwritable(e);
    }
    OptionalLong limit = upstream.capabilities().size();
    for (Delivery delivery : deliveries) {
      if (limit.orElse(0) > 0 && delivery.sizeBound() > limit.getAsLong()) {
        throw Failure.of(
            552, "5.3.4", WORDS.text("mail.too-large-protected", Long.toString(limit.getAsLong())));
      }
    }
    return deliveries;
  }

  private SmtpReply deliver(List<Delivery> deliveries) throws Failure {
    if (deliveries.size() == 1 && fitsOpenTransaction(deliveries.getFirst())) {
      return data(deliveries.getFirst());
    }
    List<String> delivered = new ArrayList<>();
    SmtpReply last = SmtpReply.of(250, "");
    for (Delivery delivery : deliveries) {
      last = deliverOneOf(delivery, delivered);
      if (!last.isPositive()) {
        return delivered.isEmpty() ? last : partly(delivered, last);
      }
      delivered.addAll(delivery.recipients());
    }
    return last;
  }

  /** The real server has it all already: MAIL and each RCPT as the client gave them. */
  private boolean fitsOpenTransaction(Delivery delivery) {
    return new HashSet<>(delivery.recipients())
            .equals(new HashSet<>(transaction.envelope().recipients()))
        && (transaction.isEightBit() || !saysEightBit(delivery));
  }

  private boolean saysEightBit(Delivery delivery) {
    return delivery.eightBit() && upstream.capabilities().has("8BITMIME");
  }

  private SmtpReply deliverOneOf(Delivery delivery, List<String> delivered) throws Failure {
    try {
      return transact(delivery);
    } catch (Failure e) {
      if (delivered.isEmpty()) {
        throw e;
      }
      log.info("A later delivery failed: {}", e.enhancedCode(), e.getCause());
      return SmtpReply.of(e);
    }
  }

  /** A transaction of its own (RFC 5321 §3.3); all or none of the recipients. */
  private SmtpReply transact(Delivery delivery) throws Failure {
    upstream.command("RSET");
    overUpstream = false;
    AddressArgument sender = transaction.sender();
    if (saysEightBit(delivery)) {
      sender = sender.with("BODY", "8BITMIME");
    }
    SmtpReply mail = upstream.command(sender.command("MAIL FROM:"));
    if (!mail.isPositive()) {
      return mail;
    }
    for (AddressArgument recipient : transaction.recipients()) {
      if (delivery.recipients().contains(recipient.address())) {
        SmtpReply rcpt = upstream.command(recipient.command("RCPT TO:"));
        if (!rcpt.isPositive()) {
          return rcpt;
        }
      }
    }
    return data(delivery);
  }

  private SmtpReply data(Delivery delivery) throws Failure {
    SmtpReply goAhead = upstream.command("DATA");
    if (!goAhead.isIntermediate()) {
      return goAhead;
    }
    SmtpReply reply = upstream.send(delivery.mail());
    overUpstream = true;
    return reply;
  }

  private SmtpReply partly(List<String> delivered, SmtpReply why) {
    List<String> missing = new ArrayList<>(transaction.envelope().recipients());
    missing.removeAll(delivered);
    log.warn("{} recipients got the mail, {} did not", delivered.size(), missing.size());
    String text =
        WORDS.text(
            "mail.partly", String.join(", ", delivered), String.join(", ", missing), why.quoted());
    // Trying again by itself would give it to the first ones twice; only a temporary cause asks
    // for that.
    return why.isPermanentFailure()
        ? SmtpReply.of(554, "5.3.0", text)
        : SmtpReply.of(451, "4.3.0", text);
  }
}
