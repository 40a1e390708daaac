package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.book.Imported;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost book import}: puts the certificates of files into the book. */
@Command(name = "import")
final class BookImportCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--address", paramLabel = "ADDRESS")
  private Optional<String> address = Optional.empty();

  @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "certificate-files")
  private List<Path> files = new ArrayList<>();

  BookImportCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    boolean all = true;
    try (Book book = Book.open(configuration.settings())) {
      for (Path file : files) {
        all &= add(book, file);
      }
    }
    return all ? 0 : 1;
  }

  /** Returns whether the file brought anything in: beside it others may well be refused. */
  private boolean add(Book book, Path file) {
    String shown = PlainText.of(file.toString());
    List<Imported> results;
    try {
      results = book.certificates().importFile(file, address, Instant.now());
    } catch (IOException e) {
      screen.note(Failures.words(e));
      return false;
    }
    for (Imported result : results) {
      String name = CertificateNames.displayName(result.certificate());
      switch (result) {
        case Imported.Added(_, String under, boolean known, String note) -> {
          screen.say(known ? "import-known" : "import-added", under, name);
          if (!note.isEmpty()) {
            screen.note(note);
          }
        }
        case Imported.Intermediate _ -> screen.say("import-intermediate", name);
        case Imported.Refused(_, String reason) ->
            screen.note(Screen.WORDS.text("import-refused", shown, name, reason));
      }
    }
    return results.stream().anyMatch(result -> !(result instanceof Imported.Refused));
  }
}
