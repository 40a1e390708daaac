package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sealpost.book.Examined;
import org.sealpost.book.Standing;
import org.sealpost.book.exchange.Contact;
import org.sealpost.book.exchange.ExchangeFormat;
import org.sealpost.card.api.CardException;
import org.sealpost.policy.Account;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sealpost book export}: writes certificates that can be used now into a file for others, be
 * they from the book or one's own.
 */
@Command(name = "export")
final class BookExportCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--all")
  private boolean all;

  @Option(names = "--own", paramLabel = "ACCOUNT")
  private Optional<String> own = Optional.empty();

  @Option(names = "--format", required = true, paramLabel = "FORMAT")
  private ExchangeFormat format = ExchangeFormat.PEM;

  @Option(names = "--output", paramLabel = "FILE")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--force")
  private boolean force;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(arity = "0..*", paramLabel = "ADDRESS", descriptionKey = "exported-addresses")
  private List<String> addresses = new ArrayList<>();

  BookExportCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    checkArguments();
    Settings settings = configuration.settings();
    List<Contact> contacts = new ArrayList<>();
    try (Book book = Book.open(settings)) {
      for (String address : sought(book)) {
        contact(address, book).ifPresent(contacts::add);
      }
      if (own.isPresent()) {
        contacts.add(own(settings, book));
      }
    }
    if (contacts.isEmpty()) {
      throw new CommandFailed("export.nothing");
    }
    write(contacts);
    return 0;
  }

  private void checkArguments() throws CommandFailed {
    if ((all ? 1 : 0) + (own.isPresent() ? 1 : 0) + (addresses.isEmpty() ? 0 : 1) != 1) {
      throw new ParameterException(spec.commandLine(), Screen.WORDS.text("export.what"));
    }
    if (output.isEmpty() && json) {
      throw new ParameterException(spec.commandLine(), Screen.WORDS.text("export.json-output"));
    }
    if (output.isEmpty() && screen.terminal() && isBinary()) {
      throw new CommandFailed("export.binary");
    }
  }

  private boolean isBinary() {
    return switch (format) {
      case DER, P7B, P7C -> true;
      case PEM, VCARD, LDIF -> false;
    };
  }

  private Set<String> sought(Book book) {
    Set<String> sought = new LinkedHashSet<>();
    if (all) {
      book.certificates().each("", entry -> sought.add(entry.address()));
    }
    addresses.forEach(address -> sought.add(AddressArgument.normalised(spec, address)));
    return sought;
  }

  /**
   * An address that was named must have one; of the whole book those are left out that have not.
   */
  private Optional<Contact> contact(String address, Book book) throws CommandFailed {
    List<X509Certificate> usable =
        book.certificates().examine(address, Instant.now()).stream()
            .filter(examined -> !(examined.standing() instanceof Standing.Unusable))
            .map(Examined::entry)
            .map(entry -> entry.certificate())
            .toList();
    if (usable.isEmpty()) {
      if (all) {
        screen.note(Screen.WORDS.text("export.left-out", address));
        return Optional.empty();
      }
      throw new CommandFailed("export.none", PlainText.of(address));
    }
    return Optional.of(
        new Contact(CertificateNames.displayName(usable.getFirst()), address, usable));
  }

  private Contact own(Settings settings, Book book)
      throws CardException, GeneralSecurityException, CommandFailed {
    Account account = new AccountChoice(spec, settings).of(own).account();
    OwnCertificates certificates = OwnCertificates.of(account, settings, book);
    List<X509Certificate> content = new ArrayList<>(certificates.holders());
    if (format.holdsAuthorities()) {
      content.addAll(certificates.chain());
    }
    return new Contact(
        CertificateNames.displayName(certificates.holders().getFirst()),
        AddressArgument.normalised(spec, own.orElse(account.address())),
        content);
  }

  private void write(List<Contact> contacts) throws IOException, CommandFailed {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    contacts.forEach(contact -> certificates.addAll(contact.certificates()));
    if (format == ExchangeFormat.DER && certificates.size() != 1) {
      throw new CommandFailed("export.one-only", certificates.size());
    }
    byte[] content = format.write(contacts);
    if (output.isEmpty()) {
      screen.out().write(content);
      screen.out().flush();
      return;
    }
    NewFile.write(output.get(), content, force);
    if (json) {
      Json.printArray(screen.out(), objects(contacts));
    } else {
      screen.say("export.done", PlainText.of(output.get().toString()), certificates.size());
    }
  }

  private static List<JsonObject> objects(List<Contact> contacts) {
    return contacts.stream()
        .flatMap(
            contact ->
                contact.certificates().stream()
                    .map(certificate -> BookJson.certificate(contact.address(), certificate)))
        .toList();
  }
}
