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
import org.sealpost.failure.Words;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.EncryptionUse;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.VerdictWords;

/**
 * One import of one file by the user. What the file says beside a certificate is not taken for
 * true: whoever made the file wrote it, and an import makes a certificate the user's own word.
 */
final class FileImport {
  private static final Words WORDS = Words.beside(FileImport.class);

  private final Shelf shelf;
  private final CertificateTrust trust;
  private final Path file;
  private final Instant now;

  FileImport(Shelf shelf, CertificateTrust trust, Path file, Instant now) {
    this.shelf = shelf;
    this.trust = trust;
    this.file = file;
    this.now = now;
  }

  List<Imported> run(Optional<String> address) throws IOException {
    List<ExchangeItem> items = ExchangeFile.read(file);
    List<X509Certificate> certificates =
        items.stream()
            .filter(ExchangeItem.Certificate.class::isInstance)
            .map(item -> ((ExchangeItem.Certificate) item).certificate())
            .toList();
    shelf.putIntermediates(certificates.stream().filter(FileImport::isAuthority).toList());
    boolean oneHolder = haveOneHolder(certificates);
    List<Imported> results = new ArrayList<>();
    for (ExchangeItem item : items) {
      switch (item) {
        case ExchangeItem.Unreadable(String where, String reason) ->
            results.add(new Imported.Unreadable(where, reason));
        case ExchangeItem.Certificate(X509Certificate certificate, _)
            when isAuthority(certificate) ->
            results.add(new Imported.Intermediate(certificate));
        case ExchangeItem.Certificate(X509Certificate certificate, _) when address.isPresent() ->
            results.addAll(importUnder(address.get(), certificate, oneHolder));
        case ExchangeItem.Certificate(X509Certificate certificate, List<String> said) ->
            results.addAll(importEntry(certificate, CertificateNames.addresses(certificate), said));
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
      return refuse(certificate, WORDS.text("import.not-an-address", PlainText.of(address)));
    }
    if (!oneHolder) {
      return refuse(certificate, WORDS.text("import.several-holders", key.get()));
    }
    return importEntry(certificate, List.of(key.get()), List.of());
  }

  private List<Imported> importEntry(
      X509Certificate certificate, List<String> addresses, List<String> said) {
    Optional<PathProblem> problem =
        CertificateTrust.encryptionProblemOfItself(certificate, now)
            .filter(found -> !(found instanceof PathProblem.NotYetValid));
    if (problem.isPresent()) {
      return refuse(certificate, VerdictWords.problem(problem.get()).english());
    }
    if (addresses.isEmpty()) {
      String name = CertificateNames.displayName(certificate);
      return refuse(
          certificate,
          said.isEmpty()
              ? WORDS.text("import.no-address", name)
              : WORDS.text("import.said-address", name, PlainText.of(said.getFirst())));
    }
    Source source = new Source(Source.Kind.FILE, PlainText.of(file.getFileName().toString()));
    List<Imported> added = new ArrayList<>();
    for (String address : addresses) {
      boolean known = shelf.put(Sighting.of(address, certificate, source, now), Optional.empty());
      added.add(new Imported.Added(certificate, address, known, note(certificate, address)));
    }
    return added;
  }

  /** What the user vouches for alone is said, so that a wrong file is noticed. */
  private String note(X509Certificate certificate, String address) {
    List<String> notes = new ArrayList<>();
    List<String> carried = CertificateNames.addresses(certificate);
    if (!carried.isEmpty() && !carried.contains(address)) {
      notes.add(WORDS.text("import.other-address", String.join(", ", carried)));
    }
    List<X509Certificate> helpers = shelf.intermediates();
    Optional<PathProblem> unused = trust.encryptionProblemOfOwnWord(certificate, helpers, now);
    if (unused.isPresent()) {
      notes.add(VerdictWords.problem(unused.get()).english());
    } else if (trust.encryptionUse(certificate, helpers, address, now)
        instanceof EncryptionUse.Unusable(PathProblem problem)) {
      notes.add(WORDS.text("import.own-word", VerdictWords.problem(problem).english()));
    }
    return String.join(" ", notes);
  }

  private static List<Imported> refuse(X509Certificate certificate, String reason) {
    return List.of(new Imported.Refused(certificate, reason));
  }
}
