package org.sealpost.trust.crl;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A list's signature, checked with every key that may have made it while the list passes by. SHA-1
 * is accepted: whoever wants to forge a list needs a second preimage, as a CA signs no list that a
 * stranger composed. For one thread.
 */
final class ListSignature implements DerStream.Observer {
  /** EdDSA needs the message twice (RFC 8032 §5.1.6), and the runtime keeps it in memory. */
  private static final long MAX_KEPT = 4 << 20;

  private static final String PSS = "RSASSA-PSS";

  private static final Map<ASN1ObjectIdentifier, String> NAMES =
      Map.ofEntries(
          Map.entry(PKCSObjectIdentifiers.sha1WithRSAEncryption, "SHA1withRSA"),
          Map.entry(PKCSObjectIdentifiers.sha224WithRSAEncryption, "SHA224withRSA"),
          Map.entry(PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA"),
          Map.entry(PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA"),
          Map.entry(PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA"),
          Map.entry(PKCSObjectIdentifiers.id_RSASSA_PSS, PSS),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA1, "SHA1withECDSA"),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA224, "SHA224withECDSA"),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA"),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA"),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA"),
          Map.entry(EdECObjectIdentifiers.id_Ed25519, "Ed25519"),
          Map.entry(EdECObjectIdentifiers.id_Ed448, "Ed448"));

  private static final Set<ASN1ObjectIdentifier> BROKEN =
      Set.of(
          PKCSObjectIdentifiers.md2WithRSAEncryption,
          PKCSObjectIdentifiers.md4WithRSAEncryption,
          PKCSObjectIdentifiers.md5WithRSAEncryption);

  private static final Set<String> PSS_DIGESTS =
      Set.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/256");

  private final Map<X509Certificate, Signature> checks = new LinkedHashMap<>();
  private final boolean keepsAll;
  private long observed;

  /**
   * @param algorithm an AlgorithmIdentifier (RFC 5280 §4.1.1.2)
   * @param candidates whose keys may have made the signature
   * @throws CrlException if it is an algorithm that is broken or not known, or fits no key
   */
  ListSignature(byte[] algorithm, List<X509Certificate> candidates) throws CrlException {
    AlgorithmIdentifier identifier;
    try {
      identifier = AlgorithmIdentifier.getInstance(DerCursor.checked(algorithm));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw CrlException.malformed("a signature algorithm that is none", e);
    }
    if (BROKEN.contains(identifier.getAlgorithm())) {
      throw CrlException.of("list.broken-algorithm");
    }
    String name = NAMES.get(identifier.getAlgorithm());
    if (name == null) {
      throw CrlException.of("list.unknown-algorithm", identifier.getAlgorithm().getId());
    }
    keepsAll = name.startsWith("Ed");
    for (X509Certificate candidate : candidates) {
      check(name, identifier, candidate).ifPresent(check -> checks.put(candidate, check));
    }
    if (checks.isEmpty()) {
      throw CrlException.of("list.other-key-type", name);
    }
  }

  private static Optional<Signature> check(
      String name, AlgorithmIdentifier identifier, X509Certificate candidate) throws CrlException {
    try {
      Signature check = Signature.getInstance(name);
      if (name.equals(PSS)) {
        check.setParameter(pss(identifier));
      }
      check.initVerify(candidate.getPublicKey());
      return Optional.of(check);
    } catch (InvalidKeyException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw CrlException.malformed("a signature algorithm that cannot be used", e);
    }
  }

  private static PSSParameterSpec pss(AlgorithmIdentifier identifier)
      throws GeneralSecurityException, CrlException {
    if (identifier.getParameters() == null) {
      throw CrlException.malformed("a signature algorithm without its parameters");
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
      parameters.init(identifier.getParameters().toASN1Primitive().getEncoded("DER"));
      PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
      if (!PSS_DIGESTS.contains(spec.getDigestAlgorithm())) {
        throw CrlException.of("list.broken-algorithm");
      }
      return spec;
    } catch (CrlException e) {
      throw e;
    } catch (IOException e) {
      throw CrlException.malformed("a signature algorithm with strange parameters", e);
    }
  }

  @Override
  public void bytes(byte[] array, int from, int length) throws CrlException {
    observed += length;
    if (keepsAll && observed > MAX_KEPT) {
      throw CrlException.of("list.too-long-to-keep");
    }
    try {
      for (Signature check : checks.values()) {
        check.update(array, from, length);
      }
    } catch (SignatureException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first candidate whose key made this signature over what was observed. */
  Optional<X509Certificate> signer(byte[] signature) {
    for (Map.Entry<X509Certificate, Signature> check : checks.entrySet()) {
      try {
        if (check.getValue().verify(signature)) {
          return Optional.of(check.getKey());
        }
      } catch (SignatureException _) {
        // A signature of the wrong form is no signature.
      }
    }
    return Optional.empty();
  }
}
