package org.sealpost.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.smime.SMIMEAttributes;

/** The signedAttrs of a signerInfo (RFC 5652 §5.3, §11). Immutable. */
final class SignerAttributes {
  private final byte[] der;
  private final Map<ASN1ObjectIdentifier, ASN1Set> values = new HashMap<>();

  /**
   * Reads them.
   *
   * @throws DamagedCms if one is there twice (RFC 5652 §5.3), or malformed
   */
  SignerAttributes(ASN1Set attributes) throws DamagedCms {
    try {
      // RFC 5652 §5.4: what is signed is the DER encoding, however they travelled.
      der = attributes.getEncoded(ASN1Encoding.DER);
      for (ASN1Encodable each : attributes) {
        Attribute attribute = Attribute.getInstance(each);
        if (values.put(attribute.getAttrType(), attribute.getAttrValues()) != null) {
          throw new DamagedCms("a signed attribute comes twice: " + attribute.getAttrType());
        }
      }
    } catch (DamagedCms e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DamagedCms("malformed signed attributes", e);
    }
  }

  /** What the signature is over. */
  byte[] der() {
    return der.clone();
  }

  /** Empty unless there is exactly one value. */
  Optional<ASN1Encodable> value(ASN1ObjectIdentifier type) {
    return Optional.ofNullable(values.get(type))
        .filter(set -> set.size() == 1)
        .map(set -> set.getObjectAt(0));
  }

  Optional<ASN1ObjectIdentifier> contentType() {
    return value(CMSAttributes.contentType)
        .filter(ASN1ObjectIdentifier.class::isInstance)
        .map(ASN1ObjectIdentifier.class::cast);
  }

  Optional<byte[]> messageDigest() {
    return value(CMSAttributes.messageDigest)
        .filter(ASN1OctetString.class::isInstance)
        .map(value -> ((ASN1OctetString) value).getOctets());
  }

  Optional<Instant> signingTime() {
    try {
      return value(CMSAttributes.signingTime)
          .map(value -> Time.getInstance(value).getDate().toInstant());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  Capabilities capabilities() {
    return value(SMIMEAttributes.smimeCapabilities)
        .filter(ASN1Sequence.class::isInstance)
        .map(value -> Capabilities.of((ASN1Sequence) value))
        .orElseGet(Capabilities::none);
  }

  /**
   * Whether these bytes are themselves a set of signed attributes. A signature over attributes can
   * be passed off as one over a content without attributes (RFC 5652 §5.4 gives both the same
   * form).
   */
  static boolean looksLike(byte[] content) {
    try {
      if (BerReader.parse(content) instanceof ASN1Set set) {
        SignerAttributes attributes = new SignerAttributes(set);
        return attributes.contentType().isPresent() && attributes.messageDigest().isPresent();
      }
      return false;
    } catch (DamagedCms e) {
      return false;
    }
  }
}
