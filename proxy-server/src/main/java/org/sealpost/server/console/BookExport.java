package org.sealpost.server.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.book.UsableContacts;
import org.sealpost.book.exchange.Contact;
import org.sealpost.book.exchange.ExchangeFormat;
import org.sealpost.book.exchange.ExchangeWriter;
import org.sealpost.policy.Account;
import org.sealpost.server.OwnCertificates;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;

/** Certificates that can be used now as a file for others, be they of the book or one's own. */
final class BookExport implements Section {
  private static final int MOST_NAMED = 500;

  private final ConsoleParts parts;

  BookExport(ConsoleParts parts) {
    this.parts = parts;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/book/export", Fields.telling(this::export))
        .get("/book/export/own", Fields.telling(this::own));
  }

  private Response export(Request request) throws Fields.UnusableException {
    ExchangeFormat format = format(request);
    UsableContacts contacts = new UsableContacts(parts.book());
    if (request.parameter("all").isPresent()) {
      return all(request, format, contacts);
    }
    List<Contact> named = new ArrayList<>();
    Instant now = parts.clock().instant();
    for (String written :
        new LinkedHashSet<>(request.query().getOrDefault("address", List.of()))
            .stream().limit(MOST_NAMED).toList()) {
      named.add(
          MailAddress.normalise(written)
              .flatMap(address -> contacts.of(address, now))
              .orElseThrow(
                  () ->
                      new Fields.UnusableException(
                          422, request.language(), "book.export.none", PlainText.of(written))));
    }
    return download(request, format, named, "certificates");
  }

  /** Written address by address, so that the book may be large. */
  private Response all(Request request, ExchangeFormat format, UsableContacts contacts)
      throws Fields.UnusableException {
    var addresses = contacts.addresses();
    if (addresses.isEmpty()) {
      throw new Fields.UnusableException(422, request.language(), "book.export.nothing");
    }
    if (format == ExchangeFormat.DER) {
      throw new Fields.UnusableException(422, request.language(), "book.export.one-only");
    }
    return new Response.Download(
        "sealpost-book." + ending(format),
        type(format),
        out -> {
          ExchangeWriter writer = new ExchangeWriter(format, out);
          for (String address : addresses) {
            Optional<Contact> contact = contacts.of(address, parts.clock().instant());
            if (contact.isPresent()) {
              writer.add(contact.get());
            }
          }
          writer.finish();
        });
  }

  private Response own(Request request) throws Exception {
    ExchangeFormat format = format(request);
    String named = Fields.value(request, "account");
    Account account =
        parts.settings().accounts().stream()
            .map(Settings.AccountSettings::account)
            .filter(it -> it.owns(named))
            .findFirst()
            .orElseThrow(
                () ->
                    new Fields.UnusableException(
                        422, request.language(), "book.export.no-account", PlainText.of(named)));
    OwnCertificates own = OwnCertificates.of(account, parts.card(), parts.store(), parts.trust());
    if (own.holders().isEmpty()) {
      throw new Fields.UnusableException(
          422, request.language(), "book.export.no-own", PlainText.of(named));
    }
    var content = new ArrayList<>(own.holders());
    if (format.holdsAuthorities()) {
      content.addAll(own.chain());
    }
    Contact contact =
        new Contact(
            CertificateNames.displayName(content.getFirst()),
            MailAddress.normalise(account.address()).orElseThrow(),
            content);
    return download(request, format, List.of(contact), "my-certificates");
  }

  private static Response download(
      Request request, ExchangeFormat format, List<Contact> contacts, String name)
      throws Fields.UnusableException {
    if (contacts.isEmpty()) {
      throw new Fields.UnusableException(422, request.language(), "book.export.nothing-chosen");
    }
    long count = contacts.stream().flatMap(it -> it.certificates().stream()).distinct().count();
    if (format == ExchangeFormat.DER && count != 1) {
      throw new Fields.UnusableException(422, request.language(), "book.export.one-only");
    }
    byte[] content = format.write(contacts);
    return new Response.Download(
        name + "." + ending(format), type(format), out -> out.write(content));
  }

  private static ExchangeFormat format(Request request) throws Fields.UnusableException {
    try {
      return ExchangeFormat.valueOf(Fields.value(request, "format").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new Fields.UnusableException(422, request.language(), "book.export.format");
    }
  }

  private static String ending(ExchangeFormat format) {
    return switch (format) {
      case PEM -> "pem";
      case DER -> "cer";
      case P7B -> "p7b";
      case P7C -> "p7c";
      case VCARD -> "vcf";
      case LDIF -> "ldif";
    };
  }

  private static String type(ExchangeFormat format) {
    return switch (format) {
      case PEM -> "application/x-pem-file";
      case DER -> "application/pkix-cert";
      case P7B, P7C -> "application/pkcs7-mime";
      case VCARD -> "text/vcard; charset=utf-8";
      case LDIF -> "text/x-ldif; charset=utf-8";
    };
  }
}
