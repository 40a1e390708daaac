package org.sealpost.server.smtp;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.journal.Acceptance;
import org.sealpost.journal.MailIdentity;
import org.sealpost.journal.Sending;
import org.sealpost.mime.Content;
import org.sealpost.outbound.Delivery;
import org.sealpost.outbound.Prepared;
import org.sealpost.policy.Refusal;
import org.sealpost.verdicts.MailId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail's way from the spool to the real server. */
final class Submission {
  private static final Logger log = LoggerFactory.getLogger(Submission.class);
  private static final Words WORDS = Words.beside(Submission.class);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

  private final Services services;
  private final Transaction transaction;
  private final Relay relay;
  private final SubmissionRecord record;
  private Optional<Sending> toForget = Optional.empty();

  Submission(Services services, Transaction transaction) {
    this.services = services;
    this.transaction = transaction;
    relay = new Relay(transaction);
    record = new SubmissionRecord(services, transaction);
  }

  /** Whether the real server has no transaction open that it would have to forget. */
  boolean isOverUpstream() {
    return relay.isOverUpstream();
  }

  /**
   * Protects the mail and delivers it to whom it was not delivered before.
   *
   * @param digest SHA-256 of the mail in hexadecimal digits
   * @return the real server's own reply to it, or words where it has it already or only some
   *     recipients got it
   * @throws Failure if it could not be delivered to anybody
   */
  SmtpReply submit(Content mail, String digest) throws Failure {
    String messageId = MailId.messageId(mail);
    SmtpReply reply;
    try {
      reply = deliver(mail, digest, messageId.isEmpty());
    } catch (Failure e) {
      Failure told = withoutClosing(e);
      record.keep(mail.size(), messageId, SmtpReply.of(told), Optional.ofNullable(told.getCause()));
      log.debug("The mail was not sent: {}", told.enhancedCode(), told);
      throw told;
    }
    record.keep(mail.size(), messageId, reply, Optional.empty());
    return reply;
  }

  /** The client knows the reply. */
  void told() {
    toForget.ifPresent(Sending::forget);
  }

  /** A lost server is no reason to hang up on the client, which may try again at once. */
  private static Failure withoutClosing(Failure e) {
    return e.replyCode() == 421 ? Failure.of(451, e.enhancedCode(), e.words(), e.getCause()) : e;
  }

  /** Takes account of a mail that was refused while it was read. */
  void refusedAtOnce(SmtpReply refusal) {
    record.keep(0, "", refusal, Optional.empty());
  }

  private SmtpReply deliver(Content mail, String digest, boolean isNameless) throws Failure {
    MailIdentity identity = new MailIdentity(transaction.account().account().address(), digest);
    List<String> recipients = transaction.envelope().recipients();
    Optional<Sending> begun = services.journal().begin(identity, recipients);
    if (begun.isEmpty()) {
      throw Failure.of(451, "4.3.0", WORDS.phrase("mail.under-way"));
    }
    try (Sending sending = begun.get()) {
      Deliveries made = new Deliveries(relay, sending, recipients);
      record.begun(made);
      SmtpReply reply = made.areDone() ? repeated(sending) : deliver(mail, made);
      toForget = Optional.of(sending).filter(_ -> isNameless && made.areDone());
      return reply;
    }
  }

  /** The card is asked nothing, and the real server is told nothing. */
  private SmtpReply repeated(Sending sending) {
    log.info("All recipients have got this very mail before; nothing is sent");
    Acceptance first =
        transaction.envelope().recipients().stream()
            .flatMap(recipient -> sending.acceptance(recipient).stream())
            .min(Comparator.comparing(Acceptance::at))
            .orElseThrow();
    String at = MINUTES.format(first.at().atZone(ZoneId.systemDefault()));
    return SmtpReply.of(250, "2.0.0", WORDS.phrase("mail.repeated", at, first.reply()));
  }

  private SmtpReply deliver(Content mail, Deliveries made) throws Failure {
    // Planned for all recipients, also where some have got it: what one of them demands holds for
    // the others too.
    List<SmtpReply> troubles;
    try (Prepared prepared = prepare(mail)) {
      requireRoom(prepared);
      troubles = made.send(prepared);
    }
    if (troubles.isEmpty()) {
      return made.lastReply();
    }
    return made.delivered().isEmpty() ? troubles.getFirst() : partly(made, troubles);
  }

  private Prepared prepare(Content mail) throws Failure {
    Prepared prepared;
    try {
      prepared =
          services
              .outbound()
              .prepare(transaction.account().account(), transaction.envelope(), mail);
    } catch (Refusal e) {
      record.refused(e.plan());
      throw e;
    } catch (IOException e) {
      throw UpstreamFailures.unwritable(e);
    }
    record.planned(prepared.plan());
    return prepared;
  }

  private void requireRoom(Prepared prepared) throws Failure {
    OptionalLong limit = transaction.upstream().capabilities().size();
    for (Delivery delivery : prepared.deliveries()) {
      if (limit.orElse(0) > 0 && delivery.sizeBound() > limit.getAsLong()) {
        throw Failure.of(
            552,
            "5.3.4",
            WORDS.phrase("mail.too-large-protected", Long.toString(limit.getAsLong())));
      }
    }
  }

  private SmtpReply partly(Deliveries made, List<SmtpReply> troubles) {
    List<String> delivered = new ArrayList<>(transaction.envelope().recipients());
    delivered.retainAll(made.delivered());
    List<String> missing = new ArrayList<>(transaction.envelope().recipients());
    missing.removeAll(delivered);
    log.warn("{} recipients got the mail, {} did not", delivered.size(), missing.size());
    // What may pass later is worth another try, whatever else is refused for good.
    Optional<SmtpReply> temporary =
        troubles.stream().filter(reply -> !reply.isPermanentFailure()).findFirst();
    Phrase text =
        WORDS.phrase(
            made.areRemembered() ? "mail.partly" : "mail.partly-forgotten",
            String.join(", ", delivered),
            String.join(", ", missing),
            temporary.orElseGet(troubles::getFirst).quotedTold(),
            remembered(services.journal().remember()));
    return temporary.isPresent()
        ? SmtpReply.of(451, "4.3.0", text)
        : SmtpReply.of(554, "5.3.0", text);
  }

  private static Phrase remembered(Duration time) {
    boolean hours = time.toHours() > 0 && time.toMinutesPart() == 0;
    return hours
        ? WORDS.phrase("remember.hours", time.toHours())
        : WORDS.phrase("remember.minutes", time.toMinutes());
  }
}
