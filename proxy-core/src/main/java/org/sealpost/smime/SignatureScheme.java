package org.sealpost.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/** How a signerInfo was signed, with the digest that the signature is over. */
sealed interface SignatureScheme {
  /** The JCA name of the digest. */
  String digestName();

  /** Whether a key is of this scheme's kind. */
  boolean takes(PublicKey key);

  /**
   * Whether the signature over a message is by this key.
   *
   * @throws GeneralSecurityException if the signature is malformed
   */
  default boolean holds(PublicKey key, byte[] signature, byte[] message)
      throws GeneralSecurityException {
    return holdsOverDigest(key, signature, Digests.of(digestName()).digest(message));
  }

  /** As {@link #holds}, of a message that only its digest is known of. */
  boolean holdsOverDigest(PublicKey key, byte[] signature, byte[] digest)
      throws GeneralSecurityException;

  private static boolean verify(String algorithm, PublicKey key, byte[] signature, byte[] signed)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(signed);
    return verifier.verify(signature);
  }

  /** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2). */
  record RsaPkcs1(String digestName, ASN1ObjectIdentifier digestOid) implements SignatureScheme {
    @Override
    public boolean takes(PublicKey key) {
      return key instanceof RSAPublicKey && key.getAlgorithm().equals("RSA");
    }

    @Override
    public boolean holdsOverDigest(PublicKey key, byte[] signature, byte[] digest)
        throws GeneralSecurityException {
      Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      rsa.init(Cipher.DECRYPT_MODE, key);
      byte[] recovered = rsa.doFinal(signature);
      // RFC 8017 §9.2 note 1: the digest's parameters are NULL, or missing from some signers.
      AlgorithmIdentifier usual = new AlgorithmIdentifier(digestOid, DERNull.INSTANCE);
      return Arrays.equals(recovered, encoded(new DigestInfo(usual, digest)))
          || Arrays.equals(
              recovered, encoded(new DigestInfo(new AlgorithmIdentifier(digestOid), digest)));
    }

    private static byte[] encoded(DigestInfo info) {
      try {
        return info.getEncoded("DER");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** RSASSA-PSS (RFC 8017 §8.1.2, RFC 4056). */
  record RsaPss(String digestName, Digest digest, Digest maskDigest, int saltLength)
      implements SignatureScheme {
    @Override
    public boolean takes(PublicKey key) {
      return key instanceof RSAPublicKey;
    }

    @Override
    public boolean holdsOverDigest(PublicKey key, byte[] signature, byte[] value)
        throws GeneralSecurityException {
      if (!(key instanceof RSAPublicKey rsa)) {
        throw new InvalidKeyException(key.getAlgorithm());
      }
      try {
        PSSSigner verifier =
            PSSSigner.createRawSigner(
                new RSAEngine(), digest, maskDigest, saltLength, PSSSigner.TRAILER_IMPLICIT);
        verifier.init(
            false, new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent()));
        verifier.update(value, 0, value.length);
        return verifier.verifySignature(signature);
      } catch (RuntimeException e) {
        throw new GeneralSecurityException(e);
      }
    }
  }

  /** ECDSA (RFC 5753 §2). */
  record Ecdsa(String digestName) implements SignatureScheme {
    @Override
    public boolean takes(PublicKey key) {
      return key instanceof ECPublicKey;
    }

    @Override
    public boolean holdsOverDigest(PublicKey key, byte[] signature, byte[] digest)
        throws GeneralSecurityException {
      return verify("NONEwithECDSA", key, signature, digest);
    }
  }

  /** Pure EdDSA, which signs the message and not its digest (RFC 8419). */
  record EdDsa(String digestName) implements SignatureScheme {
    @Override
    public boolean takes(PublicKey key) {
      return key instanceof EdECPublicKey;
    }

    @Override
    public boolean holds(PublicKey key, byte[] signature, byte[] message)
        throws GeneralSecurityException {
      return verify("EdDSA", key, signature, message);
    }

    @Override
    public boolean holdsOverDigest(PublicKey key, byte[] signature, byte[] digest)
        throws GeneralSecurityException {
      throw new InvalidKeyException("EdDSA needs the message");
    }
  }
}
