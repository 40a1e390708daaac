package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.book.BookEntry;
import org.sealpost.book.Change;
import org.sealpost.book.Examined;
import org.sealpost.book.Source;
import org.sealpost.book.Standing;
import org.sealpost.server.CertificateDetails;
import org.sealpost.smime.Capabilities;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.VerdictWords;

/** The book in words. */
final class BookText {
  private final Screen screen;
  private final BookIntroductions introductions;

  BookText(Screen screen, BookIntroductions introductions) {
    this.screen = screen;
    this.introductions = introductions;
  }

  /** Everything about one entry, a line each. */
  void print(Examined examined) {
    BookEntry entry = examined.entry();
    X509Certificate certificate = entry.certificate();
    screen.say("show.title", entry.address(), CertificateNames.displayName(certificate));
    line("chosen", standing(examined.standing()));
    if (examined.standing() instanceof Standing.Chosen) {
      introductions.words(entry.address()).ifPresent(words -> line("introduction", words));
    }
    examined.change().ifPresent(change -> line("changed", change(change)));
    line("subject", PlainText.of(certificate.getSubjectX500Principal().getName()));
    line("issuer", PlainText.of(certificate.getIssuerX500Principal().getName()));
    line("serial", certificate.getSerialNumber().toString(16));
    List<String> addresses = CertificateNames.addresses(certificate);
    line(
        "addresses",
        addresses.isEmpty() ? Screen.WORDS.text("show.none") : String.join(", ", addresses));
    line(
        "validity",
        Screen.WORDS.text(
            "show.from-to",
            Table.day(certificate.getNotBefore().toInstant()),
            Table.day(certificate.getNotAfter().toInstant())));
    line("key", CertificateDetails.key(certificate));
    line("use", CertificateText.use(certificate));
    line("sha-256", Fingerprint.of(certificate).printed());
    line("sha-1", CertificateDetails.sha1(certificate));
    line("source", source(entry.source()));
    line(
        "seen",
        Screen.WORDS.text(
            "show.first-last", Table.time(entry.firstSeen()), Table.time(entry.lastSeen())));
    entry.vouched().ifPresent(at -> line("vouched", Table.time(at)));
    entry.statement().ifPresent(statement -> line("asked-for", asked(statement)));
    line("capabilities", capabilities(entry.capabilities()));
  }

  private void line(String label, String text) {
    screen.say("show.line", Screen.WORDS.text("show.label." + label), text);
  }

  /** Whether mail is encrypted to it and why, in a sentence. */
  static String standing(Standing standing) {
    return switch (standing) {
      case Standing.Chosen() -> Screen.WORDS.text("standing.chosen");
      case Standing.Unusable(PathProblem problem) ->
          Screen.WORDS.text("standing.unusable", VerdictWords.problem(problem).english());
      case Standing.BehindOwnWord(X509Certificate chosen) ->
          Screen.WORDS.text("standing.own-word", Fingerprint.of(chosen).abbreviated());
      case Standing.OfDirectory() -> Screen.WORDS.text("standing.of-directory");
      case Standing.BehindUntilAcknowledged(X509Certificate chosen) ->
          Screen.WORDS.text("standing.unacknowledged", Fingerprint.of(chosen).abbreviated());
      case Standing.Behind(X509Certificate chosen, Standing.Reason reason) ->
          Screen.WORDS.text(
              "standing." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
              Fingerprint.of(chosen).abbreviated());
    };
  }

  private static String change(Change change) {
    String what =
        Screen.WORDS.text(
            change.renewal() ? "change.renewal" : "change.other",
            Table.time(change.since()),
            CertificateNames.displayName(change.previous()),
            Fingerprint.of(change.previous()).abbreviated(),
            source(change.source()));
    Optional<String> seen =
        change.acknowledged().map(at -> Screen.WORDS.text("change.seen", Table.time(at)));
    return what + " " + seen.orElseGet(() -> Screen.WORDS.text("change.open", change.address()));
  }

  static String source(Source source) {
    return Screen.WORDS.text(
        "source." + BookJson.kind(source.kind()), PlainText.of(source.detail()));
  }

  private static String asked(BookEntry.Statement statement) {
    return Screen.WORDS.text(
        statement.preferred() ? "show.asked-in-words" : "show.asked-by-use",
        Table.time(statement.at()));
  }

  private static String capabilities(Capabilities capabilities) {
    return capabilities.isNone()
        ? Screen.WORDS.text("show.no-capabilities")
        : String.join(", ", CertificateDetails.names(capabilities));
  }
}
