package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.sealpost.book.exchange.Contact;
import org.sealpost.trust.CertificateNames;

/** What of the book can be given to others: the certificates that can be used now. */
public record UsableContacts(CertificateBook book) {
  /**
   * What an address has; empty if nothing can be used.
   *
   * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
   */
  public Optional<Contact> of(String address, Instant now) {
    List<X509Certificate> usable =
        book.examine(address, now).stream()
            .filter(examined -> !(examined.standing() instanceof Standing.Unusable))
            .map(examined -> examined.entry().certificate())
            .toList();
    return usable.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Contact(CertificateNames.displayName(usable.getFirst()), address, usable));
  }

  /** The addresses of the book. */
  public SequencedSet<String> addresses() {
    SequencedSet<String> known = new LinkedHashSet<>();
    book.each("", entry -> known.add(entry.address()));
    return known;
  }
}
