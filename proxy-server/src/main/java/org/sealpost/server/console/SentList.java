package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.SentMail;
import org.sealpost.trust.PlainText;

/**
 * A page of sent mails.
 *
 * @param which of {@code all}, {@code sent}, {@code refused}
 * @param text that is looked for
 * @param self the link to this page
 */
record SentList(String which, String text, String self, List<Row> rows, Paging paging) {
  private static final int SHOWN = 3;

  /**
   * @param recipients the first of them
   * @param more how many there are besides
   */
  record Row(
      Instant time,
      String account,
      String recipients,
      int more,
      Badge result,
      Optional<SentMail.Plan> plan,
      String messageId,
      String link) {
    static Row of(SentMail mail) {
      List<String> all =
          mail.deliveries().stream().flatMap(delivery -> delivery.recipients().stream()).toList();
      List<String> first = all.subList(0, Math.min(SHOWN, all.size()));
      return new Row(
          mail.time(),
          PlainText.of(mail.account()),
          PlainText.of(String.join(", ", first)),
          all.size() - first.size(),
          SentWords.result(mail),
          mail.plan(),
          mail.messageId(),
          SentList.link(mail));
    }

    Optional<Phrase> protection() {
      return plan.map(SentWords::protection);
    }
  }

  /** A mail without a Message-ID is named by when its client was told. */
  static String link(SentMail mail) {
    return mail.messageId().isEmpty()
        ? Links.to("/mails/sent/mail", "time", String.valueOf(mail.time().toEpochMilli()))
        : Links.to("/mails/sent/mail", "id", mail.messageId());
  }
}
