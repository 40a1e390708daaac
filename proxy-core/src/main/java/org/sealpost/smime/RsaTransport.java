package org.sealpost.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * How a content key is encrypted to an RSA key: PKCS#1 v1.5 (RFC 3370 §4.2.1) or RSAES-OAEP (RFC
 * 3560, RFC 4055 §4).
 *
 * @param identifier the keyEncryptionAlgorithm
 * @param oaep its parameters; empty for PKCS#1 v1.5
 */
record RsaTransport(AlgorithmIdentifier identifier, Optional<OAEPParameterSpec> oaep) {
  private static final RsaTransport PKCS1 =
      new RsaTransport(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          Optional.empty());

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          OIWObjectIdentifiers.idSHA1, "SHA-1",
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  private static final Map<String, Integer> DIGEST_LENGTHS =
      Map.of("SHA-1", 20, "SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

  private static final RsaTransport OAEP_SHA256 = oaepSha256();

  /** The RSA key of a certificate, also of one that is for OAEP alone (RFC 4055 §4). */
  static Optional<RSAPublicKey> key(X509Certificate certificate) {
    if (certificate.getPublicKey() instanceof RSAPublicKey key) {
      return key.getAlgorithm().equals("RSA") ? Optional.of(key) : Optional.empty();
    }
    SubjectPublicKeyInfo info = info(certificate);
    if (!isOaep(info.getAlgorithm()) || certified(info.getAlgorithm()).isEmpty()) {
      return Optional.empty();
    }
    try {
      var numbers = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(info.parsePublicKey());
      RSAPublicKeySpec spec =
          new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent());
      return Optional.of((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec));
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The one to encrypt to a reader with, whose certificate has an RSA key. */
  static RsaTransport of(Reader reader, RSAPublicKey key, Algorithms.Transport wanted) {
    int modulusLength = (key.getModulus().bitLength() + 7) / 8;
    AlgorithmIdentifier own = info(reader.certificate()).getAlgorithm();
    if (isOaep(own)) {
      return certified(own).orElse(OAEP_SHA256);
    }
    return switch (wanted) {
      case PKCS1 -> PKCS1;
      case AUTO -> announced(reader.capabilities(), modulusLength).orElse(PKCS1);
      case OAEP -> announced(reader.capabilities(), modulusLength).orElse(OAEP_SHA256);
    };
  }

  /** RFC 4055 §4.1: the parameters in a certificate, where there are any, are to be kept. */
  private static Optional<RsaTransport> certified(AlgorithmIdentifier key) {
    return key.getParameters() == null
        ? Optional.of(OAEP_SHA256)
        : oaep(Optional.of(key.getParameters()));
  }

  /** With SHA-256 if that is among those announced, else the first that can be had. */
  private static Optional<RsaTransport> announced(Capabilities capabilities, int modulusLength) {
    List<RsaTransport> usable =
        capabilities.parameters(PKCSObjectIdentifiers.id_RSAES_OAEP).stream()
            .flatMap(parameters -> oaep(parameters).stream())
            .filter(transport -> transport.fits(modulusLength))
            .toList();
    return usable.stream()
        .filter(transport -> transport.digest().equals(OAEP_SHA256.digest()))
        .findFirst()
        .or(() -> usable.stream().findFirst());
  }

  byte[] wrap(RSAPublicKey key, SecretKey contentKey) throws GeneralSecurityException {
    Cipher rsa =
        Cipher.getInstance(oaep.isPresent() ? "RSA/ECB/OAEPPadding" : "RSA/ECB/PKCS1Padding");
    if (oaep.isPresent()) {
      rsa.init(Cipher.ENCRYPT_MODE, key, oaep.get());
    } else {
      rsa.init(Cipher.ENCRYPT_MODE, key);
    }
    return rsa.doFinal(contentKey.getEncoded());
  }

  private Optional<String> digest() {
    return oaep.map(OAEPParameterSpec::getDigestAlgorithm);
  }

  /** RFC 8017 §7.1.1: whether the longest content key fits. */
  private boolean fits(int modulusLength) {
    return digest()
        .map(DIGEST_LENGTHS::get)
        .filter(it -> modulusLength - 2 * it - 2 < 32)
        .isEmpty();
  }

  /** Without parameters the defaults hold, which are SHA-1's. Empty if they are of unknown kind. */
  private static Optional<RsaTransport> oaep(Optional<ASN1Encodable> parameters) {
    try {
      RSAESOAEPparams read =
          parameters
              .filter(it -> !it.equals(DERNull.INSTANCE))
              .map(RSAESOAEPparams::getInstance)
              .orElseGet(RSAESOAEPparams::new);
      AlgorithmIdentifier mask = read.getMaskGenAlgorithm();
      ASN1Encodable label = read.getPSourceAlgorithm().getParameters();
      String digest = DIGESTS.get(read.getHashAlgorithm().getAlgorithm());
      String maskDigest =
          DIGESTS.get(AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm());
      boolean labelled = label != null && ASN1OctetString.getInstance(label).getOctetsLength() > 0;
      return digest == null
              || maskDigest == null
              || labelled
              || !mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
          ? Optional.empty()
          : Optional.of(oaep(read, digest, maskDigest));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static RsaTransport oaep(RSAESOAEPparams parameters, String digest, String maskDigest) {
    return new RsaTransport(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, parameters),
        Optional.of(
            new OAEPParameterSpec(
                digest, "MGF1", new MGF1ParameterSpec(maskDigest), PSource.PSpecified.DEFAULT)));
  }

  /** The parameters of RSAES-OAEP with SHA-256, also as a capability (RFC 3560 §5). */
  static RSAESOAEPparams sha256Parameters() {
    AlgorithmIdentifier digest =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    return new RSAESOAEPparams(
        digest,
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
        RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM);
  }

  private static RsaTransport oaepSha256() {
    return oaep(sha256Parameters(), "SHA-256", "SHA-256");
  }

  private static boolean isOaep(AlgorithmIdentifier algorithm) {
    return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP);
  }

  private static SubjectPublicKeyInfo info(X509Certificate certificate) {
    return SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
  }
}
