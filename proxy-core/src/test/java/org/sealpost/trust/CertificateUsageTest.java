package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateUsageTest {
  static Stream<Arguments> usages() {
    KeyPair rsa = Mint.rsa(2048, "holder");
    KeyPair ec = Mint.ec();
    return Stream.of(
        row("no key usage", rsa, Mint::withoutUsage, true, true),
        row("digitalSignature", rsa, m -> m.usage(KeyUsage.digitalSignature), true, false),
        row("nonRepudiation", rsa, m -> m.usage(KeyUsage.nonRepudiation), true, false),
        row("keyEncipherment", rsa, m -> m.usage(KeyUsage.keyEncipherment), false, true),
        row("dataEncipherment", rsa, m -> m.usage(KeyUsage.dataEncipherment), false, true),
        row("keyAgreement", ec, m -> m.usage(KeyUsage.keyAgreement), false, true),
        row(
            "both",
            rsa,
            m -> m.usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
            true,
            true),
        row("keyCertSign", rsa, m -> m.usage(KeyUsage.keyCertSign), false, false),
        row(
            "mail",
            ec,
            m -> m.withoutUsage().purposes(KeyPurposeId.id_kp_emailProtection),
            true,
            true),
        row(
            "any purpose",
            ec,
            m -> m.withoutUsage().purposes(KeyPurposeId.anyExtendedKeyUsage),
            true,
            true),
        row(
            "servers",
            ec,
            m -> m.withoutUsage().purposes(KeyPurposeId.id_kp_serverAuth),
            false,
            false),
        row("Ed25519", pair("Ed25519"), Mint::withoutUsage, true, false),
        row(
            "X25519",
            pair("X25519"),
            m -> m.withoutUsage().by(Mint.authority("CN=CA").make()),
            false,
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("usages")
  void usageFollowsTheExtensionsAndTheKey(
      String name, X509Certificate certificate, boolean signs, boolean encrypts) {
    assertThat(CertificateUsage.canSign(certificate)).as(name).isEqualTo(signs);
    assertThat(CertificateUsage.ENCRYPTION.allowedBy(certificate)).as(name).isEqualTo(encrypts);
  }

  private static Arguments row(
      String name, KeyPair keys, UnaryOperator<Mint> with, boolean signs, boolean encrypts) {
    Mint mint = with.apply(Mint.nameless("CN=Ming").keys(keys));
    return Arguments.of(name, mint.make().certificate(), signs, encrypts);
  }

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
