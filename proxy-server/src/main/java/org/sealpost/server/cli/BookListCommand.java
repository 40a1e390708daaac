package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import org.sealpost.book.BookEntry;
import org.sealpost.book.Change;
import org.sealpost.book.Lookup;
import org.sealpost.directory.DirectoryEntries.Shown;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost book list}: the certificates in the book. */
@Command(name = "list")
final class BookListCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "ADDRESS-PART", descriptionKey = "address-part")
  private Optional<String> part = Optional.empty();

  BookListCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  /** What tells one entry from all others. */
  private record Key(String address, X509Certificate certificate) {}

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    try (Book book = Book.open(settings)) {
      List<Shown> told = InDirectories.like(sought(), settings, book.store(), Instant.now());
      Map<Key, Change> open = new HashMap<>();
      for (Change change : book.certificates().openChanges()) {
        if (change.address().contains(sought())) {
          open.put(new Key(change.address(), change.certificate()), change);
        }
      }
      BookIntroductions introductions = BookIntroductions.of(book.store());
      if (json) {
        printJson(book, open, introductions, told);
      } else {
        print(book, open, introductions, told);
      }
    }
    return 0;
  }

  private void printJson(
      Book book, Map<Key, Change> open, BookIntroductions introductions, List<Shown> told) {
    try (JsonArrayPrinter array = new JsonArrayPrinter(screen.out())) {
      book.certificates()
          .each(
              sought(),
              entry -> array.print(BookJson.listed(entry, change(entry, open), introductions)));
      told.forEach(it -> array.print(InDirectories.listed(it)));
    }
  }

  private void print(
      Book book, Map<Key, Change> open, BookIntroductions introductions, List<Shown> told) {
    Table table =
        new Table(
            screen.words(),
            "",
            "address",
            "subject",
            "issuer",
            "until",
            "last-seen",
            "source",
            "changed");
    SequencedSet<String> answered = new LinkedHashSet<>();
    book.certificates()
        .each(
            sought(),
            entry -> {
              addRow(table, entry, change(entry, open));
              if (introductions.answered(entry.address()).isPresent()) {
                answered.add(entry.address());
              }
            });
    told.forEach(it -> InDirectories.addRow(screen, table, it));
    if (table.isEmpty()) {
      screen.say(part.isPresent() ? "book-none-like" : "book-empty", PlainText.of(sought()));
      return;
    }
    table.print(screen.out());
    Instant now = Instant.now();
    answered.stream()
        .filter(address -> book.certificates().lookup(address, now) instanceof Lookup.Usable)
        .flatMap(address -> introductions.words(screen, address).stream())
        .forEach(screen.out()::println);
    if (!open.isEmpty()) {
      screen.note(screen.text("book-changed", open.size()));
    }
  }

  private void addRow(Table table, BookEntry entry, Optional<Change> change) {
    X509Certificate certificate = entry.certificate();
    table.row(
        entry.address(),
        CertificateNames.displayName(certificate),
        CertificateNames.issuerName(certificate),
        Table.day(certificate.getNotAfter().toInstant()),
        Table.day(entry.lastSeen()),
        screen.text("kind." + BookJson.kind(entry.source().kind())) + " " + entry.source().detail(),
        change
            .map(it -> screen.text(it.renewal() ? "changed.renewal" : "changed.other"))
            .orElse(""));
  }

  private static Optional<Change> change(BookEntry entry, Map<Key, Change> open) {
    return Optional.ofNullable(open.get(new Key(entry.address(), entry.certificate())));
  }

  private String sought() {
    return part.orElse("").toLowerCase(Locale.ROOT);
  }
}
