package org.sealpost.card.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.util.BigIntegers;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/**
 * An RSA key on a card (RFC 8017). Of what the card's mechanisms leave open, padding and unpadding
 * are done here over the bare exponentiation. A signature is verified before it is given away: the
 * wrong key, or a card that computes wrongly, is found out here and not by the recipient.
 */
final class CardRsaKey implements CardKey {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** RFC 8017 §9.2: 00 01, at least eight FF, 00. */
  private static final int PKCS1_OVERHEAD = 11;

  private final RSAKeyParameters publicKey;
  private final int modulusLength;
  private final ImplicitRejection rejection;

  CardRsaKey(RSAKeyParameters publicKey) throws GeneralSecurityException {
    this.publicKey = publicKey;
    this.modulusLength = (publicKey.getModulus().bitLength() + 7) / 8;
    byte[] seed = new byte[32];
    RANDOM.nextBytes(seed);
    this.rejection = new ImplicitRejection(seed, modulusLength);
  }

  @Override
  public byte[] sign(Access access, SignatureAlgorithm algorithm, byte[] digest)
      throws CryptokiException, CardException {
    return switch (algorithm.scheme()) {
      case RSA_PKCS1 -> signPkcs1(access, DigestInfos.of(algorithm.digest(), digest));
      case RSA_PSS -> signPss(access, algorithm.digest(), digest);
      case ECDSA -> throw TokenErrors.notSupported("key.rsa-only");
    };
  }

  private byte[] signPkcs1(Access access, byte[] digestInfo)
      throws CryptokiException, CardException {
    if (digestInfo.length > modulusLength - PKCS1_OVERHEAD) {
      throw TokenErrors.notSupported("key.too-short");
    }
    byte[] block = new byte[modulusLength];
    Arrays.fill(block, 1, modulusLength, (byte) 0xff);
    block[1] = 1;
    block[modulusLength - digestInfo.length - 1] = 0;
    System.arraycopy(digestInfo, 0, block, modulusLength - digestInfo.length, digestInfo.length);
    byte[] signature =
        access.offers(PKCS11Constants.CKM_RSA_PKCS, PKCS11Constants.CKF_SIGN)
            ? access.sign(new Cryptoki.Mechanism.RsaPkcs1(), digestInfo)
            : access.sign(new Cryptoki.Mechanism.RsaRaw(), block);
    if (!publicOperation(signature).equals(new BigInteger(1, block))) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, "signature.does-not-verify");
    }
    return fixedLength(signature);
  }

  private byte[] signPss(Access access, DigestAlgorithm algorithm, byte[] digest)
      throws CryptokiException, CardException {
    byte[] signature = signedPss(access, algorithm, digest);
    PSSSigner verifier = PSSSigner.createRawSigner(new RSAEngine(), digest(algorithm));
    verifier.init(false, publicKey);
    verifier.update(digest, 0, digest.length);
    if (!verifier.verifySignature(signature)) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, "signature.does-not-verify");
    }
    return signature;
  }

  private byte[] signedPss(Access access, DigestAlgorithm algorithm, byte[] digest)
      throws CryptokiException, CardException {
    if (access.offers(PKCS11Constants.CKM_RSA_PKCS_PSS, PKCS11Constants.CKF_SIGN)) {
      try {
        return fixedLength(access.sign(new Cryptoki.Mechanism.RsaPss(algorithm), digest));
      } catch (CryptokiException e) {
        if (!e.isMechanismRefused()) {
          throw e;
        }
      }
    }
    if (!access.offers(PKCS11Constants.CKM_RSA_X_509, PKCS11Constants.CKF_SIGN)) {
      throw TokenErrors.notSupported("key.no-pss");
    }
    try {
      byte[] block =
          PssEncoding.encode(
              algorithm, digest, publicKey.getModulus().bitLength() - 1, modulusLength);
      return fixedLength(access.sign(new Cryptoki.Mechanism.RsaRaw(), block));
    } catch (GeneralSecurityException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "operation.failed");
    }
  }

  @Override
  public byte[] decrypt(
      Access access, KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws CryptokiException, CardException {
    BigInteger value = new BigInteger(1, wrappedKey);
    boolean inRange = value.compareTo(publicKey.getModulus()) < 0;
    byte[] ciphertext =
        BigIntegers.asUnsignedByteArray(modulusLength, inRange ? value : BigInteger.TWO);
    return switch (algorithm.padding()) {
      case RSA_PKCS1 -> decryptPkcs1(access, ciphertext, value.toByteArray(), expectedLength);
      case RSA_OAEP -> decryptOaep(access, algorithm, ciphertext, expectedLength);
    };
  }

  /** Nothing here depends on what is inside the block but the octets that come back. */
  private byte[] decryptPkcs1(
      Access access, byte[] ciphertext, byte[] asReceived, int expectedLength)
      throws CryptokiException, CardException {
    try {
      return rejection.unpad(block(access, ciphertext), asReceived, expectedLength);
    } catch (GeneralSecurityException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "operation.failed");
    }
  }

  /**
   * The padded block. Where only the card itself takes the padding off, it is put on again; what it
   * refuses becomes a block of zeros, which is one more bad padding.
   */
  private byte[] block(Access access, byte[] ciphertext) throws CryptokiException {
    if (access.offers(PKCS11Constants.CKM_RSA_X_509, PKCS11Constants.CKF_DECRYPT)) {
      try {
        return fixedLength(access.decrypt(new Cryptoki.Mechanism.RsaRaw(), ciphertext));
      } catch (CryptokiException e) {
        if (!e.isMechanismRefused()) {
          throw e;
        }
      }
    }
    byte[] block = new byte[modulusLength];
    try {
      byte[] content = access.decrypt(new Cryptoki.Mechanism.RsaPkcs1(), ciphertext);
      if (content.length <= modulusLength - PKCS1_OVERHEAD) {
        Arrays.fill(block, 2, modulusLength, (byte) 1);
        block[1] = 2;
        block[modulusLength - content.length - 1] = 0;
        System.arraycopy(content, 0, block, modulusLength - content.length, content.length);
        Arrays.fill(content, (byte) 0);
      }
    } catch (CryptokiException e) {
      if (e.isGone() || e.isLoggedOut() || e.isPinWrong()) {
        throw e;
      }
    }
    return block;
  }

  private byte[] decryptOaep(
      Access access, KeyTransport algorithm, byte[] ciphertext, int expectedLength)
      throws CryptokiException, CardException {
    byte[] contentKey = oaepContent(access, algorithm, ciphertext);
    if (contentKey.length != expectedLength) {
      throw TokenErrors.badRequest("decrypt.failed");
    }
    return contentKey;
  }

  private byte[] oaepContent(Access access, KeyTransport algorithm, byte[] ciphertext)
      throws CryptokiException, CardException {
    if (access.offers(PKCS11Constants.CKM_RSA_X_509, PKCS11Constants.CKF_DECRYPT)) {
      try {
        byte[] block = fixedLength(access.decrypt(new Cryptoki.Mechanism.RsaRaw(), ciphertext));
        return unpadOaep(algorithm, block);
      } catch (CryptokiException e) {
        if (!e.isMechanismRefused()) {
          throw e;
        }
      }
    }
    if (!access.offers(PKCS11Constants.CKM_RSA_PKCS_OAEP, PKCS11Constants.CKF_DECRYPT)) {
      throw TokenErrors.notSupported("key.no-oaep");
    }
    try {
      return access.decrypt(
          new Cryptoki.Mechanism.RsaOaep(
              algorithm.digest(), algorithm.mgf1Digest(), algorithm.label()),
          ciphertext);
    } catch (CryptokiException e) {
      if (e.isGone() || e.isLoggedOut() || e.isPinWrong()) {
        throw e;
      }
      if (e.isMechanismRefused()) {
        throw TokenErrors.notSupported("key.no-oaep");
      }
      // One answer for all, and none of the reasons (Manger's attack).
      throw TokenErrors.badRequest("decrypt.failed");
    }
  }

  private byte[] unpadOaep(KeyTransport algorithm, byte[] block) throws CardException {
    OAEPEncoding oaep =
        new OAEPEncoding(
            new Decrypted(block),
            digest(algorithm.digest()),
            digest(algorithm.mgf1Digest()),
            algorithm.label());
    try {
      oaep.init(false, publicKey);
      return oaep.processBlock(block, 0, block.length);
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw TokenErrors.badRequest("decrypt.failed");
    } finally {
      Arrays.fill(block, (byte) 0);
    }
  }

  private BigInteger publicOperation(byte[] signature) {
    return new BigInteger(1, signature).modPow(publicKey.getExponent(), publicKey.getModulus());
  }

  /** Some modules leave leading zeros out. */
  private byte[] fixedLength(byte[] value) throws CryptokiException {
    if (value.length == modulusLength) {
      return value;
    }
    BigInteger number = new BigInteger(1, value);
    if (number.compareTo(publicKey.getModulus()) >= 0) {
      throw new CryptokiException(PKCS11Constants.CKR_GENERAL_ERROR);
    }
    return BigIntegers.asUnsignedByteArray(modulusLength, number);
  }

  private static Digest digest(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> new SHA1Digest();
      case SHA224 -> new SHA224Digest();
      case SHA256 -> new SHA256Digest();
      case SHA384 -> new SHA384Digest();
      case SHA512 -> new SHA512Digest();
    };
  }

  /** Stands for the exponentiation that the card has done already. */
  private record Decrypted(byte[] block) implements AsymmetricBlockCipher {
    @Override
    public void init(boolean forEncryption, CipherParameters parameters) {
      // The card has the key.
    }

    @Override
    public int getInputBlockSize() {
      return block.length;
    }

    @Override
    public int getOutputBlockSize() {
      return block.length - 1;
    }

    /** Without leading zeros, as a number is. */
    @Override
    public byte[] processBlock(byte[] in, int offset, int length) {
      return BigIntegers.asUnsignedByteArray(new BigInteger(1, block));
    }
  }
}
