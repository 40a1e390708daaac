package org.sealpost.testpki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.smime.SigningKey;

/** Signs as a card would, with a key in memory, and counts how often. */
public final class SoftSigningKey implements SigningKey {
  private final Holder signing;
  private final Optional<X509Certificate> encryption;
  private final AtomicInteger operations = new AtomicInteger();

  public SoftSigningKey(Holder signing, Optional<X509Certificate> encryption) {
    this.signing = signing;
    this.encryption = encryption;
  }

  public SoftSigningKey(TestPki.Person person) {
    this(person.signing(), Optional.of(person.encryption().certificate()));
  }

  public int operations() {
    return operations.get();
  }

  @Override
  public X509Certificate certificate() {
    return signing.certificate();
  }

  @Override
  public List<X509Certificate> chain() {
    return signing.issuers();
  }

  @Override
  public Optional<X509Certificate> encryptionCertificate() {
    return encryption;
  }

  @Override
  public byte[] sign(SignatureAlgorithm algorithm, byte[] digest) {
    operations.incrementAndGet();
    if (digest.length != algorithm.digest().length()) {
      throw new IllegalArgumentException("a digest of " + digest.length + " bytes");
    }
    try {
      return switch (algorithm.scheme()) {
        case RSA_PKCS1 -> rsa(algorithm, digest);
        case ECDSA -> ecdsa(digest);
        case RSA_PSS -> pss(algorithm, digest);
      };
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] rsa(SignatureAlgorithm algorithm, byte[] digest)
      throws GeneralSecurityException, IOException {
    ASN1ObjectIdentifier oid =
        switch (algorithm.digest()) {
          case SHA256 -> NISTObjectIdentifiers.id_sha256;
          case SHA384 -> NISTObjectIdentifiers.id_sha384;
          case SHA512 -> NISTObjectIdentifiers.id_sha512;
          default -> throw new IllegalArgumentException(algorithm.toString());
        };
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, signing.key());
    return cipher.doFinal(
        new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), digest).getEncoded());
  }

  private byte[] pss(SignatureAlgorithm algorithm, byte[] digest) throws GeneralSecurityException {
    Digest hash =
        switch (algorithm.digest()) {
          case SHA256 -> new SHA256Digest();
          case SHA384 -> new SHA384Digest();
          case SHA512 -> new SHA512Digest();
          default -> throw new IllegalArgumentException(algorithm.toString());
        };
    RSAPrivateKey key = (RSAPrivateKey) signing.key();
    PSSSigner signer = PSSSigner.createRawSigner(new RSAEngine(), hash);
    signer.init(true, new RSAKeyParameters(true, key.getModulus(), key.getPrivateExponent()));
    signer.update(digest, 0, digest.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private byte[] ecdsa(byte[] digest) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("NONEwithECDSA");
    signature.initSign(signing.key());
    signature.update(digest);
    return signature.sign();
  }
}
