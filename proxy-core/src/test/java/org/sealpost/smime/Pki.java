package org.sealpost.smime;

import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

/** The certificates that the tests of this package share: RSA keys take a while to make. */
final class Pki {
  static final TestPki CA = new TestPki();
  static final TestPki.Person MING = CA.person("Ming", "ming@example.tw", KeyKind.RSA_2048);
  static final TestPki.Person HUA = CA.person("Hua", "hua@example.tw", KeyKind.RSA_2048);
  static final TestPki.Person P256 = CA.person("P256", "p256@example.tw", KeyKind.P256);
  static final TestPki.Person P384 = CA.person("P384", "p384@example.tw", KeyKind.P384);
  static final TestPki.Person P521 = CA.person("P521", "p521@example.tw", KeyKind.P521);

  private Pki() {}

  static TestPki.Person person(KeyKind kind) {
    return switch (kind) {
      case RSA_2048 -> MING;
      case P256 -> P256;
      case P384 -> P384;
      case P521 -> P521;
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }
}
