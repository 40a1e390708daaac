package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;

/**
 * A mail that was dropped and opened.
 *
 * @param id under which it is kept
 * @param fileName as it was dropped
 * @param encryption the key of what is said of it
 * @param cipher of an encryption that was opened
 * @param problem why an encryption stays closed
 * @param findings what is said of signatures that cannot even be read; empty where any can
 * @param content empty where the mail's structure cannot be read
 */
record OpenedView(
    String id,
    String fileName,
    Instant at,
    Badge encryption,
    String cipher,
    Phrase problem,
    VerdictView verdict,
    List<Finding> findings,
    Optional<MailContent> content) {
  record Finding(Badge verdict, String signer, Phrase reason) {}

  OpenedView withId(String other) {
    return new OpenedView(
        other, fileName, at, encryption, cipher, problem, verdict, findings, content);
  }

  /** The key of why there is no text to show. */
  String noText() {
    return encryption.key().equals("opened.encryption.unknown")
        ? "opened.compressed"
        : "opened.no-text";
  }

  String link() {
    return Links.to("/open/mail", "id", id);
  }

  String attachment(MailContent.Attachment attachment) {
    return Links.to("/open/attachment", "id", id, "part", "" + attachment.part());
  }

  String file() {
    return Links.to("/open/save", "id", id);
  }
}
