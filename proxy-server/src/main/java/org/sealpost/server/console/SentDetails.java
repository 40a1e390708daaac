package org.sealpost.server.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Recipients who are in the way, all for one reason. */
  record Obstacle(List<String> recipients, Phrase reason) {
    private static final int SHOWN = 3;

    static List<Obstacle> of(SentRefusal refusal) {
      Map<Phrase.Told, List<String>> byReason = new LinkedHashMap<>();
      for (SentRefusal.Hindered it : refusal.obstacles()) {
        byReason
            .computeIfAbsent(it.reason().told(), _ -> new ArrayList<>())
            .add(PlainText.of(it.recipient()));
      }
      return byReason.entrySet().stream()
          .map(each -> new Obstacle(List.copyOf(each.getValue()), each.getKey()))
          .toList();
    }

    String all() {
      return String.join(", ", recipients);
    }

    String first() {
      return String.join(", ", recipients.subList(0, recipients.size() - more()));
    }

    /** How many there are besides the first. */
    int more() {
      return Math.max(0, recipients.size() - SHOWN);
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
