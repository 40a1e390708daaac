package org.sealpost.server.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.book.BookEntry;
import org.sealpost.book.CertificateBook;
import org.sealpost.book.Examined;
import org.sealpost.directory.DirectoryEntries.Shown;
import org.sealpost.server.Judging;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.MailAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sealpost book show}: everything about the certificates of an address, judged as the proxy
 * judges them.
 */
@Command(name = "show")
final class BookShowCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(paramLabel = "ADDRESS|FINGERPRINT", descriptionKey = "book-entry")
  private String named = "";

  BookShowCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    Instant now = Instant.now();
    try (Book book = Book.open(settings)) {
      Optional<String> address = MailAddress.normalise(named);
      List<Shown> told =
          address.map(it -> InDirectories.of(it, settings, book.store(), now)).orElseGet(List::of);
      boolean onlyTold = !told.isEmpty() && book.certificates().entries(address.get()).isEmpty();
      NamedEntries entries =
          onlyTold
              ? new NamedEntries(Optional.empty(), List.of())
              : NamedEntries.of(spec, named, book, screen);
      try (Judging judging =
          Judging.open(
              settings,
              book.store(),
              List.of(),
              List::of,
              (source, bytes, entriesRead) -> {},
              InstantSource.system())) {
        CertificateTrust trust = new CertificateTrust(judging.basis());
        BookIntroductions introductions = BookIntroductions.of(book.store());
        List<Examined> examined = examine(entries, new CertificateBook(book.store(), trust));
        if (json) {
          Json.printArray(
              screen.out(),
              Stream.concat(
                      examined.stream().map(it -> BookJson.examined(it, introductions)),
                      told.stream().map(it -> InDirectories.judged(it, trust, now)))
                  .toList());
        } else {
          examined.forEach(new BookText(screen, introductions)::print);
          told.forEach(it -> InDirectories.print(it, trust, now, screen));
        }
      }
    }
    return 0;
  }

  private static List<Examined> examine(NamedEntries named, CertificateBook book) {
    Set<String> addresses =
        named.entries().stream()
            .map(BookEntry::address)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Instant now = Instant.now();
    List<Examined> examined = new ArrayList<>();
    for (String address : addresses) {
      book.examine(address, now).stream()
          .filter(
              one ->
                  named.certificate().isEmpty()
                      || named.certificate().get().equals(one.entry().certificate()))
          .forEach(examined::add);
    }
    return examined;
  }
}
