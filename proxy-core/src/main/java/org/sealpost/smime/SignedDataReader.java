package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * Goes once through a SignedData (RFC 5652 §5.1): {@link #content} to its end where there is one,
 * then {@link #trailer}. Not thread-safe.
 */
final class SignedDataReader {
  private static final int CERTIFICATE_LIMIT = 64 * 1024;
  private static final int CERTIFICATES_LIMIT = 1024 * 1024;
  private static final int SIGNER_LIMIT = 256 * 1024;
  private static final int MAX_CERTIFICATES = 200;
  private static final int MAX_SIGNERS = 16;

  private final BerReader ber;
  private final ASN1ObjectIdentifier contentType;
  private final boolean hasContent;

  /**
   * What follows the content.
   *
   * @param certificates each as it stands, whatever it is
   * @param signers each signerInfo as it stands
   */
  record Trailer(List<byte[]> certificates, List<byte[]> signers) {}

  /** Over {@code ber}, which stands behind the contentType of the ContentInfo. */
  SignedDataReader(BerReader ber) throws IOException {
    this.ber = ber;
    ber.enter(BerReader.context(0));
    ber.enter(BerReader.SEQUENCE);
    ber.skip();
    ber.enter(BerReader.SET);
    ber.leave();
    ber.enter(BerReader.SEQUENCE);
    contentType = ber.oid();
    hasContent = ber.peek() == BerReader.context(0);
    if (hasContent) {
      ber.enter(BerReader.context(0));
    }
  }

  /** Of what is signed. */
  ASN1ObjectIdentifier contentType() {
    return contentType;
  }

  boolean hasContent() {
    return hasContent;
  }

  InputStream content() throws IOException {
    return ber.octets(BerReader.OCTET_STRING);
  }

  /** The rest; content that was not read is skipped, and so are revocation lists. */
  Trailer trailer() throws IOException {
    if (hasContent) {
      ber.leave();
    }
    ber.leave();
    List<byte[]> certificates = new ArrayList<>();
    if (ber.peek() == BerReader.context(0)) {
      readCertificates(certificates);
    }
    if (ber.peek() == BerReader.context(1)) {
      ber.skip();
    }
    List<byte[]> signers = new ArrayList<>();
    ber.enter(BerReader.SET);
    while (ber.peek() != BerReader.END) {
      if (signers.size() == MAX_SIGNERS) {
        throw new DamagedCms("more than " + MAX_SIGNERS + " signers");
      }
      signers.add(ber.element(SIGNER_LIMIT));
    }
    return new Trailer(certificates, signers);
  }

  private void readCertificates(List<byte[]> certificates) throws IOException {
    int total = 0;
    ber.enter(BerReader.context(0));
    while (ber.peek() != BerReader.END) {
      // The other choices of CertificateChoices are attribute certificates and the like.
      if (ber.peek() != BerReader.SEQUENCE) {
        ber.skip();
        continue;
      }
      byte[] certificate = ber.element(CERTIFICATE_LIMIT);
      total += certificate.length;
      if (certificates.size() == MAX_CERTIFICATES || total > CERTIFICATES_LIMIT) {
        throw new DamagedCms("too many certificates");
      }
      certificates.add(certificate);
    }
    ber.leave();
  }
}
