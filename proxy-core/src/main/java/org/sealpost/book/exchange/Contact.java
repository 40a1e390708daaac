package org.sealpost.book.exchange;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Somebody whose certificates go into a file.
 *
 * @param name for people
 * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
 */
public record Contact(String name, String address, List<X509Certificate> certificates) {
  public Contact {
    certificates = List.copyOf(certificates);
  }
}
