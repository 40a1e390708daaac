package org.sealpost.server.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.policy.Recipient;
import org.sealpost.policy.SendPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of one mail's submission: for the log, the metrics, and the record of sent mails.
 */
final class SubmissionRecord {
  private static final Logger log = LoggerFactory.getLogger(SubmissionRecord.class);

  private final Services services;
  private final Transaction transaction;
  private final long begun = System.nanoTime();
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
    plan = Optional.of(SentMail.Plan.of(made));
  }

  void refused(SendPlan.Refuse made) {
    refusal = Optional.of(SentRefusal.of(made));
  }

  /**
   * Keeps it.
   *
   * @param size of the mail in octets
   * @param messageId empty if it has none
   * @param reply what the client is told
   */
  void keep(long size, String messageId, SmtpReply reply) {
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    services.metrics().mail(reply, taken);
    String account = transaction.account().account().address();
    log.info(
        "Mail of {} bytes from {} to {} recipients: {} in {} ms",
        size,
        account,
        transaction.recipients().size(),
        reply.code(),
        taken.toMillis());
    List<SentDelivery> all =
        deliveries
            .map(Deliveries::outcomes)
            .orElseGet(() -> List.of(SentDelivery.notSent(transaction.envelope().recipients())));
    services
        .sentMails()
        .keep(
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
