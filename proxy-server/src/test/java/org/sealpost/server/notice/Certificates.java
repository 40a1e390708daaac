package org.sealpost.server.notice;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;

/** Certificates that end when a test wants, and a card that holds them. */
final class Certificates {
  private static final KeyPair KEYS = keys();

  private Certificates() {}

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate ending(String name, Instant end) throws Exception {
    X500Name subject = new X500Name("CN=" + name);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.valueOf(end.getEpochSecond()),
            Date.from(end.minus(Duration.ofDays(365))),
            Date.from(end),
            subject,
            KEYS.getPublic());
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate())));
  }

  static TokenInfo card(X509Certificate... certificates) throws Exception {
    List<CardCertificate> held = new java.util.ArrayList<>();
    for (X509Certificate certificate : certificates) {
      held.add(
          new CardCertificate(
              "key" + held.size(), Set.of(KeyPurpose.SIGN), certificate.getEncoded(), List.of()));
    }
    return new TokenInfo(
        "1", "My card", "reader", TokenState.UNLOCKED, OptionalInt.of(3), true, held);
  }
}
