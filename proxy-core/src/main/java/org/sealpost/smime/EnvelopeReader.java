package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealpost.failure.Words;

/**
 * Goes once through an EnvelopedData (RFC 5652 §6.1) or AuthEnvelopedData (RFC 5083 §2.1), in this
 * order: {@link #nextRecipient} until it is empty, {@link #algorithm}, {@link #content} to its end,
 * {@link #trailer}. Closing it closes the stream. Not thread-safe.
 */
final class EnvelopeReader implements AutoCloseable {
  private static final int RECIPIENT_LIMIT = 512 * 1024;
  private static final int ALGORITHM_LIMIT = 4 * 1024;
  private static final int ATTRIBUTES_LIMIT = 64 * 1024;
  private static final int MAC_LIMIT = 256;
  private static final int ENCRYPTED_CONTENT = 0x80;

  private final InputStream in;
  private final BerReader ber;
  private final boolean authenticated;

  /**
   * What follows the content of an AuthEnvelopedData.
   *
   * @param attributes DER of authAttrs with the tag of a SET, as it is authenticated; empty if
   *     there are none
   */
  record Trailer(byte[] attributes, byte[] mac) {}

  EnvelopeReader(InputStream in) throws IOException, Refused {
    this.in = in;
    this.ber = new BerReader(in);
    ber.enter(BerReader.SEQUENCE);
    ASN1ObjectIdentifier type = ber.oid();
    authenticated = type.equals(CMSObjectIdentifiers.authEnvelopedData);
    if (!authenticated && !type.equals(CMSObjectIdentifiers.envelopedData)) {
      throw new Refused(
          Words.beside(EnvelopeReader.class).phrase("refused.content-type", type.getId()));
    }
    ber.enter(BerReader.context(0));
    ber.enter(BerReader.SEQUENCE);
    ber.skip();
    if (ber.peek() == BerReader.context(0)) {
      ber.skip();
    }
    ber.enter(BerReader.SET);
  }

  boolean authenticated() {
    return authenticated;
  }

  Optional<ASN1Primitive> nextRecipient() throws IOException {
    return ber.peek() == BerReader.END
        ? Optional.empty()
        : Optional.of(ber.object(RECIPIENT_LIMIT));
  }

  /** Of the content; recipients that were not read are skipped. */
  AlgorithmIdentifier algorithm() throws IOException {
    ber.leave();
    ber.enter(BerReader.SEQUENCE);
    ber.oid();
    try {
      return AlgorithmIdentifier.getInstance(ber.object(ALGORITHM_LIMIT));
    } catch (IllegalArgumentException e) {
      throw new DamagedCms("malformed content encryption algorithm", e);
    }
  }

  InputStream content() throws IOException {
    return ber.octets(ENCRYPTED_CONTENT);
  }

  Trailer trailer() throws IOException {
    ber.leave();
    byte[] attributes = new byte[0];
    try {
      if (ber.peek() == BerReader.context(1)) {
        ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(ber.object(ATTRIBUTES_LIMIT));
        attributes = ASN1Set.getInstance(tagged, false).getEncoded(ASN1Encoding.DER);
      }
      return new Trailer(
          attributes, ASN1OctetString.getInstance(ber.object(MAC_LIMIT)).getOctets());
    } catch (RuntimeException e) {
      throw new DamagedCms("malformed authentication", e);
    }
  }

  /** Whether nothing follows the message; to be asked last. */
  boolean isAll() throws IOException {
    return ber.endsHere();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
