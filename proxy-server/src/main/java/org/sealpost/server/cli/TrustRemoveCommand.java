package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
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
import picocli.CommandLine.Parameters;

/** {@code sealpost trust remove}: takes back what the user said of one certificate. */
@Command(name = "remove")
final class TrustRemoveCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "CERT-OR-ADDRESS", descriptionKey = "certificate-or-address")
  private String certificate = "";

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
      boolean elsewhere = sayWhereElse(book, chosen);
      if (!any && !elsewhere) {
        screen.note(Screen.WORDS.text("remove.nothing", CertificateNames.displayName(chosen)));
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
        before ->
            screen.say(
                "remove." + before.kind().name().toLowerCase(Locale.ROOT),
                name,
                Table.day(before.made())));
    for (Binding binding : book.decisions().bindings(chosen)) {
      unbind(book, chosen, binding.address())
          .ifPresent(withdrawn -> sayUnbound(screen, chosen, binding.address(), withdrawn));
    }
    if (book.imported().remove(chosen).isPresent()) {
      screen.say("remove.anchor", name);
    }
  }

  /**
   * Takes back one binding, and what the book has for its sake, which is returned; empty if there
   * was no binding.
   */
  static Optional<List<BookEntry>> unbind(Book book, X509Certificate certificate, String address) {
    return book.decisions().unbind(certificate, address)
        ? Optional.of(book.certificates().withdraw(address, certificate))
        : Optional.empty();
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
                ? Screen.WORDS.text("remove.configured", name, PlainText.of(file))
                : Screen.WORDS.text("remove.of-system", name));
        elsewhere = true;
      }
    }
    if (book.pinned().contains(chosen)) {
      screen.note(Screen.WORDS.text("remove.pinned", name));
      elsewhere = true;
    }
    return elsewhere;
  }
}
