package org.sealpost.card.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.sealpost.card.api.DigestAlgorithm;

/** What RSA PKCS#1 v1.5 signs: a digest with its algorithm's name (RFC 8017 §9.2). */
final class DigestInfos {
  private DigestInfos() {}

  /** The DER of the DigestInfo, with the NULL parameter that all expect. */
  static byte[] of(DigestAlgorithm algorithm, byte[] digest) {
    try {
      return new DigestInfo(new AlgorithmIdentifier(oid(algorithm), DERNull.INSTANCE), digest)
          .getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ASN1ObjectIdentifier oid(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> OIWObjectIdentifiers.idSHA1;
      case SHA224 -> NISTObjectIdentifiers.id_sha224;
      case SHA256 -> NISTObjectIdentifiers.id_sha256;
      case SHA384 -> NISTObjectIdentifiers.id_sha384;
      case SHA512 -> NISTObjectIdentifiers.id_sha512;
    };
  }
}
