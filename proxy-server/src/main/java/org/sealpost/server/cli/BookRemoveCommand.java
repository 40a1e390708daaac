package org.sealpost.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.sealpost.book.BookEntry;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost book remove}: takes the certificates of an address out of the book. */
@Command(name = "remove")
final class BookRemoveCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ADDRESS", descriptionKey = "removed-address")
  private String address = "";

  BookRemoveCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    String holder =
        MailAddress.normalise(address)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        Screen.WORDS.text("not-an-address", PlainText.of(address))));
    try (Book book = Book.open(configuration.settings())) {
      List<BookEntry> removed = book.certificates().remove(holder);
      if (removed.isEmpty()) {
        throw new CommandFailed("book-remove.none", PlainText.of(holder));
      }
      for (BookEntry entry : removed) {
        screen.say("remove.book-entry", CertificateNames.displayName(entry.certificate()), holder);
      }
      screen.say("book-remove.means", holder);
    }
    return 0;
  }
}
