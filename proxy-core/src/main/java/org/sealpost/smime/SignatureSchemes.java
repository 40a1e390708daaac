package org.sealpost.smime;

import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.util.DigestFactory;
import org.sealpost.failure.Words;

/**
 * Tells a signature scheme by a signerInfo's signatureAlgorithm (RFC 3370 §3, RFC 4056, RFC 5754
 * §3, RFC 8419, RFC 8702 left out: nobody sends it).
 */
final class SignatureSchemes {
  private static final Words WORDS = Words.beside(SignatureSchemes.class);
  private static final int LONGEST_SALT = 512;

  private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> RSA =
      Map.ofEntries(
          Map.entry(PKCSObjectIdentifiers.md2WithRSAEncryption, PKCSObjectIdentifiers.md2),
          Map.entry(PKCSObjectIdentifiers.md5WithRSAEncryption, PKCSObjectIdentifiers.md5),
          Map.entry(PKCSObjectIdentifiers.sha1WithRSAEncryption, OIWObjectIdentifiers.idSHA1),
          Map.entry(OIWObjectIdentifiers.sha1WithRSA, OIWObjectIdentifiers.idSHA1),
          Map.entry(PKCSObjectIdentifiers.sha224WithRSAEncryption, NISTObjectIdentifiers.id_sha224),
          Map.entry(PKCSObjectIdentifiers.sha256WithRSAEncryption, NISTObjectIdentifiers.id_sha256),
          Map.entry(PKCSObjectIdentifiers.sha384WithRSAEncryption, NISTObjectIdentifiers.id_sha384),
          Map.entry(PKCSObjectIdentifiers.sha512WithRSAEncryption, NISTObjectIdentifiers.id_sha512),
          Map.entry(
              NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_224,
              NISTObjectIdentifiers.id_sha3_224),
          Map.entry(
              NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_256,
              NISTObjectIdentifiers.id_sha3_256),
          Map.entry(
              NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_384,
              NISTObjectIdentifiers.id_sha3_384),
          Map.entry(
              NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_512,
              NISTObjectIdentifiers.id_sha3_512));

  private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> ECDSA =
      Map.of(
          X9ObjectIdentifiers.ecdsa_with_SHA1, OIWObjectIdentifiers.idSHA1,
          X9ObjectIdentifiers.ecdsa_with_SHA224, NISTObjectIdentifiers.id_sha224,
          X9ObjectIdentifiers.ecdsa_with_SHA256, NISTObjectIdentifiers.id_sha256,
          X9ObjectIdentifiers.ecdsa_with_SHA384, NISTObjectIdentifiers.id_sha384,
          X9ObjectIdentifiers.ecdsa_with_SHA512, NISTObjectIdentifiers.id_sha512,
          NISTObjectIdentifiers.id_ecdsa_with_sha3_224, NISTObjectIdentifiers.id_sha3_224,
          NISTObjectIdentifiers.id_ecdsa_with_sha3_256, NISTObjectIdentifiers.id_sha3_256,
          NISTObjectIdentifiers.id_ecdsa_with_sha3_384, NISTObjectIdentifiers.id_sha3_384,
          NISTObjectIdentifiers.id_ecdsa_with_sha3_512, NISTObjectIdentifiers.id_sha3_512);

  private SignatureSchemes() {}

  /**
   * The scheme.
   *
   * @param digest the signerInfo's digestAlgorithm, for signature algorithms that name none
   * @throws Refused if scheme or digest are unknown or broken
   */
  static SignatureScheme of(AlgorithmIdentifier algorithm, ASN1ObjectIdentifier digest)
      throws Refused {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption) || RSA.containsKey(oid)) {
      ASN1ObjectIdentifier signed = RSA.getOrDefault(oid, digest);
      return new SignatureScheme.RsaPkcs1(Digests.name(signed), signed);
    }
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey) || ECDSA.containsKey(oid)) {
      return new SignatureScheme.Ecdsa(Digests.name(ECDSA.getOrDefault(oid, digest)));
    }
    if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return pss(algorithm.getParameters());
    }
    if (oid.equals(EdECObjectIdentifiers.id_Ed25519)
        || oid.equals(EdECObjectIdentifiers.id_Ed448)) {
      return new SignatureScheme.EdDsa(Digests.name(digest));
    }
    throw refused(oid.getId());
  }

  private static SignatureScheme pss(ASN1Encodable encoded) throws Refused {
    RSASSAPSSparams parameters =
        encoded == null ? new RSASSAPSSparams() : RSASSAPSSparams.getInstance(encoded);
    AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
    int saltLength = parameters.getSaltLength().intValueExact();
    if (!mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
        || parameters.getTrailerField().intValueExact() != 1
        || saltLength < 0
        || saltLength > LONGEST_SALT) {
      throw refused("RSASSA-PSS");
    }
    ASN1ObjectIdentifier digest = parameters.getHashAlgorithm().getAlgorithm();
    ASN1ObjectIdentifier maskDigest =
        AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm();
    return new SignatureScheme.RsaPss(
        Digests.name(digest), lightweight(digest), lightweight(maskDigest), saltLength);
  }

  private static Digest lightweight(ASN1ObjectIdentifier oid) throws Refused {
    return switch (Digests.name(oid)) {
      case "SHA-1" -> DigestFactory.createSHA1();
      case "SHA-224" -> DigestFactory.createSHA224();
      case "SHA-256" -> DigestFactory.createSHA256();
      case "SHA-384" -> DigestFactory.createSHA384();
      case "SHA-512" -> DigestFactory.createSHA512();
      default -> throw refused("RSASSA-PSS, " + Digests.label(oid));
    };
  }

  private static Refused refused(String name) {
    return new Refused(WORDS.phrase("refused.signature", name));
  }
}
