package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;
import org.sealpost.verdicts.KeptMail;

/**
 * A page of opened mails.
 *
 * @param self the link to this page
 */
record ReceivedList(String text, String self, List<Row> rows, Paging paging) {
  /**
   * @param encryption empty where it was not kept
   * @param completed whether the verdict came later than the mail
   */
  record Row(
      Instant opened,
      Badge verdict,
      Optional<Badge> encryption,
      boolean completed,
      String from,
      String signer,
      String messageId,
      String link) {
    static Row of(KeptMail mail) {
      return new Row(
          mail.opened(),
          Badge.of(mail.verdict()),
          mail.encryption().map(EncryptionBadge::brief),
          mail.completed().isPresent(),
          PlainText.of(String.join(", ", mail.from())),
          mail.signatures().stream()
              .flatMap(signature -> signature.signer().stream())
              .map(CertificateNames::displayName)
              .map(PlainText::of)
              .findFirst()
              .orElse(""),
          mail.messageId(),
          link(mail));
    }

    /** A mail without a Message-ID is named by when it was opened. */
    private static String link(KeptMail mail) {
      return mail.messageId().isEmpty()
          ? Links.to(
              "/mails/received/mail", "opened", String.valueOf(mail.opened().getEpochSecond()))
          : Links.to("/mails/received/mail", "id", mail.messageId());
    }
  }
}
