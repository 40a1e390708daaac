package org.sealpost.server.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sealpost.book.UsableContacts;
import org.sealpost.book.exchange.Contact;
import org.sealpost.book.exchange.ExchangeFormat;
import org.sealpost.book.exchange.ExchangeWriter;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.policy.Account;
import org.sealpost.server.OwnCertificates;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(names = "--own", paramLabel = "ADDRESS")
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

  /** Whose certificates are written, one after the other. */
  private interface Contacts {
    void each(Taker taker) throws IOException, CommandFailed;
  }

  private interface Taker {
    void take(Contact contact) throws IOException;
  }

  @Override
  public Integer call() throws Exception {
    checkArguments();
    Settings settings = configuration.settings();
    try (Book book = Book.open(settings)) {
      if (all) {
        write(taker -> eachOfBook(book, taker));
        return 0;
      }
      // Those that were named are found before anything is written.
      List<Contact> contacts = new ArrayList<>();
      for (String address : named()) {
        contacts.add(
            contact(address, book)
                .orElseThrow(() -> new CommandFailed("export.none", PlainText.of(address))));
      }
      if (own.isPresent()) {
        contacts.add(own(settings, book));
      }
      write(
          taker -> {
            for (Contact contact : contacts) {
              taker.take(contact);
            }
          });
    }
    return 0;
  }

  private void checkArguments() throws CommandFailed {
    if ((all ? 1 : 0) + (own.isPresent() ? 1 : 0) + (addresses.isEmpty() ? 0 : 1) != 1) {
      throw new UsageError(spec, "export.what");
    }
    if (output.isEmpty() && json) {
      throw new UsageError(spec, "export.json-output");
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

  private Set<String> named() {
    return addresses.stream()
        .map(address -> AddressArgument.normalised(spec, address))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Addresses without a certificate that can be used are left out. */
  private void eachOfBook(Book book, Taker taker) throws IOException {
    SequencedSet<String> known = new UsableContacts(book.certificates()).addresses();
    Progress progress = new Progress(screen, screen.text("progress.exporting"));
    int done = 0;
    for (String address : known) {
      progress.done(done++, known.size());
      Optional<Contact> contact = contact(address, book);
      if (contact.isPresent()) {
        taker.take(contact.get());
      } else {
        progress.clear();
        screen.note(screen.text("export.left-out", address));
      }
    }
    progress.clear();
  }

  private static Optional<Contact> contact(String address, Book book) {
    return new UsableContacts(book.certificates()).of(address, Instant.now());
  }

  private Contact own(Settings settings, Book book)
      throws CardException, GeneralSecurityException, CommandFailed {
    Account account = new AccountChoice(spec, settings).of(own).account();
    OwnCertificates certificates;
    try (CardAgent agent = Agent.connect(settings)) {
      certificates = OwnCertificates.of(account, agent, book.store(), book.trust());
    }
    if (certificates.holders().isEmpty()) {
      throw new CommandFailed("export.no-own", account.address());
    }
    List<X509Certificate> content = new ArrayList<>(certificates.holders());
    if (format.holdsAuthorities()) {
      content.addAll(certificates.chain());
    }
    return new Contact(
        CertificateNames.displayName(certificates.holders().getFirst()),
        AddressArgument.normalised(spec, own.orElse(account.address())),
        content);
  }

  private void write(Contacts contacts) throws IOException, CommandFailed {
    if (output.isEmpty()) {
      var _ = fill(contacts, screen.out(), _ -> {});
      screen.out().flush();
      return;
    }
    // It is ended only when all went well, so that none takes a part for the whole.
    JsonArrayPrinter array = new JsonArrayPrinter(screen.out());
    AtomicInteger written = new AtomicInteger();
    NewFile.write(
        output.get(),
        out -> written.set(fill(contacts, out, contact -> print(contact, array))),
        force);
    if (json) {
      array.close();
    } else {
      screen.say("export.done", PlainText.of(output.get().toString()), written.get());
    }
  }

  /** Returns how many certificates there were. */
  private int fill(Contacts contacts, OutputStream out, Consumer<Contact> told)
      throws IOException, CommandFailed {
    ExchangeWriter writer = new ExchangeWriter(format, out);
    contacts.each(
        contact -> {
          writer.add(contact);
          told.accept(contact);
        });
    if (writer.certificates() == 0) {
      throw new CommandFailed("export.nothing");
    }
    if (format == ExchangeFormat.DER && writer.certificates() != 1) {
      throw new CommandFailed("export.one-only", writer.certificates());
    }
    writer.finish();
    return writer.certificates();
  }

  private void print(Contact contact, JsonArrayPrinter array) {
    if (json) {
      contact
          .certificates()
          .forEach(
              certificate -> array.print(BookJson.certificate(contact.address(), certificate)));
    }
  }
}
