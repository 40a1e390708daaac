package org.sealpost.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.sealpost.book.BookEntry;
import org.sealpost.directory.PastFinds;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.MailAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost book remove}: takes certificates out of the book. */
@Command(name = "remove")
final class BookRemoveCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(paramLabel = "ADDRESS|FINGERPRINT", descriptionKey = "book-entry")
  private String named = "";

  BookRemoveCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (Book book = Book.open(configuration.settings())) {
      Optional<String> address = MailAddress.normalise(named);
      boolean forgotten = address.filter(new PastFinds(book.store())::forget).isPresent();
      boolean nothingElse = forgotten && book.certificates().entries(address.get()).isEmpty();
      List<BookEntry> removed =
          nothingElse ? List.of() : NamedEntries.of(spec, named, book, screen).entries();
      book.certificates().remove(removed);
      if (json) {
        Json.printArray(screen.out(), BookJson.entries(removed));
        return 0;
      }
      for (BookEntry entry : removed) {
        screen.say(
            "remove.book-entry",
            CertificateNames.displayName(entry.certificate()),
            entry.address());
      }
      if (forgotten) {
        screen.say("book-remove.directory", address.get());
      }
      Stream.concat(removed.stream().map(BookEntry::address), address.stream())
          .distinct()
          .filter(it -> book.certificates().entries(it).isEmpty())
          .forEach(it -> screen.say("book-remove.means", it));
    }
    return 0;
  }
}
