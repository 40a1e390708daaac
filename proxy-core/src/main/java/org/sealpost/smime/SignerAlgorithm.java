package org.sealpost.smime;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;

/**
 * How a key of ours signs: RSA PKCS#1 v1.5 with SHA-256 under the identifier rsaEncryption, as
 * Outlook expects it (RFC 3370 §3.2); ECDSA with the digest that fits the curve (RFC 5753 §2.1, RFC
 * 5480 §4).
 */
record SignerAlgorithm(
    SignatureAlgorithm algorithm, AlgorithmIdentifier digestId, AlgorithmIdentifier signatureId) {
  private static final SignerAlgorithm RSA_SHA256 =
      of(
          Scheme.RSA_PKCS1,
          DigestAlgorithm.SHA256,
          NISTObjectIdentifiers.id_sha256,
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE));
  private static final SignerAlgorithm ECDSA_SHA256 =
      ecdsa(
          DigestAlgorithm.SHA256,
          NISTObjectIdentifiers.id_sha256,
          X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final SignerAlgorithm ECDSA_SHA384 =
      ecdsa(
          DigestAlgorithm.SHA384,
          NISTObjectIdentifiers.id_sha384,
          X9ObjectIdentifiers.ecdsa_with_SHA384);
  private static final SignerAlgorithm ECDSA_SHA512 =
      ecdsa(
          DigestAlgorithm.SHA512,
          NISTObjectIdentifiers.id_sha512,
          X9ObjectIdentifiers.ecdsa_with_SHA512);

  private static SignerAlgorithm ecdsa(
      DigestAlgorithm digest, ASN1ObjectIdentifier digestOid, ASN1ObjectIdentifier signatureOid) {
    return of(Scheme.ECDSA, digest, digestOid, new AlgorithmIdentifier(signatureOid));
  }

  private static SignerAlgorithm of(
      Scheme scheme,
      DigestAlgorithm digest,
      ASN1ObjectIdentifier digestOid,
      AlgorithmIdentifier signatureId) {
    return new SignerAlgorithm(
        new SignatureAlgorithm(scheme, digest), new AlgorithmIdentifier(digestOid), signatureId);
  }

  /** Empty if the certificate's key is of another kind. */
  static Optional<SignerAlgorithm> of(X509Certificate certificate) {
    return switch (certificate.getPublicKey()) {
      case RSAPublicKey rsa -> Optional.of(RSA_SHA256);
      case ECPublicKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        yield Optional.of(bits <= 256 ? ECDSA_SHA256 : bits <= 384 ? ECDSA_SHA384 : ECDSA_SHA512);
      }
      default -> Optional.empty();
    };
  }

  String digestName() {
    return algorithm.digest().jcaName();
  }

  /** RFC 8551 §3.5.3.2. */
  String micalg() {
    return digestName().toLowerCase(Locale.ROOT);
  }
}
