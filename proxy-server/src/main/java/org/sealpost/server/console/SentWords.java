package org.sealpost.server.console;

import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.policy.Decider;

/** What is said of sent mails on several pages. */
final class SentWords {
  private SentWords() {}

  static Badge result(SentMail mail) {
    boolean some =
        mail.deliveries().stream().map(SentDelivery::outcome).anyMatch(SentWords::isThere);
    if (mail.isSent()) {
      return new Badge("sent.result.sent", "✔", "good");
    }
    if (some) {
      return new Badge("sent.result.partly", "◐", "doubtful");
    }
    return mail.code() < 500
        ? new Badge("sent.result.later", "…", "doubtful")
        : new Badge("sent.result.refused", "✘", "bad");
  }

  private static boolean isThere(Outcome outcome) {
    return outcome == Outcome.ACCEPTED || outcome == Outcome.ACCEPTED_BEFORE;
  }

  static Badge outcome(Outcome outcome) {
    String key = "sent.outcome." + token(outcome);
    return switch (outcome) {
      case ACCEPTED -> new Badge(key, "✔", "good");
      case ACCEPTED_BEFORE -> new Badge(key, "✔", "faint");
      case NOT_ACCEPTED -> new Badge(key, "✘", "bad");
      case UNKNOWN -> new Badge(key, "?", "doubtful");
      case NOT_SENT -> new Badge(key, "–", "faint");
    };
  }

  /** What decided. */
  static Phrase by(Decider decider) {
    return Phrase.of(SentWords.class, "by." + token(decider));
  }

  /** How the mail was to leave, in a few words. */
  static Phrase protection(SentMail.Plan plan) {
    String key =
        (plan.signed() ? "signed" : "unsigned")
            + (plan.openBy().isPresent() ? "-split" : plan.encrypted() ? "-encrypted" : "");
    return Phrase.of(SentWords.class, "sent.protection." + key);
  }

  static Phrase cause(SentRefusal refusal) {
    return Phrase.of(
        SentWords.class, "refused.cause." + token(refusal.cause()), by(refusal.askedBy()));
  }

  /** Why nothing can be encrypted to the recipient, to stand after the address. */
  static Phrase reason(SentRefusal.Hindered hindered) {
    return hindered.reason();
  }

  /** What the mail client was told. */
  static Phrase told(SentMail mail) {
    String code = mail.code() + " ";
    return new Phrase.Told(code + mail.reply().english(), code + mail.reply().chinese());
  }

  static String token(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
