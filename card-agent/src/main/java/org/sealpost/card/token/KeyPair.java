package org.sealpost.card.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Which public key belongs to a private one, and the operations the private one has. */
final class KeyPair {
  private KeyPair() {}

  /** Whether both are halves of one pair: computed, not taken from a label or attribute. */
  static boolean matches(PrivateKeyInfo privateKey, SubjectPublicKeyInfo publicKey) {
    try {
      return matches(
          PrivateKeyFactory.createKey(privateKey), PublicKeyFactory.createKey(publicKey));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /**
   * The private key, ready for use.
   *
   * @throws GeneralSecurityException if it is of a kind that is not supported, or broken
   */
  static SoftwareKey operations(PrivateKeyInfo privateKey)
      throws GeneralSecurityException, IOException {
    AsymmetricKeyParameter parameters;
    try {
      parameters = PrivateKeyFactory.createKey(privateKey);
    } catch (RuntimeException e) {
      throw new GeneralSecurityException("a broken private key", e);
    }
    return switch (parameters) {
      case RSAKeyParameters _ -> new RsaKey(privateKey);
      case ECPrivateKeyParameters _ -> new EcKey(privateKey);
      case X25519PrivateKeyParameters _ -> new XdhKey(privateKey);
      case X448PrivateKeyParameters _ -> new XdhKey(privateKey);
      default ->
          throw new GeneralSecurityException(
              "key of type " + privateKey.getPrivateKeyAlgorithm().getAlgorithm());
    };
  }

  private static boolean matches(
      AsymmetricKeyParameter privateKey, AsymmetricKeyParameter publicKey) {
    return switch (privateKey) {
      case RSAKeyParameters rsa ->
          publicKey instanceof RSAKeyParameters other
              && rsa.getModulus().equals(other.getModulus());
      case ECPrivateKeyParameters ec ->
          publicKey instanceof ECPublicKeyParameters other
              && ec.getParameters().equals(other.getParameters())
              && new FixedPointCombMultiplier()
                  .multiply(ec.getParameters().getG(), ec.getD())
                  .equals(other.getQ());
      case X25519PrivateKeyParameters x ->
          publicKey instanceof X25519PublicKeyParameters other
              && Arrays.equals(x.generatePublicKey().getEncoded(), other.getEncoded());
      case X448PrivateKeyParameters x ->
          publicKey instanceof X448PublicKeyParameters other
              && Arrays.equals(x.generatePublicKey().getEncoded(), other.getEncoded());
      default -> false;
    };
  }
}
