package org.sealpost.trust.crl;

import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/** By which keys of one name are told apart (RFC 5280 §4.2.1.2). */
final class KeyIdentifier {
  private KeyIdentifier() {}

  /** What a CA's certificate calls its key, in hexadecimal. */
  static Optional<String> of(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    if (value == null) {
      return Optional.empty();
    }
    try {
      byte[] inner = ASN1OctetString.getInstance(value).getOctets();
      return Optional.of(HexFormat.of().formatHex(ASN1OctetString.getInstance(inner).getOctets()));
    } catch (IllegalArgumentException | IllegalStateException _) {
      return Optional.empty();
    }
  }
}
