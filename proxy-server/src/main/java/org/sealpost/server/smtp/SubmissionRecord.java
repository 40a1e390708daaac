package org.sealpost.server.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.policy.Recipient;
import org.sealpost.policy.SendPlan;
import org.sealpost.verdicts.MailId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is kept of one mail's submission: for the log, the metrics, and the record of sent mails.
 */
final class SubmissionRecord {
  private static final Logger log = LoggerFactory.getLogger(SubmissionRecord.class);

  private final Services services;
  private final Transaction transaction;
  private final long begun = System.nanoTime();
  private Optional<Duration> preparing = Optional.empty();
  private int copies;
  private Optional<SentMail.Plan> plan = Optional.empty();
  private Optional<SentRefusal> refusal = Optional.empty();
  private Optional<Deliveries> deliveries = Optional.empty();

  SubmissionRecord(Services services, Transaction transaction) {
    this.services = services;
    this.transaction = transaction;
  }

  void begun(Deliveries made) {
    deliveries = Optional.of(made);
  }

  void planned(SendPlan.Protect made) {
    prepared();
    copies = made.copies().size();
    plan = Optional.of(SentMail.Plan.of(made));
  }

  private void prepared() {
    Duration taken = elapsed();
    services.metrics().prepared(taken);
    preparing = Optional.of(taken);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  void refused(SendPlan.Refuse made) {
    prepared();
    refusal = Optional.of(SentRefusal.of(made));
  }

  /**
   * Keeps it.
   *
   * @param size of the mail in octets
   * @param messageId empty if it has none
   * @param reply what the client is told
   * @param cause why it failed, where something of the machine's or the network's did
   */
  void keep(long size, String messageId, SmtpReply reply, Optional<Throwable> cause) {
    Duration taken = elapsed();
    services.metrics().mail(reply, taken);
    if (plan.isPresent()) {
      services.metrics().delivered(taken.minus(preparing.orElse(Duration.ZERO)));
    }
    String account = transaction.account().account().address();
    tell(account, size, messageId, reply, taken, cause);
    List<SentDelivery> all =
        deliveries
            .map(Deliveries::outcomes)
            .orElseGet(() -> List.of(SentDelivery.notSent(transaction.envelope().recipients())));
    services
        .sentMails()
        .accept(
            new SentMail(
                account,
                messageId,
                Instant.now(),
                size,
                reply.code(),
                reply.told(),
                plan,
                refusal,
                once(all)));
  }

  /** One line, with neither subject nor addresses but the account's. */
  private void tell(
      String account,
      long size,
      String messageId,
      SmtpReply reply,
      Duration taken,
      Optional<Throwable> cause) {
    LoggingEventBuilder line =
        log.atInfo()
            .addKeyValue("account", account)
            .addKeyValue("id", MailId.of(messageId))
            .addKeyValue("size", size)
            .addKeyValue("recipients", transaction.recipients().size())
            .addKeyValue("code", reply.code());
    if (plan.isPresent()) {
      line = planned(line, plan.get());
    }
    if (refusal.isPresent()) {
      line = line.addKeyValue("refusal", token(refusal.get().cause()));
    }
    if (cause.isPresent()) {
      line = line.addKeyValue("cause", cause.get().getClass().getSimpleName());
    }
    if (preparing.isPresent()) {
      line = line.addKeyValue("prepare-ms", preparing.get().toMillis());
    }
    line.addKeyValue("ms", taken.toMillis()).log(reply.isPositive() ? "mail-sent" : "mail-refused");
  }

  private LoggingEventBuilder planned(LoggingEventBuilder line, SentMail.Plan made) {
    return line.addKeyValue("signed", made.signed())
        .addKeyValue("signed-by", token(made.signedBy()))
        .addKeyValue("encrypted", made.encrypted())
        .addKeyValue("encrypted-by", token(made.encryptedBy()))
        .addKeyValue("copies", copies);
  }

  private static String token(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Each recipient in one spelling, as the journal knows them. */
  private static List<SentDelivery> once(List<SentDelivery> deliveries) {
    Set<String> seen = new HashSet<>();
    List<SentDelivery> once = new ArrayList<>();
    for (SentDelivery delivery : deliveries) {
      List<String> recipients =
          delivery.recipients().stream()
              .filter(recipient -> seen.add(Recipient.comparable(recipient)))
              .toList();
      if (!recipients.isEmpty()) {
        once.add(
            new SentDelivery(
                recipients,
                delivery.outcome(),
                delivery.again(),
                delivery.encrypted(),
                delivery.reply()));
      }
    }
    return once;
  }
}
