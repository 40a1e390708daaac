package org.sealpost.book;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.book.exchange.ExchangeFile;
import org.sealpost.book.exchange.ExchangeItem;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.EncryptionUse;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.VerdictWords;

/**
 * One import of one file by the user. What the file says beside a certificate is not taken for
 * true: whoever made the file wrote it, and an import makes a certificate the user's own word. So
 * are the addresses in a certificate that no CA vouches for: it goes only where the user says.
 */
final class FileImport {
  private static final Words WORDS = Words.beside(FileImport.class);

  private final CertificateBook book;
  private final Shelf shelf;
  private final CertificateTrust trust;
  private final Path file;
  private final boolean vouched;
  private final Instant now;

  FileImport(
      CertificateBook book,
      Shelf shelf,
      CertificateTrust trust,
      Path file,
      boolean vouched,
      Instant now) {
    this.book = book;
    this.shelf = shelf;
    this.trust = trust;
    this.file = file;
    this.vouched = vouched;
    this.now = now;
  }

  List<Imported> run(Optional<String> address, ImportProgress progress) throws IOException {
    List<ExchangeItem> items = ExchangeFile.read(file);
    List<X509Certificate> certificates =
        items.stream()
            .filter(ExchangeItem.Certificate.class::isInstance)
            .map(item -> ((ExchangeItem.Certificate) item).certificate())
            .toList();
    shelf.putIntermediates(certificates.stream().filter(FileImport::isAuthority).toList());
    boolean oneHolder = haveOneHolder(certificates);
    List<Imported> results = new ArrayList<>();
    int done = 0;
    for (ExchangeItem item : items) {
      progress.done(done++, items.size());
      switch (item) {
        case ExchangeItem.Unreadable(Phrase where, Phrase reason) ->
            results.add(new Imported.Unreadable(where, reason));
        case ExchangeItem.Certificate(X509Certificate certificate, _)
            when isAuthority(certificate) ->
            results.add(new Imported.Intermediate(certificate));
        case ExchangeItem.Certificate(X509Certificate certificate, _) when address.isPresent() ->
            results.addAll(importUnder(address.get(), certificate, oneHolder));
        case ExchangeItem.Certificate(X509Certificate certificate, List<String> said) ->
            results.addAll(importWhereItSays(certificate, said));
      }
    }
    return results;
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  /** The certificates of several people must not all end up under one address. */
  private static boolean haveOneHolder(List<X509Certificate> certificates) {
    return certificates.stream()
            .filter(certificate -> !isAuthority(certificate))
            .map(X509Certificate::getSubjectX500Principal)
            .distinct()
            .count()
        <= 1;
  }

  private List<Imported> importUnder(
      String address, X509Certificate certificate, boolean oneHolder) {
    Optional<String> key = MailAddress.normalise(address);
    if (key.isEmpty()) {
      return refuse(certificate, WORDS.phrase("import.not-an-address", PlainText.of(address)));
    }
    if (!oneHolder) {
      return refuse(certificate, WORDS.phrase("import.several-holders", key.get()));
    }
    return unusable(certificate)
        .map(problem -> refuse(certificate, VerdictWords.problem(problem)))
        .orElseGet(() -> List.of(put(certificate, key.get())));
  }

  private Optional<PathProblem> unusable(X509Certificate certificate) {
    return CertificateTrust.encryptionProblemOfItself(certificate, now)
        .filter(found -> !(found instanceof PathProblem.NotYetValid));
  }

  private List<Imported> importWhereItSays(X509Certificate certificate, List<String> said) {
    Optional<PathProblem> problem = unusable(certificate);
    if (problem.isPresent()) {
      return refuse(certificate, VerdictWords.problem(problem.get()));
    }
    String name = CertificateNames.displayName(certificate);
    List<String> addresses = CertificateNames.addresses(certificate);
    if (addresses.isEmpty()) {
      return refuse(
          certificate,
          said.isEmpty()
              ? WORDS.phrase("import.no-address", name)
              : WORDS.phrase("import.said-address", name, PlainText.of(said.getFirst())));
    }
    List<Imported> results = new ArrayList<>();
    for (String address : addresses) {
      Optional<PathProblem> noPath = notVouchedFor(certificate, address);
      results.add(
          noPath.isEmpty()
              ? put(certificate, address)
              : new Imported.Refused(
                  certificate,
                  WORDS.phrase(
                      "import.no-path",
                      address,
                      VerdictWords.problem(noPath.get()),
                      Fingerprint.of(certificate).hex())));
    }
    return results;
  }

  /** A revocation is for the lookup to tell: what was revoked was vouched for. */
  private Optional<PathProblem> notVouchedFor(X509Certificate certificate, String address) {
    return switch (trust.encryptionUse(
        certificate, shelf.intermediates(), address, whenValid(certificate, now))) {
      case EncryptionUse.Usable _ -> Optional.empty();
      case EncryptionUse.Unusable(PathProblem.Revoked _) -> Optional.empty();
      case EncryptionUse.Unusable(PathProblem.RevocationUnknown _) -> Optional.empty();
      case EncryptionUse.Unusable(PathProblem problem) -> Optional.of(problem);
    };
  }

  /** Now, or for one of tomorrow when it will be valid. */
  static Instant whenValid(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    return from.isAfter(now) ? from : now;
  }

  private Imported put(X509Certificate certificate, String address) {
    Source source = new Source(Source.Kind.FILE, PlainText.of(file.getFileName().toString()));
    CertificateBook.Filed filed =
        book.file(Sighting.of(address, certificate, source, now), vouched);
    Phrase note = note(certificate, address, filed.open().isPresent());
    return filed
        .open()
        .<Imported>map(change -> new Imported.Waiting(change, note))
        .orElseGet(() -> new Imported.Added(certificate, address, filed.known(), note));
  }

  /** What the user vouches for alone is said, so that a wrong file is noticed. */
  private Phrase note(X509Certificate certificate, String address, boolean waits) {
    List<Phrase> notes = new ArrayList<>();
    List<String> carried = CertificateNames.addresses(certificate);
    if (!carried.isEmpty() && !carried.contains(address)) {
      notes.add(WORDS.phrase("import.other-address", String.join(", ", carried)));
    }
    List<X509Certificate> helpers = shelf.intermediates();
    Optional<PathProblem> unused = trust.encryptionProblemOfOwnWord(certificate, helpers, now);
    if (unused.isPresent()) {
      notes.add(VerdictWords.problem(unused.get()));
    } else if (trust.encryptionUse(certificate, helpers, address, now)
        instanceof EncryptionUse.Unusable(PathProblem problem)) {
      notes.add(
          WORDS.phrase(
              waits ? "import.vouched-by-none" : "import.own-word", VerdictWords.problem(problem)));
    }
    return new Phrase.Sentences(notes);
  }

  private static List<Imported> refuse(X509Certificate certificate, Phrase reason) {
    return List.of(new Imported.Refused(certificate, reason));
  }
}
