package org.sealpost.smime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.DESedeWrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.sealpost.failure.Words;

/**
 * How a content key is wrapped under a secret agreed by ephemeral-static ECDH (RFC 5753 §3.1, §7):
 * the key derivation function of ANSI X9.63 with a digest, and a key wrap. On the prime curves in
 * use the cofactor is one, so both kinds of ECDH agree on the same secret.
 */
record EcdhKeyWrap(String kdfDigest, AlgorithmIdentifier wrap, int kekLength) {
  /** What we write to those of whom nothing is known: SHA-256 and AES-256. */
  static final EcdhKeyWrap OURS =
      new EcdhKeyWrap("SHA-256", new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap), 32);

  private static final AlgorithmIdentifier AES_128_WRAP =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes128_wrap);

  /** The schemes to write, the most widely read first. */
  private static final SequencedMap<String, ASN1ObjectIdentifier> WRITTEN = written();

  private static final Map<ASN1ObjectIdentifier, String> SCHEMES =
      Map.of(
          X9ObjectIdentifiers.dhSinglePass_stdDH_sha1kdf_scheme, "SHA-1",
          SECObjectIdentifiers.dhSinglePass_stdDH_sha224kdf_scheme, "SHA-224",
          SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, "SHA-256",
          SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme, "SHA-384",
          SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme, "SHA-512",
          X9ObjectIdentifiers.dhSinglePass_cofactorDH_sha1kdf_scheme, "SHA-1",
          SECObjectIdentifiers.dhSinglePass_cofactorDH_sha224kdf_scheme, "SHA-224",
          SECObjectIdentifiers.dhSinglePass_cofactorDH_sha256kdf_scheme, "SHA-256",
          SECObjectIdentifiers.dhSinglePass_cofactorDH_sha384kdf_scheme, "SHA-384",
          SECObjectIdentifiers.dhSinglePass_cofactorDH_sha512kdf_scheme, "SHA-512");

  private static final Map<ASN1ObjectIdentifier, Integer> WRAPS =
      Map.of(
          NISTObjectIdentifiers.id_aes128_wrap, 16,
          NISTObjectIdentifiers.id_aes192_wrap, 24,
          NISTObjectIdentifiers.id_aes256_wrap, 32,
          PKCSObjectIdentifiers.id_alg_CMS3DESwrap, 24);

  /**
   * The one to write to a reader with: SHA-256, or the next longer digest that was announced where
   * SHA-256 was not; the wrap as strong as the content key (RFC 5753 §8).
   */
  static EcdhKeyWrap of(Capabilities announced, int contentKeyLength) {
    AlgorithmIdentifier wrap = contentKeyLength <= 16 ? AES_128_WRAP : OURS.wrap;
    String digest =
        WRITTEN.entrySet().stream()
            .filter(scheme -> announced.has(scheme.getValue()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(OURS.kdfDigest);
    return new EcdhKeyWrap(digest, wrap, WRAPS.get(wrap.getAlgorithm()));
  }

  /** The keyEncryptionAlgorithm of one that we write. */
  AlgorithmIdentifier identifier() {
    return new AlgorithmIdentifier(WRITTEN.get(kdfDigest), wrap);
  }

  /** Reads a keyEncryptionAlgorithm, whose parameter is the wrap's AlgorithmIdentifier. */
  static EcdhKeyWrap of(AlgorithmIdentifier keyEncryption) throws Refused, DamagedCms {
    String digest = SCHEMES.get(keyEncryption.getAlgorithm());
    if (digest == null) {
      throw refused(keyEncryption.getAlgorithm());
    }
    try {
      AlgorithmIdentifier wrap = AlgorithmIdentifier.getInstance(keyEncryption.getParameters());
      Integer length = WRAPS.get(wrap.getAlgorithm());
      if (length == null) {
        throw refused(wrap.getAlgorithm());
      }
      return new EcdhKeyWrap(digest, wrap, length);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new DamagedCms("malformed key wrap algorithm", e);
    }
  }

  private static SequencedMap<String, ASN1ObjectIdentifier> written() {
    SequencedMap<String, ASN1ObjectIdentifier> schemes = new LinkedHashMap<>();
    schemes.put("SHA-256", SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme);
    schemes.put("SHA-384", SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme);
    schemes.put("SHA-512", SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme);
    return schemes;
  }

  private static Refused refused(ASN1ObjectIdentifier oid) {
    return new Refused(
        Words.beside(EcdhKeyWrap.class).phrase("refused.key-management", oid.getId()));
  }

  byte[] wrap(byte[] sharedSecret, SecretKey contentKey) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
    cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(derive(sharedSecret, Optional.empty()), "AES"));
    return cipher.wrap(contentKey);
  }

  /** Fails where the shared secret is another than the sender's, or the wrapped key was altered. */
  byte[] unwrap(byte[] sharedSecret, Optional<byte[]> keyingMaterial, byte[] wrapped)
      throws GeneralSecurityException {
    byte[] kek = derive(sharedSecret, keyingMaterial);
    if (wrap.getAlgorithm().equals(PKCSObjectIdentifiers.id_alg_CMS3DESwrap)) {
      return unwrapTripleDes(kek, wrapped);
    }
    Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
    cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
    return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
  }

  private static byte[] unwrapTripleDes(byte[] kek, byte[] wrapped)
      throws GeneralSecurityException {
    DESedeWrapEngine engine = new DESedeWrapEngine();
    engine.init(false, new KeyParameter(kek));
    try {
      return engine.unwrap(wrapped, 0, wrapped.length);
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** ANSI X9.63 key derivation over ECC-CMS-SharedInfo (RFC 5753 §7.2). */
  private byte[] derive(byte[] sharedSecret, Optional<byte[]> keyingMaterial)
      throws GeneralSecurityException {
    byte[] keyBits = ByteBuffer.allocate(4).putInt(kekLength * 8).array();
    byte[] sharedInfo =
        der(
            keyingMaterial
                .map(material -> new ECCCMSSharedInfo(wrap, material, keyBits))
                .orElseGet(() -> new ECCCMSSharedInfo(wrap, keyBits)));
    MessageDigest digest = MessageDigest.getInstance(kdfDigest);
    byte[] derived = new byte[0];
    for (int counter = 1; derived.length < kekLength; counter++) {
      digest.update(sharedSecret);
      digest.update(ByteBuffer.allocate(4).putInt(counter).array());
      byte[] block = digest.digest(sharedInfo);
      int before = derived.length;
      derived = Arrays.copyOf(derived, before + block.length);
      System.arraycopy(block, 0, derived, before, block.length);
    }
    return Arrays.copyOf(derived, kekLength);
  }

  private static byte[] der(ECCCMSSharedInfo sharedInfo) {
    try {
      return sharedInfo.getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
