package org.sealpost.card.token;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.util.BigIntegers;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;

/** An RSA key (RFC 8017). The exponentiation is the JDK's, which blinds it. */
final class RsaKey implements SoftwareKey {
  private static final String RAW = "RSA/ECB/NoPadding";

  /** RFC 8017 §9.2: 00 01, at least eight FF, 00. */
  private static final int PKCS1_OVERHEAD = 11;

  private final RSAPrivateKey key;
  private final ImplicitRejection rejection;

  RsaKey(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
    this.key =
        (RSAPrivateKey)
            KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    this.rejection = new ImplicitRejection(key.getPrivateExponent().toByteArray(), modulusLength());
  }

  @Override
  public byte[] sign(SignatureAlgorithm algorithm, byte[] digest) throws CardException {
    try {
      return switch (algorithm.scheme()) {
        case RSA_PKCS1 -> signPkcs1(algorithm.digest(), digest);
        case RSA_PSS ->
            run(
                RAW,
                Cipher.ENCRYPT_MODE,
                PssEncoding.encode(
                    algorithm.digest(), digest, key.getModulus().bitLength() - 1, modulusLength()));
        case ECDSA -> throw TokenErrors.notSupported("key.rsa-only");
      };
    } catch (GeneralSecurityException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "operation.failed");
    }
  }

  private byte[] signPkcs1(DigestAlgorithm algorithm, byte[] digest)
      throws GeneralSecurityException, CardException {
    byte[] info = DigestInfos.of(algorithm, digest);
    if (info.length > modulusLength() - PKCS1_OVERHEAD) {
      throw TokenErrors.notSupported("key.too-short");
    }
    return run("RSA/ECB/PKCS1Padding", Cipher.ENCRYPT_MODE, info);
  }

  @Override
  public byte[] decrypt(KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws CardException {
    try {
      return switch (algorithm.padding()) {
        case RSA_PKCS1 -> decryptPkcs1(wrappedKey, expectedLength);
        case RSA_OAEP -> decryptOaep(algorithm, wrappedKey, expectedLength);
      };
    } catch (GeneralSecurityException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "operation.failed");
    }
  }

  /**
   * The same steps for every input; what is out of range for the modulus, which anyone can see, is
   * replaced by zeros and so becomes one more bad padding.
   */
  private byte[] decryptPkcs1(byte[] wrappedKey, int expectedLength)
      throws GeneralSecurityException {
    BigInteger value = new BigInteger(1, wrappedKey);
    boolean inRange = value.compareTo(key.getModulus()) < 0;
    byte[] ciphertext = fixedLength(inRange ? value : BigInteger.ZERO);
    byte[] block = run(RAW, Cipher.DECRYPT_MODE, ciphertext);
    return rejection.unpad(block, value.toByteArray(), expectedLength);
  }

  private byte[] decryptOaep(KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws GeneralSecurityException, CardException {
    OAEPParameterSpec parameters =
        new OAEPParameterSpec(
            algorithm.digest().jcaName(),
            "MGF1",
            new MGF1ParameterSpec(algorithm.mgf1Digest().jcaName()),
            new PSource.PSpecified(algorithm.label()));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    byte[] contentKey;
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, parameters);
      contentKey = cipher.doFinal(wrappedKey);
    } catch (InvalidKeyException | BadPaddingException | IllegalBlockSizeException e) {
      // One answer for all, and none of the reasons (Manger's attack).
      throw TokenErrors.badRequest("decrypt.failed");
    }
    if (contentKey.length != expectedLength) {
      throw TokenErrors.badRequest("decrypt.failed");
    }
    return contentKey;
  }

  private byte[] run(String transformation, int mode, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(mode, key);
    return cipher.doFinal(input);
  }

  private int modulusLength() {
    return (key.getModulus().bitLength() + 7) / 8;
  }

  private byte[] fixedLength(BigInteger value) {
    return BigIntegers.asUnsignedByteArray(modulusLength(), value);
  }
}
