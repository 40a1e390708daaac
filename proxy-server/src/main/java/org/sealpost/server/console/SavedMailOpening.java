package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.EncryptionState;
import org.sealpost.inbound.InboundFlow;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.inbound.SignerHarvest;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.server.saved.SavedMail;
import org.sealpost.trust.PlainText;
import org.sealpost.verdicts.KeptMail;
import org.sealpost.verdicts.VerdictHistory;

/**
 * Opens a saved mail as {@code sealpost open} does: no verdict is kept of it, and nothing of it
 * goes into the book. Thread-safe.
 */
final class SavedMailOpening {
  /** Each may hold a mail's header and its certificates in memory. */
  private static final int MOST_AT_ONCE = 2;

  private final ConsoleParts parts;
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);

  SavedMailOpening(ConsoleParts parts) {
    this.parts = parts;
  }

  /**
   * Opens it. The agent asks for the PIN where it must.
   *
   * @return the name under which it is kept
   * @throws Failure if it cannot be opened now
   */
  String open(String name, Content file, OpenedMails mails)
      throws IOException, InterruptedException, SavedMail.NotAMailException, Failure {
    turns.acquire();
    try (InputStream in = file.open()) {
      Spool source = SavedMail.read(in, parts.spools());
      boolean kept = false;
      try {
        String id = open(name, source, mails);
        kept = true;
        return id;
      } finally {
        if (!kept) {
          source.close();
        }
      }
    } finally {
      turns.release();
    }
  }

  private String open(String name, Spool source, OpenedMails mails) throws IOException, Failure {
    List<JudgedMail> judged = new ArrayList<>();
    InboundFlow flow =
        new InboundFlow(
            parts.card(),
            parts.trust(),
            SignerHarvest.none(),
            judged::add,
            parts.spools(),
            parts.clock(),
            parts.settings().cardAgent().pinWait(),
            parts.settings().allowRc2());
    Instant now = parts.clock().instant();
    OpenedMail opened = flow.open(Optional.empty(), source, now);
    boolean kept = false;
    try {
      String id = mails.keep(view(name, now, opened, judged), opened, source);
      kept = true;
      return id;
    } finally {
      if (!kept) {
        opened.close();
      }
    }
  }

  private OpenedView view(String name, Instant now, OpenedMail opened, List<JudgedMail> judged)
      throws IOException {
    JudgedMail mail =
        judged.stream()
            .findFirst()
            .orElseGet(
                () ->
                    new JudgedMail(
                        Optional.empty(), "", List.of(), now, opened.verdict(), List.of()));
    VerdictHistory history = parts.history();
    return new OpenedView(
        "",
        name,
        now,
        EncryptionBadge.of(
            mail.encryption()
                .orElseGet(() -> EncryptionState.of(opened.encryption(), opened.authenticated()))),
        opened.encryption() instanceof Encryption.Decrypted(String cipher, boolean _) ? cipher : "",
        opened.encryption() instanceof Encryption.Failed(Phrase reason) ? reason : Phrase.none(),
        VerdictView.of(KeptMail.of(mail), history),
        mail.signatures().isEmpty()
            ? opened.signatures().stream().map(SavedMailOpening::finding).toList()
            : List.of(),
        content(opened.mail()));
  }

  private static OpenedView.Finding finding(OpenedMail.SignatureFinding finding) {
    return new OpenedView.Finding(
        Badge.of(finding.verdict().kind()), PlainText.of(finding.signer()), finding.reason());
  }

  private static Optional<MailContent> content(Content mail) throws IOException {
    try {
      return Optional.of(MailContent.of(Entity.parse(mail)));
    } catch (MimeException e) {
      return Optional.empty();
    }
  }

  /** Why a mail cannot be opened now. */
  static Phrase reason(Failure failure) {
    return failure.words();
  }
}
