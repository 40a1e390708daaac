package org.sealpost.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates with any defect. Without a word it is a good CA or holder's certificate. */
final class Mint {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final AtomicLong SERIAL = new AtomicLong(1000);
  private static final Map<String, KeyPair> KEPT = new ConcurrentHashMap<>();

  private final X500Name subject;
  private KeyPair keys;
  private Optional<Minted> issuer = Optional.empty();
  private Optional<X500Name> issuerName = Optional.empty();
  private Optional<String> signature = Optional.empty();
  private Instant from = Instant.parse("2020-01-01T00:00:00Z");
  private Instant to = Instant.parse("2030-01-01T00:00:00Z");
  private Optional<BasicConstraints> constraints = Optional.empty();
  private Optional<Integer> usage = Optional.empty();
  private final List<GeneralName> names = new ArrayList<>();
  private final List<Extension> extensions = new ArrayList<>();
  private boolean keyIdentifiers = true;
  private boolean versionOne;
  private boolean tampered;

  private Mint(String subject) {
    this.subject = new X500Name(subject);
    this.keys = ec();
  }

  /** A certificate with its key. */
  record Minted(KeyPair keys, X509Certificate certificate) {}

  static Mint authority(String subject) {
    return new Mint(subject)
        .constraints(new BasicConstraints(true))
        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /** For signing, with an address. */
  static Mint holder(String subject, String address) {
    return new Mint(subject).usage(KeyUsage.digitalSignature).address(address);
  }

  static Mint nameless(String subject) {
    return new Mint(subject).usage(KeyUsage.digitalSignature);
  }

  static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One and the same for each {@code name}, since they take long to make. */
  static KeyPair rsa(int bits, String name) {
    return KEPT.computeIfAbsent(
        bits + name,
        _ -> {
          try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  Mint keys(KeyPair wanted) {
    keys = wanted;
    return this;
  }

  Mint by(Minted wanted) {
    issuer = Optional.of(wanted);
    return this;
  }

  /** Says that it is issued by another than it is. */
  Mint claiming(String name) {
    issuerName = Optional.of(new X500Name(name));
    return this;
  }

  Mint signature(String algorithm) {
    signature = Optional.of(algorithm);
    return this;
  }

  Mint valid(String notBefore, String notAfter) {
    from = Instant.parse(notBefore + "T00:00:00Z");
    to = Instant.parse(notAfter + "T00:00:00Z");
    return this;
  }

  Mint constraints(BasicConstraints wanted) {
    constraints = Optional.of(wanted);
    return this;
  }

  Mint withoutConstraints() {
    constraints = Optional.empty();
    return this;
  }

  Mint pathLength(int length) {
    return constraints(new BasicConstraints(length));
  }

  Mint usage(int bits) {
    usage = Optional.of(bits);
    return this;
  }

  Mint withoutUsage() {
    usage = Optional.empty();
    return this;
  }

  Mint purposes(KeyPurposeId... purposes) {
    return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
  }

  Mint address(String address) {
    names.add(new GeneralName(GeneralName.rfc822Name, address));
    return this;
  }

  /** SmtpUTF8Mailbox (RFC 9598). */
  Mint internationalAddress(String address) {
    names.add(
        new GeneralName(
            GeneralName.otherName,
            new OtherName(
                new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9"), new DERUTF8String(address))));
    return this;
  }

  Mint name(GeneralName name) {
    names.add(name);
    return this;
  }

  Mint permits(String mailDomain) {
    GeneralSubtree subtree =
        new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, mailDomain));
    return extension(
        Extension.nameConstraints, true, new NameConstraints(new GeneralSubtree[] {subtree}, null));
  }

  Mint excludes(String mailDomain) {
    GeneralSubtree subtree =
        new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, mailDomain));
    return extension(
        Extension.nameConstraints, true, new NameConstraints(null, new GeneralSubtree[] {subtree}));
  }

  Mint policies(String oid) {
    return extension(
        Extension.certificatePolicies,
        false,
        new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(oid))));
  }

  /** After {@code more} further certificates each must be under one policy. */
  Mint requiresPolicy(int more) {
    return extension(
        Extension.policyConstraints, true, new PolicyConstraints(BigInteger.valueOf(more), null));
  }

  /** In the place of one with the same id. */
  Mint extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    try {
      extensions.removeIf(extension -> extension.getExtnId().equals(id));
      extensions.add(new Extension(id, critical, value.toASN1Primitive().getEncoded()));
      return this;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Mint withoutKeyIdentifiers() {
    keyIdentifiers = false;
    return this;
  }

  Mint versionOne() {
    versionOne = true;
    return this;
  }

  /** One bit of the signature is turned. */
  Mint tampered() {
    tampered = true;
    return this;
  }

  Minted make() {
    try {
      byte[] der = build().getEncoded();
      if (tampered) {
        der[der.length - 1] ^= 1;
      }
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      return new Minted(keys, certificate);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509CertificateHolder build()
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPair signing = issuer.map(Minted::keys).orElse(keys);
    String algorithm =
        signature.orElse(
            switch (signing.getPrivate().getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EdDSA" -> "Ed25519";
              default -> "SHA256withECDSA";
            });
    ContentSigner signer = new JcaContentSignerBuilder(algorithm).build(signing.getPrivate());
    X500Name by =
        issuerName.orElseGet(
            () ->
                issuer
                    .map(
                        minted ->
                            X500Name.getInstance(
                                minted.certificate().getSubjectX500Principal().getEncoded()))
                    .orElse(subject));
    BigInteger serial = BigInteger.valueOf(SERIAL.incrementAndGet());
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    if (versionOne) {
      return new X509v1CertificateBuilder(by, serial, Date.from(from), Date.from(to), subject, key)
          .build(signer);
    }
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(by, serial, Date.from(from), Date.from(to), subject, key);
    if (keyIdentifiers) {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(keys.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(signing.getPublic()));
    }
    addExtensions(builder);
    return builder.build(signer);
  }

  private void addExtensions(X509v3CertificateBuilder builder) throws IOException {
    if (constraints.isPresent()) {
      builder.addExtension(Extension.basicConstraints, true, constraints.get());
    }
    if (usage.isPresent()) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage.get()));
    }
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          subject.getRDNs().length == 0,
          new GeneralNames(names.toArray(GeneralName[]::new)));
    }
    for (Extension extension : extensions) {
      builder.addExtension(extension);
    }
  }
}
