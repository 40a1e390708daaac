package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.book.BookEntry;
import org.sealpost.book.Source;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Fingerprint;
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

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(
      index = "0",
      paramLabel = "CERT-OR-ADDRESS",
      descriptionKey = "certificate-or-address")
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
    List<BookEntry> withdrawn =
        TrustRemoveCommand.unbind(book, chosen, holder)
            .orElseThrow(
                () ->
                    new CommandFailed(
                        "bind.was-not",
                        CertificateNames.displayName(chosen),
                        PlainText.of(holder)));
    if (json) {
      JsonObject object = BookJson.certificate(holder, chosen);
      object.addProperty("result", "unbound");
      object.add(
          "withdrawn",
          Json.list(
              withdrawn.stream().map(entry -> Fingerprint.of(entry.certificate()).hex()).toList()));
      Json.printArray(screen.out(), List.of(object));
    } else {
      TrustRemoveCommand.sayUnbound(screen, chosen, holder, withdrawn);
    }
  }

  /** What was done before, or needs not be done. */
  private enum Result {
    BOUND,
    KNOWN,
    CARRIED
  }

  private void bind(Book book, String holder) throws IOException, CommandFailed {
    X509Certificate chosen = new CertificateChoice(book.finder(), screen).of(certificate);
    boolean encrypts = CertificateUsage.canEncrypt(chosen);
    if (!CertificateUsage.canSign(chosen) && !encrypts) {
      throw new CommandFailed("not-for-mail", CertificateNames.displayName(chosen));
    }
    Instant now = Instant.now();
    Result result;
    if (CertificateNames.addresses(chosen).contains(holder)) {
      result = Result.CARRIED;
    } else {
      result = book.decisions().bind(chosen, holder, now) ? Result.KNOWN : Result.BOUND;
    }
    Optional<PathProblem> problem = encrypts ? unfit(chosen, now) : Optional.empty();
    boolean inBook = encrypts && problem.isEmpty();
    if (inBook) {
      book.certificates().add(holder, chosen, new Source(Source.Kind.FILE, DETAIL), now);
    }
    Optional<Phrase> obstacle = problem.map(VerdictWords::problem);
    if (json) {
      JsonObject object = BookJson.certificate(holder, chosen);
      object.addProperty("result", BookJson.kind(result));
      object.addProperty("inBook", inBook);
      obstacle.ifPresent(reason -> object.addProperty("reason", reason.english()));
      Json.printArray(screen.out(), List.of(object));
    } else {
      print(chosen, holder, result);
      if (inBook) {
        screen.say("bind.in-book", holder);
      }
    }
    noteOtherAddresses(chosen, result);
    obstacle.ifPresent(
        reason -> screen.note(screen.text("bind.not-in-book", reason.in(screen.language()))));
  }

  private static Optional<PathProblem> unfit(X509Certificate chosen, Instant now) {
    return CertificateTrust.encryptionProblemOfItself(chosen, now)
        .filter(found -> !(found instanceof PathProblem.NotYetValid));
  }

  private void print(X509Certificate chosen, String holder, Result result) {
    String name = CertificateNames.displayName(chosen);
    switch (result) {
      case CARRIED -> screen.say("bind.carries", name, holder);
      case KNOWN -> screen.say("bind.was", name, holder);
      case BOUND -> screen.say("bind.done", name, holder);
    }
    if (result != Result.CARRIED) {
      CertificateText.print(screen, chosen);
      if (CertificateUsage.canSign(chosen)) {
        screen.say("bind.signs", holder);
      }
    }
  }

  private void noteOtherAddresses(X509Certificate chosen, Result result) {
    List<String> carried = CertificateNames.addresses(chosen);
    if (result != Result.CARRIED && !carried.isEmpty()) {
      screen.note(
          screen.text(
              "bind.others", CertificateNames.displayName(chosen), String.join(", ", carried)));
    }
  }
}
