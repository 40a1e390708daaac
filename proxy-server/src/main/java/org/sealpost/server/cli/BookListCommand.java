package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sealpost.book.BookEntry;
import org.sealpost.trust.CertificateNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost book list}: the certificates in the book. */
@Command(name = "list")
final class BookListCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  BookListCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    List<BookEntry> entries;
    try (Book book = Book.open(configuration.settings())) {
      entries = book.certificates().list();
    }
    if (json) {
      Json.printArray(screen.out(), entries.stream().map(BookListCommand::asJson).toList());
      return 0;
    }
    if (entries.isEmpty()) {
      screen.say("book-empty");
    }
    Table table = new Table("", "address", "subject", "issuer", "until", "last-seen", "source");
    for (BookEntry entry : entries) {
      X509Certificate certificate = entry.certificate();
      table.row(
          entry.address(),
          CertificateNames.displayName(certificate),
          CertificateNames.issuerName(certificate),
          Table.day(certificate.getNotAfter().toInstant()),
          Table.day(entry.lastSeen()),
          kind(entry) + " " + entry.source().detail());
    }
    table.print(screen.out());
    return 0;
  }

  private static JsonObject asJson(BookEntry entry) {
    X509Certificate certificate = entry.certificate();
    JsonObject object = new JsonObject();
    object.addProperty("address", entry.address());
    object.addProperty("subject", CertificateNames.displayName(certificate));
    object.addProperty("issuer", CertificateNames.issuerName(certificate));
    object.addProperty("serial", certificate.getSerialNumber().toString(16));
    object.addProperty("notBefore", certificate.getNotBefore().toInstant().toString());
    object.addProperty("notAfter", certificate.getNotAfter().toInstant().toString());
    object.addProperty("source", kind(entry));
    object.addProperty("detail", entry.source().detail());
    object.addProperty("firstSeen", entry.firstSeen().toString());
    object.addProperty("lastSeen", entry.lastSeen().toString());
    return object;
  }

  private static String kind(BookEntry entry) {
    return entry.source().kind().name().toLowerCase(Locale.ROOT);
  }
}
