package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.trust.PlainText;

/** All tries to send one mail, the newest first. */
record SentDetails(String messageId, List<Try> tries) {
  record Try(
      Instant time,
      String account,
      long size,
      Badge result,
      Phrase told,
      Optional<Protection> protection,
      Optional<Refusal> refusal,
      List<Copy> copies) {}

  /** What was to be done, and what decided it. */
  record Protection(boolean signed, Phrase signedBy, boolean encrypted, Phrase encryptedBy) {}

  record Refusal(Phrase cause, List<Obstacle> obstacles) {
    static Refusal of(SentRefusal refusal) {
      return new Refusal(SentWords.cause(refusal), Obstacle.of(refusal));
    }
  }

  /** A recipient who is in the way. */
  record Obstacle(String recipient, Phrase reason) {
    static List<Obstacle> of(SentRefusal refusal) {
      return refusal.obstacles().stream()
          .map(it -> new Obstacle(PlainText.of(it.recipient()), it.reason()))
          .toList();
    }
  }

  /**
   * @param protection how this copy left, where copies differ
   */
  record Copy(
      String recipients, Badge outcome, boolean again, Optional<Phrase> protection, String reply) {}

  static SentDetails of(String messageId, List<SentMail> mails) {
    return new SentDetails(messageId, mails.stream().map(SentDetails::one).toList());
  }

  private static Try one(SentMail mail) {
    return new Try(
        mail.time(),
        PlainText.of(mail.account()),
        mail.size(),
        SentWords.result(mail),
        SentWords.told(mail),
        mail.plan()
            .map(
                plan ->
                    new Protection(
                        plan.signed(),
                        plan.signedBy().words(),
                        plan.encrypted(),
                        plan.encryptedBy().words())),
        mail.refusal().map(Refusal::of),
        mail.deliveries().stream().map(delivery -> copy(mail, delivery)).toList());
  }

  private static Copy copy(SentMail mail, SentDelivery delivery) {
    return new Copy(
        PlainText.of(String.join(", ", delivery.recipients())),
        SentWords.outcome(delivery.outcome()),
        delivery.again(),
        mail.plan()
            .flatMap(SentMail.Plan::openBy)
            .flatMap(
                by ->
                    delivery
                        .encrypted()
                        .map(
                            encrypted ->
                                Phrase.of(
                                    SentDetails.class,
                                    encrypted ? "sent.copy.encrypted" : "sent.copy.open",
                                    by.words()))),
        delivery.reply());
  }
}
