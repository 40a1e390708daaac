package org.sealpost.server.cli;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.book.Source;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.VerdictWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost book bind}: the user says that an address is a certificate's holder's. */
@Command(name = "bind")
final class BookBindCommand implements Callable<Integer> {
  private static final String DETAIL = "sealpost book bind";

  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--remove")
  private boolean remove;

  @Parameters(index = "0", paramLabel = "CERT", descriptionKey = "certificate-or-address")
  private String certificate = "";

  @Parameters(index = "1", paramLabel = "ADDRESS", descriptionKey = "bound-address")
  private String address = "";

  BookBindCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    String holder = AddressArgument.normalised(spec, address);
    try (Book book = Book.open(configuration.settings())) {
      if (remove) {
        unbind(book, holder);
      } else {
        bind(book, holder);
      }
    }
    return 0;
  }

  private void unbind(Book book, String holder) throws IOException, CommandFailed {
    X509Certificate chosen =
        new CertificateChoice(book.finder(), screen)
            .of(
                certificate,
                candidate ->
                    book.decisions().bindings(candidate).stream()
                        .anyMatch(binding -> binding.address().equals(holder)));
    if (!TrustRemoveCommand.unbind(book, screen, chosen, holder)) {
      throw new CommandFailed(
          "bind.was-not", CertificateNames.displayName(chosen), PlainText.of(holder));
    }
  }

  private void bind(Book book, String holder) throws IOException, CommandFailed {
    X509Certificate chosen = new CertificateChoice(book.finder(), screen).of(certificate);
    String name = CertificateNames.displayName(chosen);
    if (!CertificateUsage.canSign(chosen) && !CertificateUsage.canEncrypt(chosen)) {
      throw new CommandFailed("not-for-mail", name);
    }
    Instant now = Instant.now();
    List<String> carried = CertificateNames.addresses(chosen);
    if (carried.contains(holder)) {
      screen.say("bind.carries", name, holder);
    } else {
      boolean before = book.decisions().bind(chosen, holder, now);
      screen.say(before ? "bind.was" : "bind.done", name, holder);
      CertificateText.print(screen, chosen);
      if (!carried.isEmpty()) {
        screen.note(Screen.WORDS.text("bind.others", name, String.join(", ", carried)));
      }
      if (CertificateUsage.canSign(chosen)) {
        screen.say("bind.signs", holder);
      }
    }
    if (CertificateUsage.canEncrypt(chosen)) {
      putIntoBook(book, chosen, holder, now);
    }
  }

  private void putIntoBook(Book book, X509Certificate chosen, String holder, Instant now) {
    Optional<PathProblem> problem =
        CertificateTrust.encryptionProblemOfItself(chosen, now)
            .filter(found -> !(found instanceof PathProblem.NotYetValid));
    if (problem.isPresent()) {
      screen.note(
          Screen.WORDS.text("bind.not-in-book", VerdictWords.problem(problem.get()).english()));
      return;
    }
    book.certificates().add(holder, chosen, new Source(Source.Kind.FILE, DETAIL), now);
    screen.say("bind.in-book", holder);
  }
}
