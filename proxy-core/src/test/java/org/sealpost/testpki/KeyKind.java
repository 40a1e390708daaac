package org.sealpost.testpki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** The kinds of keys that test certificates are made for. */
public enum KeyKind {
  RSA_1024("RSA", "1024", "SHA256withRSA"),
  RSA_2048("RSA", "2048", "SHA256withRSA"),
  RSA_3072("RSA", "3072", "SHA256withRSA"),
  P256("EC", "secp256r1", "SHA256withECDSA"),
  P384("EC", "secp384r1", "SHA384withECDSA"),
  P521("EC", "secp521r1", "SHA512withECDSA"),
  ED25519("Ed25519", "", "Ed25519"),
  ED448("Ed448", "", "Ed448");

  private final String algorithm;
  private final String parameter;
  final String signature;

  KeyKind(String algorithm, String parameter, String signature) {
    this.algorithm = algorithm;
    this.parameter = parameter;
    this.signature = signature;
  }

  /** A fresh key pair. */
  public KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      switch (algorithm) {
        case "RSA" -> generator.initialize(Integer.parseInt(parameter));
        case "EC" -> generator.initialize(new ECGenParameterSpec(parameter));
        default -> {}
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
