package org.sealpost.testpki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A public-key infrastructure for tests: a root, and whatever certificates a test asks for. Keys
 * are fresh on each run. Not thread-safe while certificates are being made.
 */
public final class TestPki {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Holder root;

  /** With an RSA root. */
  public TestPki() {
    this("C=TW,O=Sealpost Test,CN=Test Root", KeyKind.RSA_2048);
  }

  public TestPki(String rootName, KeyKind rootKey) {
    this.root = new CertificateRequest(Optional.empty(), rootName).key(rootKey).authority().issue();
  }

  public Holder root() {
    return root;
  }

  /** A certificate below the root; {@code subject} is a distinguished name. */
  public CertificateRequest certificate(String subject) {
    return new CertificateRequest(Optional.of(root), subject);
  }

  /** A certificate below {@code issuer}. */
  public CertificateRequest certificate(Holder issuer, String subject) {
    return new CertificateRequest(Optional.of(issuer), subject);
  }

  /** A person with one certificate to sign and one to decrypt, both with the address. */
  public Person person(String name, String address, KeyKind kind) {
    String subject = "C=TW,CN=" + name;
    int forEncryption =
        kind.signature.endsWith("RSA") ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement;
    return new Person(
        certificate(subject).key(kind).address(address).usage(KeyUsage.digitalSignature).issue(),
        certificate(subject).key(kind).address(address).usage(forEncryption).issue());
  }

  /** A person's two certificates. */
  public record Person(Holder signing, Holder encryption) {}

  /** What a certificate is to be; one year either side of now unless {@link #valid} says else. */
  public static final class CertificateRequest {
    private final Optional<Holder> issuer;
    private final String subject;
    private final List<Extension> extensions = new ArrayList<>();
    private final List<GeneralName> names = new ArrayList<>();
    private OptionalInt usage = OptionalInt.empty();
    private KeyPair pair;
    private KeyKind kind = KeyKind.RSA_2048;
    private BigInteger serial = new BigInteger(63, RANDOM).add(BigInteger.ONE);
    private Instant from = Instant.now().minus(Duration.ofDays(365));
    private Instant to = Instant.now().plus(Duration.ofDays(365));
    private boolean subjectKeyIdentifier = true;

    private CertificateRequest(Optional<Holder> issuer, String subject) {
      this.issuer = issuer;
      this.subject = subject;
    }

    public CertificateRequest key(KeyKind wanted) {
      kind = wanted;
      return this;
    }

    /** For an existing key. */
    public CertificateRequest key(KeyKind wanted, KeyPair existing) {
      kind = wanted;
      pair = existing;
      return this;
    }

    /** Adds an rfc822Name to subjectAltName. */
    public CertificateRequest address(String address) {
      names.add(new GeneralName(GeneralName.rfc822Name, address));
      return this;
    }

    /** Bits of {@link KeyUsage}; no extension without this. */
    public CertificateRequest usage(int bits) {
      usage = OptionalInt.of(bits);
      return this;
    }

    public CertificateRequest valid(Instant notBefore, Instant notAfter) {
      from = notBefore;
      to = notAfter;
      return this;
    }

    public CertificateRequest serial(BigInteger number) {
      serial = number;
      return this;
    }

    public CertificateRequest withoutSubjectKeyIdentifier() {
      subjectKeyIdentifier = false;
      return this;
    }

    public CertificateRequest extension(
        ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
      try {
        extensions.add(new Extension(id, critical, value.toASN1Primitive().getEncoded()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return this;
    }

    /** A certificate authority: basicConstraints and keyCertSign, cRLSign. */
    public CertificateRequest authority() {
      usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
      return extension(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    public Holder issue() {
      KeyPair keys = pair == null ? kind.generate() : pair;
      try {
        X509v3CertificateBuilder builder = builder(keys);
        String algorithm =
            issuer
                .map(holder -> signatureFor(holder.certificate().getPublicKey().getAlgorithm()))
                .orElse(kind.signature);
        byte[] der =
            builder
                .build(
                    new JcaContentSignerBuilder(algorithm)
                        .build(issuer.map(Holder::key).orElse(keys.getPrivate())))
                .getEncoded();
        X509Certificate certificate =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        return new Holder(keys.getPrivate(), certificate, issuers());
      } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }

    private X509v3CertificateBuilder builder(KeyPair keys)
        throws GeneralSecurityException, IOException {
      X500Name name = new X500Name(subject);
      X500Name issuerName =
          issuer
              .map(
                  holder ->
                      X500Name.getInstance(
                          holder.certificate().getSubjectX500Principal().getEncoded()))
              .orElse(name);
      SubjectPublicKeyInfo keyInfo =
          SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuerName, serial, Date.from(from), Date.from(to), name, keyInfo);
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      if (subjectKeyIdentifier) {
        builder.addExtension(
            Extension.subjectKeyIdentifier,
            false,
            identifiers.createSubjectKeyIdentifier(keys.getPublic()));
      }
      if (issuer.isPresent()) {
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(issuer.get().certificate().getPublicKey()));
      }
      if (usage.isPresent()) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage.getAsInt()));
      }
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      return builder;
    }

    private List<X509Certificate> issuers() {
      if (issuer.isEmpty()) {
        return List.of();
      }
      List<X509Certificate> all = new ArrayList<>(issuer.get().issuers());
      all.addFirst(issuer.get().certificate());
      return all;
    }

    private static String signatureFor(String keyAlgorithm) {
      return switch (keyAlgorithm) {
        case "RSA" -> "SHA256withRSA";
        case "EC" -> "SHA256withECDSA";
        default -> keyAlgorithm;
      };
    }
  }
}
