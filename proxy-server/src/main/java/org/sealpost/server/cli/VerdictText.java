package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.Sightings.Sighting;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.VerdictWords;
import org.sealpost.verdicts.KeptCertificate;
import org.sealpost.verdicts.KeptMail;
import org.sealpost.verdicts.KeptSignature;
import org.sealpost.verdicts.VerdictHistory;

/** Kept verdicts for people, in their language and time zone. */
final class VerdictText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  // The reasons have their times in UTC.
  private static final DateTimeFormatter ZONED_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'xxx", Locale.ROOT);
  private static final int LABEL_WIDTH = 14;

  private final Screen screen;
  private final VerdictHistory history;
  private final Locale locale;
  private final Words words;

  VerdictText(Screen screen, VerdictHistory history, Locale locale) {
    this.screen = screen;
    this.history = history;
    this.locale = locale;
    this.words = Words.beside(VerdictText.class, locale);
  }

  /** A line for each mail. */
  void list(List<KeptMail> mails) {
    if (mails.isEmpty()) {
      screen.out().println(words.text("verdict.none"));
      return;
    }
    Table table = new Table(words, "", "opened", "verdict", "from", "signer", "message-id");
    for (KeptMail mail : mails) {
      table.row(
          TIME.format(mail.opened().atZone(ZoneId.systemDefault())),
          screen.text("name." + mail.verdict().token()),
          String.join(", ", mail.from()),
          mail.signatures().stream()
              .flatMap(signature -> signature.signer().stream())
              .map(CertificateNames::displayName)
              .findFirst()
              .orElse(""),
          messageId(mail));
    }
    table.print(screen.out());
  }

  /** All that is known of each mail. */
  void print(List<KeptMail> mails) {
    if (mails.size() > 1) {
      screen.out().println(words.text("verdict.several", mails.size()));
    }
    for (KeptMail mail : mails) {
      if (mails.size() > 1) {
        screen.out().println();
      }
      print(mail);
    }
  }

  private void print(KeptMail mail) {
    row("message-id", messageId(mail));
    if (!mail.account().isEmpty()) {
      row("account", mail.account());
    }
    row("from", String.join(", ", mail.from()));
    row(
        "opened",
        mail.opened().equals(mail.firstOpened())
            ? time(mail.opened())
            : words.text("verdict.opened-again", time(mail.opened()), time(mail.firstOpened())));
    mail.completed().ifPresent(at -> row("completed", time(at)));
    printRow("verdict", coloured(mail.verdict()));
    int number = 0;
    for (KeptSignature signature : mail.signatures()) {
      number++;
      if (mail.signatures().size() > 1) {
        screen.out().println();
        screen.out().println(words.text("verdict.signature", number, mail.signatures().size()));
        printRow("verdict", coloured(signature.verdict()));
      }
      print(mail, signature);
    }
  }

  private void print(KeptMail mail, KeptSignature signature) {
    row("words", signature.words().in(locale));
    signature.signer().ifPresent(this::printSigner);
    signature.claimed().ifPresent(at -> row("claimed", words.text("verdict.claims", time(at))));
    Optional.of(signature.id())
        .filter(id -> !id.isEmpty())
        .flatMap(history::first)
        .map(Sighting::at)
        .ifPresent(at -> row("first-seen", time(at)));
    row("judged-as-of", time(signature.judgedAsOf()));
    if (!signature.path().isEmpty()) {
      row("looked-up", time(signature.assessed()));
      screen.out().println(words.text("verdict.label.path"));
      for (int i = 0; i < signature.path().size(); i++) {
        printStep(signature.path().get(i), i == signature.path().size() - 1);
      }
    }
    VerdictAdvice.of(mail, signature)
        .ifPresent(
            key ->
                row(
                    "to-do",
                    words.text(
                        key,
                        signature
                            .signer()
                            .map(Fingerprint::of)
                            .map(Fingerprint::hex)
                            .orElse("FINGERPRINT"))));
  }

  private void printSigner(X509Certificate signer) {
    List<String> addresses = CertificateNames.addresses(signer);
    String name = CertificateNames.displayName(signer);
    row(
        "signer",
        addresses.isEmpty()
            ? words.text("verdict.without-address", name)
            : name + " <" + String.join(">, <", addresses) + ">");
    row("fingerprint", Fingerprint.of(signer).hex());
  }

  private void printStep(KeptCertificate kept, boolean anchor) {
    screen.out().println("  " + CertificateNames.displayName(kept.certificate()));
    screen.out().println("    " + Fingerprint.of(kept.certificate()).hex());
    String known =
        kept.revocation()
            .map(status -> VerdictWords.revocation(status).in(locale))
            .orElseGet(() -> words.text(anchor ? "verdict.anchor" : "verdict.not-looked-up"));
    screen.out().println("    " + PlainText.of(known));
  }

  /** A row whose text may come from outside. */
  private void row(String label, String text) {
    printRow(label, PlainText.of(text));
  }

  private void printRow(String label, String text) {
    String name = words.text("verdict.label." + label);
    String gap = " ".repeat(Math.max(1, LABEL_WIDTH - DisplayWidth.of(name)));
    screen.out().println((name + gap + text).stripTrailing());
  }

  private String messageId(KeptMail mail) {
    return mail.messageId().isEmpty()
        ? words.text("verdict.no-message-id")
        : "<" + mail.messageId() + ">";
  }

  private static String time(Instant instant) {
    return ZONED_TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  private String coloured(VerdictKind verdict) {
    Screen.Colour colour =
        switch (verdict) {
          case VALID, TRUSTED_BY_YOU -> Screen.Colour.GOOD;
          case UNCHECKED, UNTRUSTED, UNSIGNED, UNKNOWN -> Screen.Colour.DOUBTFUL;
          case INVALID, NOT_THE_SENDER -> Screen.Colour.BAD;
        };
    return screen.coloured(colour, screen.text("name." + verdict.token()));
  }
}
