package org.sealpost.server.notice;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sealpost.book.Change;
import org.sealpost.book.Source;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.server.events.Event;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.VerdictWords;
import org.sealpost.verdicts.KeptMail;

/** Puts events in words. Immutable. */
final class NoticeWords {
  private static final int MOST_NAMED = 3;

  /** RFC 3463 §3.8: what a mail is told that waits for the card. */
  private static final String CARD = "4.7.5 ";

  private final Locale locale;
  private final Words words;

  NoticeWords(Locale locale) {
    this.locale = locale;
    this.words = Words.beside(NoticeWords.class, locale);
  }

  /** What the user is to be told of an event, if anything. */
  Optional<Notice> of(Event event) {
    return switch (event) {
      case Event.Card _ -> Optional.empty();
      case Event.Sent(SentMail mail) ->
          mail.isSent() ? Optional.empty() : Optional.of(refused(mail));
      case Event.Opened(JudgedMail mail) ->
          judged(
              mail.verdict().kind(),
              mail.messageId(),
              mail.from(),
              VerdictWords.reason(mail.verdict()));
      case Event.JudgedAgain(KeptMail mail) -> judgedAgain(mail);
      case Event.KeptBack(String account, Phrase reason) ->
          Optional.of(
              new Notice(
                  NoticeKind.CARD_NEEDED,
                  "kept-back " + account,
                  words.text("card.title"),
                  words.text("card.kept-back", account, reason)));
      case Event.CertificateChanged(Change change) ->
          change.source().kind() == Source.Kind.FILE
              ? Optional.empty()
              : Optional.of(changed(change));
    };
  }

  private Notice refused(SentMail mail) {
    String recipients = named(recipients(mail));
    String reply = mail.reply().in(locale);
    if (reply.startsWith(CARD)) {
      String reason = reply.substring(CARD.length());
      return new Notice(
          NoticeKind.CARD_NEEDED,
          "card " + mail.account(),
          words.text("card.title"),
          words.text("card.not-sent", recipients, reason));
    }
    return new Notice(
        NoticeKind.REFUSED,
        "refused " + mail.account() + " " + mail.messageId() + " " + recipients,
        words.text("refused.title"),
        mail.refusal()
            .map(refusal -> words.text("refused.hindered", hindered(refusal)))
            .orElseGet(() -> words.text("refused.other", recipients, reply)));
  }

  private static List<String> recipients(SentMail mail) {
    Stream<SentDelivery> missing =
        mail.deliveries().stream()
            .filter(delivery -> delivery.outcome() != SentDelivery.Outcome.ACCEPTED)
            .filter(delivery -> delivery.outcome() != SentDelivery.Outcome.ACCEPTED_BEFORE);
    return missing.flatMap(delivery -> delivery.recipients().stream()).toList();
  }

  private String hindered(SentRefusal refusal) {
    List<String> each =
        refusal.obstacles().stream().map(it -> it.recipient() + ": " + it.reason()).toList();
    return named(each, "; ");
  }

  private String named(List<String> all) {
    return named(all, ", ");
  }

  private String named(List<String> all, String between) {
    String first = String.join(between, all.stream().limit(MOST_NAMED).toList());
    int more = all.size() - MOST_NAMED;
    return more > 0 ? words.text("and-more", first, more) : first;
  }

  /** What was not known when the mail was opened may have made its signature invalid. */
  private Optional<Notice> judgedAgain(KeptMail mail) {
    return mail.signatures().stream()
        .filter(signature -> signature.verdict() == mail.verdict())
        .findFirst()
        .flatMap(worst -> judged(mail.verdict(), mail.messageId(), mail.from(), worst.words()));
  }

  private Optional<Notice> judged(
      VerdictKind verdict, String messageId, List<String> senders, Phrase reason) {
    String key =
        switch (verdict) {
          case INVALID -> "signature.invalid";
          case NOT_THE_SENDER -> "signature.not-the-sender";
          case UNSIGNED, UNKNOWN, VALID, TRUSTED_BY_YOU, UNCHECKED, UNTRUSTED -> "";
        };
    if (key.isEmpty()) {
      return Optional.empty();
    }
    String from = senders.isEmpty() ? words.text("nobody") : named(senders);
    return Optional.of(
        new Notice(
            NoticeKind.INVALID_SIGNATURE,
            "signature " + messageId + " " + from,
            words.text(key + ".title"),
            words.text(key, from, reason.in(locale))));
  }

  private Notice changed(Change change) {
    return new Notice(
        NoticeKind.CHANGED_CERTIFICATE,
        "changed " + change.address() + " " + Fingerprint.of(change.certificate()).hex(),
        words.text("changed.title"),
        words.text(change.renewal() ? "changed.renewal" : "changed.other", change.address()));
  }

  /** For certificates of the user's that run out. */
  Notice expiring(ExpiringCertificates expiring, Runnable onceShown) {
    Set<String> holders = new HashSet<>(expiring.holders());
    return new Notice(
        NoticeKind.EXPIRING,
        "expiring " + expiring.card() + " " + expiring.lastDay() + " " + expiring.threshold(),
        words.text("expiring.title"),
        words.text(
            "expiring",
            String.join(", ", holders.stream().sorted().toList()),
            expiring.lastDay().toString(),
            expiring.threshold(),
            expiring.card()),
        onceShown);
  }

  /** In place of more than can be read. */
  Notice summary(NoticeKind kind) {
    return new Notice(kind, "summary", words.text("summary.title"), words.text("summary"));
  }
}
