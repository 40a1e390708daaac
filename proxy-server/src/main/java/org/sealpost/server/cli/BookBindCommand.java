package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.book.BookEntry;
import org.sealpost.failure.Phrase;
import org.sealpost.server.OwnWord;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Fingerprint;
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
        book.word()
            .unbind(chosen, holder)
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

  private void bind(Book book, String holder) throws IOException, CommandFailed {
    X509Certificate chosen = new CertificateChoice(book.finder(), screen).of(certificate);
    if (!OwnWord.isForMail(chosen)) {
      throw new CommandFailed("not-for-mail", CertificateNames.displayName(chosen));
    }
    OwnWord.Bound bound = book.word().bind(chosen, holder, DETAIL, Instant.now());
    OwnWord.Binding result = bound.binding();
    Optional<Phrase> obstacle = bound.problem().map(VerdictWords::problem);
    if (json) {
      JsonObject object = BookJson.certificate(holder, chosen);
      object.addProperty("result", BookJson.kind(result));
      object.addProperty("inBook", bound.inBook());
      obstacle.ifPresent(reason -> object.addProperty("reason", reason.english()));
      Json.printArray(screen.out(), List.of(object));
    } else {
      print(chosen, holder, result);
      if (bound.inBook()) {
        screen.say("bind.in-book", holder);
      }
    }
    noteOtherAddresses(chosen, result);
    obstacle.ifPresent(
        reason -> screen.note(screen.text("bind.not-in-book", reason.in(screen.language()))));
  }

  private void print(X509Certificate chosen, String holder, OwnWord.Binding result) {
    String name = CertificateNames.displayName(chosen);
    switch (result) {
      case CARRIED -> screen.say("bind.carries", name, holder);
      case KNOWN -> screen.say("bind.was", name, holder);
      case BOUND -> screen.say("bind.done", name, holder);
    }
    if (result != OwnWord.Binding.CARRIED) {
      CertificateText.print(screen, chosen);
      if (CertificateUsage.canSign(chosen)) {
        screen.say("bind.signs", holder);
      }
    }
  }

  private void noteOtherAddresses(X509Certificate chosen, OwnWord.Binding result) {
    List<String> carried = CertificateNames.addresses(chosen);
    if (result != OwnWord.Binding.CARRIED && !carried.isEmpty()) {
      screen.note(
          screen.text(
              "bind.others", CertificateNames.displayName(chosen), String.join(", ", carried)));
    }
  }
}
