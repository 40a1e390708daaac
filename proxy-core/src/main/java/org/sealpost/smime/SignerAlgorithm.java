package org.sealpost.smime;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;

/**
 * How a key of ours signs: RSA PKCS#1 v1.5 with SHA-256 under the identifier rsaEncryption, as
 * Outlook expects it (RFC 3370 §3.2); RSASSA-PSS where it is chosen or the certificate is for it
 * alone (RFC 4056); ECDSA with the digest that fits the curve (RFC 5753 §2.1, RFC 5480 §4).
 */
record SignerAlgorithm(
    SignatureAlgorithm algorithm, AlgorithmIdentifier digestId, AlgorithmIdentifier signatureId) {

  /** Empty if the certificate's key is of another kind. */
  static Optional<SignerAlgorithm> of(X509Certificate certificate, Algorithms algorithms) {
    Optional<DigestAlgorithm> pinned = algorithms.digest().pinned();
    return switch (certificate.getPublicKey()) {
      case RSAPublicKey rsa when rsa.getAlgorithm().equals("RSASSA-PSS") ->
          rsa.getParams() instanceof PSSParameterSpec certified
              ? certified(certified).map(SignerAlgorithm::pss)
              : Optional.of(pss(pinned.orElse(DigestAlgorithm.SHA256)));
      case RSAPublicKey rsa -> {
        DigestAlgorithm digest = pinned.orElse(DigestAlgorithm.SHA256);
        yield Optional.of(
            switch (algorithms.rsaSignature()) {
              case PKCS1 -> pkcs1(digest);
              case PSS -> pss(digest);
            });
      }
      case ECPublicKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        yield Optional.of(ecdsa(pinned.orElse(fitting(bits))));
      }
      default -> Optional.empty();
    };
  }

  private static DigestAlgorithm fitting(int bits) {
    return bits <= 256
        ? DigestAlgorithm.SHA256
        : bits <= 384 ? DigestAlgorithm.SHA384 : DigestAlgorithm.SHA512;
  }

  /** RFC 4055 §3.1: the digest in a certificate is the only one that its key may sign with. */
  private static Optional<DigestAlgorithm> certified(PSSParameterSpec parameters) {
    return switch (parameters.getDigestAlgorithm()) {
      case "SHA-256" -> Optional.of(DigestAlgorithm.SHA256);
      case "SHA-384" -> Optional.of(DigestAlgorithm.SHA384);
      case "SHA-512" -> Optional.of(DigestAlgorithm.SHA512);
      default -> Optional.empty();
    };
  }

  private static SignerAlgorithm pkcs1(DigestAlgorithm digest) {
    return of(
        Scheme.RSA_PKCS1,
        digest,
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE));
  }

  /** RFC 4056 §2.2, with the parameters of {@link Scheme#RSA_PSS}. */
  private static SignerAlgorithm pss(DigestAlgorithm digest) {
    AlgorithmIdentifier hash = new AlgorithmIdentifier(oid(digest), DERNull.INSTANCE);
    RSASSAPSSparams parameters =
        new RSASSAPSSparams(
            hash,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
            new ASN1Integer(digest.length()),
            RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
    return of(
        Scheme.RSA_PSS,
        digest,
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters));
  }

  private static SignerAlgorithm ecdsa(DigestAlgorithm digest) {
    ASN1ObjectIdentifier oid =
        switch (digest) {
          case SHA384 -> X9ObjectIdentifiers.ecdsa_with_SHA384;
          case SHA512 -> X9ObjectIdentifiers.ecdsa_with_SHA512;
          default -> X9ObjectIdentifiers.ecdsa_with_SHA256;
        };
    return of(Scheme.ECDSA, digest, new AlgorithmIdentifier(oid));
  }

  private static SignerAlgorithm of(
      Scheme scheme, DigestAlgorithm digest, AlgorithmIdentifier signatureId) {
    return new SignerAlgorithm(
        new SignatureAlgorithm(scheme, digest), new AlgorithmIdentifier(oid(digest)), signatureId);
  }

  private static ASN1ObjectIdentifier oid(DigestAlgorithm digest) {
    return switch (digest) {
      case SHA384 -> NISTObjectIdentifiers.id_sha384;
      case SHA512 -> NISTObjectIdentifiers.id_sha512;
      case SHA256 -> NISTObjectIdentifiers.id_sha256;
      case SHA1, SHA224 -> throw new IllegalArgumentException(digest.jcaName());
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
