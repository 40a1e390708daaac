package org.sealpost.trust.crl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that issues certificates and lists. */
record Ca(X500Name name, KeyPair keys, X509Certificate certificate) {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final int ALL = KeyUsage.keyCertSign | KeyUsage.cRLSign;

  private static final Map<String, KeyPair> KEPT = new ConcurrentHashMap<>();

  /** A root on P-256. */
  static Ca named(String name) {
    return of(name, keys("EC", 256, name), ALL);
  }

  static Ca of(String name, KeyPair keys, int usage) {
    X500Name x500 = new X500Name(name);
    return new Ca(
        x500, keys, certificate(x500, x500, keys, keys, BigInteger.ONE, NOW, authority(usage)));
  }

  /** A CA of this name below this one. */
  Ca sub(String subject, KeyPair subjectKeys, Consumer<Points> points) {
    X500Name x500 = new X500Name(subject);
    Points extensions = authority(ALL);
    points.accept(extensions);
    return new Ca(
        x500,
        subjectKeys,
        certificate(name, x500, keys, subjectKeys, BigInteger.TWO, NOW, extensions));
  }

  /** A holder's certificate. */
  X509Certificate issue(long serial, Consumer<Points> points) {
    return issue(BigInteger.valueOf(serial), NOW.plus(Duration.ofDays(1000)), points);
  }

  X509Certificate issue(BigInteger serial, Instant notAfter, Consumer<Points> points) {
    Points extensions = new Points();
    points.accept(extensions);
    return certificate(
        name,
        new X500Name("CN=Ming"),
        keys,
        keys,
        serial,
        notAfter.minus(Duration.ofDays(1000)),
        extensions);
  }

  ListMint list() {
    return new ListMint(this);
  }

  private static Points authority(int usage) {
    return new Points()
        .with(Extension.basicConstraints, true, new BasicConstraints(true))
        .with(Extension.keyUsage, true, new KeyUsage(usage));
  }

  /** One and the same for each use of a name, as RSA keys take long to make. */
  static KeyPair keys(String algorithm, int bits, String use) {
    return KEPT.computeIfAbsent(
        algorithm + bits + use,
        _ -> {
          try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
              generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (bits > 0) {
              generator.initialize(bits);
            }
            return generator.generateKeyPair();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static String signature(KeyPair keys) {
    return switch (keys.getPrivate().getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EdDSA" -> "Ed25519";
      default -> "SHA256withECDSA";
    };
  }

  private static X509Certificate certificate(
      X500Name issuer,
      X500Name subject,
      KeyPair by,
      KeyPair of,
      BigInteger serial,
      Instant from,
      Points extensions) {
    try {
      Instant notBefore =
          subject.equals(issuer) || from.equals(NOW) ? NOW.minus(Duration.ofDays(2000)) : from;
      Instant notAfter = from.plus(Duration.ofDays(1000));
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer,
              serial,
              Date.from(notBefore),
              Date.from(notAfter),
              subject,
              SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(of.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(by.getPublic()));
      for (Extension extension : extensions.all()) {
        builder.addExtension(extension);
      }
      byte[] der =
          builder
              .build(new JcaContentSignerBuilder(signature(by)).build(by.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a certificate says that lists are. */
  static final class Points {
    private final java.util.List<Extension> extensions = new java.util.ArrayList<>();
    private final java.util.List<DistributionPoint> points = new java.util.ArrayList<>();
    private final java.util.List<DistributionPoint> deltas = new java.util.ArrayList<>();

    Points with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
      try {
        extensions.add(new Extension(id, critical, value.toASN1Primitive().getEncoded()));
        return this;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** One distribution point with all these addresses. */
    Points at(URI... addresses) {
      points.add(new DistributionPoint(full(addresses), null, null));
      return this;
    }

    Points issuedBy(Ca other, URI... addresses) {
      points.add(
          new DistributionPoint(
              full(addresses), null, new GeneralNames(new GeneralName(other.name))));
      return this;
    }

    Points point(DistributionPoint point) {
      points.add(point);
      return this;
    }

    Points deltasAt(URI... addresses) {
      deltas.add(new DistributionPoint(full(addresses), null, null));
      return this;
    }

    java.util.List<Extension> all() {
      Optional<DistributionPoint> first = points.stream().findFirst();
      if (first.isPresent()) {
        with(
            Extension.cRLDistributionPoints,
            false,
            new CRLDistPoint(points.toArray(DistributionPoint[]::new)));
      }
      if (!deltas.isEmpty()) {
        with(
            Extension.freshestCRL,
            false,
            new CRLDistPoint(deltas.toArray(DistributionPoint[]::new)));
      }
      return extensions;
    }

    static DistributionPointName full(URI... addresses) {
      return new DistributionPointName(
          new GeneralNames(
              Stream.of(addresses)
                  .map(
                      each ->
                          new GeneralName(GeneralName.uniformResourceIdentifier, each.toString()))
                  .toArray(GeneralName[]::new)));
    }
  }
}
