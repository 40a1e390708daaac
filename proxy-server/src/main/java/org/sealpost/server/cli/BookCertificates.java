package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.util.List;
import org.sealpost.book.BookEntry;
import org.sealpost.book.CertificateBook;
import org.sealpost.trust.decisions.KnownCertificates;

/** The certificates in the book by their addresses; by fingerprint the store knows them. */
record BookCertificates(CertificateBook book) implements KnownCertificates {
  @Override
  public List<X509Certificate> byFingerprint(String prefix) {
    return List.of();
  }

  @Override
  public List<X509Certificate> byAddress(String address) {
    return book.entries(address).stream().map(BookEntry::certificate).toList();
  }
}
