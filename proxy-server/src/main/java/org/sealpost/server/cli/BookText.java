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
import org.sealpost.failure.Words;
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
    line("chosen", standing(examined.standing(), screen.language()));
    if (examined.standing() instanceof Standing.Chosen) {
      introductions.words(screen, entry.address()).ifPresent(words -> line("introduction", words));
    }
    examined.change().ifPresent(change -> line("changed", change(change)));
    line("subject", PlainText.of(certificate.getSubjectX500Principal().getName()));
    line("issuer", PlainText.of(certificate.getIssuerX500Principal().getName()));
    line("serial", certificate.getSerialNumber().toString(16));
    List<String> addresses = CertificateNames.addresses(certificate);
    line(
        "addresses", addresses.isEmpty() ? screen.text("show.none") : String.join(", ", addresses));
    line(
        "validity",
        screen.text(
            "show.from-to",
            Table.day(certificate.getNotBefore().toInstant()),
            Table.day(certificate.getNotAfter().toInstant())));
    line("key", CertificateDetails.key(certificate));
    line("use", CertificateText.use(screen.words(), certificate));
    line("sha-256", Fingerprint.of(certificate).printed());
    line("sha-1", CertificateDetails.sha1(certificate));
    line("source", source(screen, entry.source()));
    line(
        "seen",
        screen.text(
            "show.first-last", Table.time(entry.firstSeen()), Table.time(entry.lastSeen())));
    entry.vouched().ifPresent(at -> line("vouched", Table.time(at)));
    entry.statement().ifPresent(statement -> line("asked-for", asked(statement)));
    line("capabilities", capabilities(entry.capabilities()));
  }

  private void line(String label, String text) {
    screen.say("show.line", screen.text("show.label." + label), text);
  }

  /** Whether mail is encrypted to it and why, in a sentence. */
  static String standing(Standing standing, Locale language) {
    Words words = Words.beside(BookText.class, language);
    return switch (standing) {
      case Standing.Chosen() -> words.text("standing.chosen");
      case Standing.Unusable(PathProblem problem) ->
          words.text("standing.unusable", VerdictWords.problem(problem).in(language));
      case Standing.BehindOwnWord(X509Certificate chosen) ->
          words.text("standing.own-word", Fingerprint.of(chosen).abbreviated());
      case Standing.OfDirectory() -> words.text("standing.of-directory");
      case Standing.BehindUntilAcknowledged(X509Certificate chosen) ->
          words.text("standing.unacknowledged", Fingerprint.of(chosen).abbreviated());
      case Standing.Behind(X509Certificate chosen, Standing.Reason reason) ->
          words.text(
              "standing." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
              Fingerprint.of(chosen).abbreviated());
    };
  }

  private String change(Change change) {
    String what =
        screen.text(
            change.renewal() ? "change.renewal" : "change.other",
            Table.time(change.since()),
            CertificateNames.displayName(change.previous()),
            Fingerprint.of(change.previous()).abbreviated(),
            source(screen, change.source()));
    Optional<String> seen =
        change.acknowledged().map(at -> screen.text("change.seen", Table.time(at)));
    return screen.text(
        "show.sentences", what, seen.orElseGet(() -> screen.text("change.open", change.address())));
  }

  static String source(Screen screen, Source source) {
    return screen.text("source." + BookJson.kind(source.kind()), PlainText.of(source.detail()));
  }

  private String asked(BookEntry.Statement statement) {
    return screen.text(
        statement.preferred() ? "show.asked-in-words" : "show.asked-by-use",
        Table.time(statement.at()));
  }

  private String capabilities(Capabilities capabilities) {
    return capabilities.isNone()
        ? screen.text("show.no-capabilities")
        : String.join(", ", CertificateDetails.names(capabilities));
  }
}
