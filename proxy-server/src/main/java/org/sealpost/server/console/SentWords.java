package org.sealpost.server.console;

import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;

/** What is said of sent mails on several pages. */
final class SentWords {
  private SentWords() {}

  static Badge result(SentMail mail) {
    boolean some =
        mail.deliveries().stream().map(SentDelivery::outcome).anyMatch(SentWords::isThere);
    if (mail.isSent()) {
      return new Badge("sent.result.sent", "check", "good");
    }
    if (some) {
      return new Badge("sent.result.partly", "half", "doubtful");
    }
    return mail.code() < 500
        ? new Badge("sent.result.later", "dots", "doubtful")
        : new Badge("sent.result.refused", "cross", "bad");
  }

  /** Whether the real server has it. */
  static boolean isThere(Outcome outcome) {
    return outcome == Outcome.ACCEPTED || outcome == Outcome.ACCEPTED_BEFORE;
  }

  static Badge outcome(Outcome outcome) {
    String key = "sent.outcome." + token(outcome);
    return switch (outcome) {
      case ACCEPTED -> new Badge(key, "check", "good");
      case ACCEPTED_BEFORE -> new Badge(key, "check", "faint");
      case NOT_ACCEPTED -> new Badge(key, "cross", "bad");
      case UNKNOWN -> new Badge(key, "question", "doubtful");
      case NOT_SENT -> new Badge(key, "dash", "faint");
    };
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
        SentWords.class, "refused.cause." + token(refusal.cause()), refusal.askedBy().words());
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
