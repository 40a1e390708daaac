package org.sealpost.harness;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/** A private key in a slot of the card, and its operations (SP 800-73-4, part 2, section 3.2.4). */
record PivKey(PrivateKey key, X509Certificate certificate) {
  private static final int RSA_2048 = 0x07;
  private static final int P_256 = 0x11;
  private static final int P_256_BYTES = 32;
  private static final int CHALLENGE = 0x81;
  private static final int EXPONENTIATION = 0x85;

  PivKey {
    algorithm(certificate.getPublicKey());
  }

  private static int algorithm(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa when rsa.getModulus().bitLength() == 2048 -> RSA_2048;
      case ECPublicKey ec when ec.getParams().getOrder().bitLength() == 256 -> P_256;
      default -> throw new IllegalArgumentException("only RSA-2048 and P-256: " + key);
    };
  }

  /** The algorithm identifier (SP 800-78-4, table 6-2). */
  int algorithm() {
    return algorithm(certificate.getPublicKey());
  }

  /**
   * Answers the members of a dynamic authentication template.
   *
   * @throws CommandApdu.MalformedException where the template does not suit this key
   */
  byte[] answer(Map<Integer, byte[]> template) throws CommandApdu.MalformedException {
    byte[] challenge = template.get(CHALLENGE);
    byte[] point = template.get(EXPONENTIATION);
    try {
      if (algorithm() == RSA_2048 && challenge != null && challenge.length == 256) {
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key);
        return cipher.doFinal(challenge);
      }
      if (algorithm() == P_256 && challenge != null && challenge.length <= P_256_BYTES) {
        Signature signature = Signature.getInstance("NONEwithECDSA");
        signature.initSign(key);
        signature.update(challenge);
        return signature.sign();
      }
      if (algorithm() == P_256 && point != null && point.length == 2 * P_256_BYTES + 1) {
        return agree(point);
      }
    } catch (GeneralSecurityException e) {
      throw new CommandApdu.MalformedException(e.toString());
    }
    throw new CommandApdu.MalformedException("the template does not suit the key");
  }

  /** Elliptic-curve Diffie-Hellman: the shared point's x coordinate. */
  private byte[] agree(byte[] point) throws GeneralSecurityException {
    ECPoint other =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + P_256_BYTES)),
            new BigInteger(1, Arrays.copyOfRange(point, 1 + P_256_BYTES, point.length)));
    ECPublicKey own = (ECPublicKey) certificate.getPublicKey();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(other, own.getParams())),
        true);
    return agreement.generateSecret();
  }
}
