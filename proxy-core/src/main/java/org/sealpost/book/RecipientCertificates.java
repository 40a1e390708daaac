package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** Where the certificates to encrypt to are looked up. Thread-safe. */
public interface RecipientCertificates {
  /** The certificate to encrypt to that address, or why there is none. */
  Lookup lookup(String address, Instant now);

  /**
   * Tells that an address will soon be looked up, so that what takes time can begin. Returns at
   * once and never fails.
   */
  default void expect(String address) {}

  /**
   * Tells that mail to an address is encrypted to a certificate from elsewhere, so that whoever has
   * others of that address can note the change.
   */
  default void used(String address, X509Certificate certificate, Source source, Instant now) {}
}
