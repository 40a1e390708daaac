package org.sealpost.book.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** A way to write certificates into a file to give to others. */
public enum ExchangeFormat {
  /** One after the other (RFC 7468). */
  PEM,
  /** One alone. */
  DER,
  /** All in one certs-only SignedData (RFC 5652 §5), as Windows names it. */
  P7B,
  /** The same, as RFC 8551 §3.2.1 names it. */
  P7C,
  /** A card for each contact in version 3.0 (RFC 2426), which most programs read. */
  VCARD,
  /** An entry for each contact (RFC 2849). */
  LDIF;

  /** Whether the file can hold the certificates of CAs, which are nobody's in particular. */
  public boolean holdsAuthorities() {
    return switch (this) {
      case PEM, P7B, P7C -> true;
      case DER, VCARD, LDIF -> false;
    };
  }

  /**
   * The file's content, as {@link ExchangeWriter} writes it.
   *
   * @throws IllegalStateException if the format is {@link #DER} and there is not one certificate
   */
  public byte[] write(List<Contact> contacts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ExchangeWriter writer = new ExchangeWriter(this, content);
    try {
      for (Contact contact : contacts) {
        writer.add(contact);
      }
      writer.finish();
    } catch (IOException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
    return content.toByteArray();
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
