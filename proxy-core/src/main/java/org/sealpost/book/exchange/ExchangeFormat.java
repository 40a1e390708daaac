package org.sealpost.book.exchange;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.x509.Certificate;

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

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /** Whether the file can hold the certificates of CAs, which are nobody's in particular. */
  public boolean holdsAuthorities() {
    return switch (this) {
      case PEM, P7B, P7C -> true;
      case DER, VCARD, LDIF -> false;
    };
  }

  /**
   * The file's content; a certificate that several have is written once where the format has no
   * place for whose it is.
   *
   * @throws IllegalArgumentException if the format is {@link #DER} and there is not one certificate
   */
  public byte[] write(List<Contact> contacts) {
    SequencedSet<X509Certificate> all = new LinkedHashSet<>();
    contacts.forEach(contact -> all.addAll(contact.certificates()));
    return switch (this) {
      case PEM -> utf8(pem(all));
      case DER -> {
        if (all.size() != 1) {
          throw new IllegalArgumentException("one certificate is needed");
        }
        yield encoded(all.getFirst());
      }
      case P7B, P7C -> signedData(all);
      case VCARD -> utf8(VCardWriting.cards(contacts));
      case LDIF -> utf8(LdifWriting.entries(contacts));
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String pem(SequencedSet<X509Certificate> certificates) {
    StringWriter text = new StringWriter();
    for (X509Certificate certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(LINES.encodeToString(encoded(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  private static byte[] signedData(SequencedSet<X509Certificate> certificates) {
    ASN1EncodableVector all = new ASN1EncodableVector();
    certificates.forEach(certificate -> all.add(Certificate.getInstance(encoded(certificate))));
    ASN1EncodableVector signedData = new ASN1EncodableVector();
    signedData.add(new ASN1Integer(1));
    signedData.add(new DERSet());
    signedData.add(new DERSequence(CMSObjectIdentifiers.data));
    signedData.add(new DERTaggedObject(false, 0, new DERSet(all)));
    signedData.add(new DERSet());
    try {
      return new ContentInfo(CMSObjectIdentifiers.signedData, new DERSequence(signedData))
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
