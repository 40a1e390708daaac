package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.book.BookEntry;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Decision;
import org.sealpost.trust.OwnWord.Binding;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost trust remove}: takes back what the user said of one certificate. */
@Command(name = "remove")
final class TrustRemoveCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "CERT-OR-ADDRESS", descriptionKey = "certificate-or-address")
  private String certificate = "";

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  private final List<JsonObject> objects = new ArrayList<>();

  TrustRemoveCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (Book book = Book.open(configuration.settings())) {
      X509Certificate chosen =
          new CertificateChoice(book.finder(), screen)
              .of(certificate, candidate -> isSpokenOf(book, candidate));
      boolean any = isSpokenOf(book, chosen);
      remove(book, chosen);
      if (json) {
        Json.printArray(screen.out(), objects);
      }
      boolean elsewhere = sayWhereElse(book, chosen);
      if (!any && !elsewhere) {
        screen.note(screen.text("remove.nothing", CertificateNames.displayName(chosen)));
      }
      return any ? 0 : 1;
    }
  }

  private static boolean isSpokenOf(Book book, X509Certificate certificate) {
    return book.decisions().of(certificate).isPresent()
        || !book.decisions().bindings(certificate).isEmpty()
        || book.imported().of(certificate).isPresent();
  }

  private void remove(Book book, X509Certificate chosen) {
    String name = CertificateNames.displayName(chosen);
    Optional<Decision> decision = book.decisions().takeBack(chosen);
    decision.ifPresent(
        before -> {
          objects.add(TrustListCommand.object(chosen, before, before.made()));
          say(
              "remove." + before.kind().name().toLowerCase(Locale.ROOT),
              name,
              Table.day(before.made()));
        });
    for (Binding binding : book.decisions().bindings(chosen)) {
      book.word()
          .unbind(chosen, binding.address())
          .ifPresent(withdrawn -> unbound(chosen, binding.address(), withdrawn));
    }
    book.imported()
        .remove(chosen)
        .ifPresent(
            anchor -> {
              objects.add(TrustListCommand.object(anchor));
              say("remove.anchor", name);
            });
  }

  private void unbound(X509Certificate chosen, String address, List<BookEntry> withdrawn) {
    JsonObject object = CertificateText.json("binding", chosen);
    object.addProperty("address", address);
    objects.add(object);
    if (!json) {
      sayUnbound(screen, chosen, address, withdrawn);
    }
  }

  private void say(String wording, Object... arguments) {
    if (!json) {
      screen.say(wording, arguments);
    }
  }

  static void sayUnbound(
      Screen screen, X509Certificate certificate, String address, List<BookEntry> withdrawn) {
    screen.say("remove.binding", CertificateNames.displayName(certificate), address);
    for (BookEntry entry : withdrawn) {
      screen.say("remove.book-entry", CertificateNames.displayName(entry.certificate()), address);
    }
  }

  /** An anchor that is not the user's by an import stays one. */
  private boolean sayWhereElse(Book book, X509Certificate chosen) {
    String name = CertificateNames.displayName(chosen);
    boolean elsewhere = false;
    for (Anchor anchor : book.configured().anchors()) {
      if (anchor.certificate().equals(chosen)) {
        screen.note(
            anchor.origin() instanceof Anchor.Origin.Configured(String file)
                ? screen.text("remove.configured", name, PlainText.of(file))
                : screen.text("remove.of-system", name));
        elsewhere = true;
      }
    }
    if (book.pinned().contains(chosen)) {
      screen.note(screen.text("remove.pinned", name));
      elsewhere = true;
    }
    return elsewhere;
  }
}
