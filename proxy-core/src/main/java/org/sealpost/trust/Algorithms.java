package org.sealpost.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultSignatureNameFinder;

/**
 * Which algorithms in a path are broken (the path does not count) and which are weak (it counts,
 * and the verdict says so). These rules alone decide; the runtime's {@code
 * jdk.certpath.disabledAlgorithms}, which differs between machines and releases, does not.
 */
public final class Algorithms {
  private static final Set<ASN1ObjectIdentifier> BROKEN_SIGNATURES =
      Set.of(
          PKCSObjectIdentifiers.md2WithRSAEncryption,
          PKCSObjectIdentifiers.md4WithRSAEncryption,
          PKCSObjectIdentifiers.md5WithRSAEncryption,
          OIWObjectIdentifiers.md4WithRSA,
          OIWObjectIdentifiers.md4WithRSAEncryption,
          OIWObjectIdentifiers.md5WithRSA);

  private static final Set<ASN1ObjectIdentifier> BROKEN_PSS_DIGESTS =
      Set.of(PKCSObjectIdentifiers.md2, PKCSObjectIdentifiers.md4, PKCSObjectIdentifiers.md5);

  private static final Set<ASN1ObjectIdentifier> WEAK_SIGNATURES =
      Set.of(
          PKCSObjectIdentifiers.sha1WithRSAEncryption,
          OIWObjectIdentifiers.sha1WithRSA,
          OIWObjectIdentifiers.dsaWithSHA1,
          X9ObjectIdentifiers.id_dsa_with_sha1,
          X9ObjectIdentifiers.ecdsa_with_SHA1);

  private static final Set<ASN1ObjectIdentifier> STRONG_PSS_DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha224,
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512,
          NISTObjectIdentifiers.id_sha512_256,
          NISTObjectIdentifiers.id_sha3_256,
          NISTObjectIdentifiers.id_sha3_384,
          NISTObjectIdentifiers.id_sha3_512);

  private Algorithms() {}

  /** A weak spot of a path. */
  record Weakness(X509Certificate certificate, String algorithm) {}

  /**
   * The name of what is broken in a signature that this key made, or is said to have made, be it on
   * a certificate or on what its issuer says of it.
   */
  public static Optional<String> broken(AlgorithmIdentifier signature, PublicKey key) {
    return isBroken(signature)
        ? Optional.of(new DefaultSignatureNameFinder().getAlgorithmName(signature))
        : brokenKey(key);
  }

  private static boolean isBroken(AlgorithmIdentifier signature) {
    return BROKEN_SIGNATURES.contains(signature.getAlgorithm())
        || (signature.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
            && BROKEN_PSS_DIGESTS.contains(pssDigest(signature.getParameters())));
  }

  static Optional<PathProblem> broken(CertificatePath path) {
    for (X509Certificate certificate : path.certificates()) {
      Optional<PathProblem> problem =
          brokenSignature(certificate)
              .or(() -> brokenKey(certificate))
              .map(name -> new PathProblem.BrokenAlgorithm(certificate, name));
      if (problem.isPresent()) {
        return problem;
      }
    }
    // An anchor is trusted for being configured, not for the signature on it.
    return brokenKey(path.anchor())
        .map(name -> new PathProblem.BrokenAlgorithm(path.anchor(), name));
  }

  static List<Weakness> weaknesses(CertificatePath path) {
    List<Weakness> weaknesses = new ArrayList<>();
    for (X509Certificate certificate : path.certificates()) {
      if (hasWeakSignature(certificate)) {
        weaknesses.add(new Weakness(certificate, "SHA-1"));
      }
      weakKey(certificate).ifPresent(key -> weaknesses.add(new Weakness(certificate, key)));
    }
    weakKey(path.anchor()).ifPresent(key -> weaknesses.add(new Weakness(path.anchor(), key)));
    return weaknesses;
  }

  /** The key's name where it is too short for what is new, as in {@code RSA-1024}. */
  public static Optional<String> weakKey(X509Certificate certificate) {
    return shorterThan(certificate.getPublicKey(), 2048, 224);
  }

  static Optional<String> brokenKey(X509Certificate certificate) {
    return brokenKey(certificate.getPublicKey());
  }

  private static Optional<String> brokenKey(PublicKey key) {
    return shorterThan(key, 1024, 224);
  }

  /** As in {@code RSA-2048}. */
  public static String keyName(X509Certificate certificate) {
    return size(certificate.getPublicKey())
        .map(Size::toString)
        .orElseGet(() -> certificate.getPublicKey().getAlgorithm());
  }

  private static Optional<String> shorterThan(PublicKey key, int modulusBits, int orderBits) {
    return size(key)
        .filter(size -> size.bits < (size.algorithm.equals("EC") ? orderBits : modulusBits))
        .map(Size::toString);
  }

  private record Size(String algorithm, int bits) {
    @Override
    public String toString() {
      return algorithm + "-" + bits;
    }
  }

  private static Optional<Size> size(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> Optional.of(new Size("RSA", rsa.getModulus().bitLength()));
      case DSAPublicKey dsa when dsa.getParams() != null ->
          Optional.of(new Size("DSA", dsa.getParams().getP().bitLength()));
      case ECPublicKey ec -> Optional.of(new Size("EC", ec.getParams().getOrder().bitLength()));
      default -> OaepKey.modulus(key).map(modulus -> new Size("RSA", modulus.bitLength()));
    };
  }

  private static Optional<String> brokenSignature(X509Certificate certificate) {
    ASN1ObjectIdentifier algorithm = signatureAlgorithm(certificate);
    boolean broken =
        algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
            ? BROKEN_PSS_DIGESTS.contains(pssDigest(certificate))
            : BROKEN_SIGNATURES.contains(algorithm);
    return broken ? Optional.of(certificate.getSigAlgName()) : Optional.empty();
  }

  /** Whether the signature on it is weak, which matters on all but an anchor. */
  public static boolean hasWeakSignature(X509Certificate certificate) {
    ASN1ObjectIdentifier algorithm = signatureAlgorithm(certificate);
    return algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
        ? !STRONG_PSS_DIGESTS.contains(pssDigest(certificate))
        : WEAK_SIGNATURES.contains(algorithm);
  }

  private static ASN1ObjectIdentifier signatureAlgorithm(X509Certificate certificate) {
    return new ASN1ObjectIdentifier(certificate.getSigAlgOID());
  }

  private static ASN1ObjectIdentifier pssDigest(X509Certificate certificate) {
    return pssDigest(certificate.getSigAlgParams());
  }

  /** RFC 4055 §3.1: without parameters, and without a digest in them, it is SHA-1. */
  private static ASN1ObjectIdentifier pssDigest(Object encoded) {
    if (encoded == null) {
      return OIWObjectIdentifiers.idSHA1;
    }
    try {
      return RSASSAPSSparams.getInstance(encoded).getHashAlgorithm().getAlgorithm();
    } catch (IllegalArgumentException | IllegalStateException e) {
      return OIWObjectIdentifiers.idSHA1;
    }
  }
}
