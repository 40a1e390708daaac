package org.sealpost.book.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * A certs-only SignedData (RFC 5652 §5, RFC 8551 §3.7). It is in DER, which every program reads,
 * unless it is so large that it must not be in memory: then in BER of indefinite length (X.690
 * §8.1.3.6), which RFC 5652 allows.
 */
final class CertificateBundle {
  private static final int MOST_IN_DER = 200;
  private static final byte[] END_OF_CONTENTS = {0, 0};

  private final OutputStream out;
  private final List<X509Certificate> held = new ArrayList<>();
  private boolean streaming;

  CertificateBundle(OutputStream out) {
    this.out = out;
  }

  void add(X509Certificate certificate) throws IOException {
    if (streaming) {
      out.write(ExchangeFormat.encoded(certificate));
      return;
    }
    held.add(certificate);
    if (held.size() > MOST_IN_DER) {
      begin();
    }
  }

  private void begin() throws IOException {
    streaming = true;
    open(0x30);
    out.write(CMSObjectIdentifiers.signedData.getEncoded());
    open(0xA0);
    open(0x30);
    out.write(new ASN1Integer(1).getEncoded());
    out.write(new DERSet().getEncoded());
    out.write(new DERSequence(CMSObjectIdentifiers.data).getEncoded());
    open(0xA0);
    for (X509Certificate certificate : held) {
      out.write(ExchangeFormat.encoded(certificate));
    }
    held.clear();
  }

  private void open(int tag) throws IOException {
    out.write(tag);
    out.write(0x80);
  }

  void finish() throws IOException {
    if (!streaming) {
      out.write(inDer());
      return;
    }
    out.write(END_OF_CONTENTS);
    out.write(new DERSet().getEncoded());
    for (int level = 0; level < 3; level++) {
      out.write(END_OF_CONTENTS);
    }
  }

  private byte[] inDer() throws IOException {
    ASN1EncodableVector all = new ASN1EncodableVector();
    held.forEach(
        certificate -> all.add(Certificate.getInstance(ExchangeFormat.encoded(certificate))));
    ASN1EncodableVector signedData = new ASN1EncodableVector();
    signedData.add(new ASN1Integer(1));
    signedData.add(new DERSet());
    signedData.add(new DERSequence(CMSObjectIdentifiers.data));
    signedData.add(new DERTaggedObject(false, 0, new DERSet(all)));
    signedData.add(new DERSet());
    return new ContentInfo(CMSObjectIdentifiers.signedData, new DERSequence(signedData))
        .getEncoded(ASN1Encoding.DER);
  }
}
