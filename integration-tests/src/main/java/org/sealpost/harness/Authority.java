package org.sealpost.harness;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives for one demo, benchmark or test. Thread-safe. */
public final class Authority {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Where a certificate says that more is to be had.
   *
   * @param list a list of what its issuer has revoked
   * @param responder whom to ask about the certificate alone
   * @param issuer its issuer's certificate
   */
  public record Sources(Optional<URI> list, Optional<URI> responder, Optional<URI> issuer) {
    public static Sources none() {
      return new Sources(Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Sources list(URI uri) {
      return new Sources(Optional.of(uri), Optional.empty(), Optional.empty());
    }

    public static Sources responder(URI uri) {
      return new Sources(Optional.empty(), Optional.of(uri), Optional.empty());
    }

    public static Sources issuer(URI uri) {
      return new Sources(Optional.empty(), Optional.empty(), Optional.of(uri));
    }

    private void addTo(JcaX509v3CertificateBuilder builder) throws IOException {
      if (list.isPresent()) {
        DistributionPointName point = new DistributionPointName(new GeneralNames(name(list.get())));
        builder.addExtension(
            Extension.cRLDistributionPoints,
            false,
            new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)}));
      }
      List<AccessDescription> access = new ArrayList<>();
      responder.ifPresent(
          uri -> access.add(new AccessDescription(AccessDescription.id_ad_ocsp, name(uri))));
      issuer.ifPresent(
          uri -> access.add(new AccessDescription(AccessDescription.id_ad_caIssuers, name(uri))));
      if (!access.isEmpty()) {
        builder.addExtension(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(access.toArray(AccessDescription[]::new)));
      }
    }

    private static GeneralName name(URI uri) {
      return new GeneralName(GeneralName.uniformResourceIdentifier, uri.toString());
    }
  }

  private final KeyPair keys;
  private final X500Name name;
  private final X509Certificate certificate;
  private final Instant begin = Instant.now().minus(Duration.ofDays(1));

  /** A fresh root with this common name. */
  public Authority(String commonName) {
    this.keys = KeyPool.rsa();
    this.name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    try {
      this.certificate = issue(name, keys, Authority::addAuthority);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Authority(KeyPair keys, X500Name name, X509Certificate certificate) {
    this.keys = keys;
    this.name = name;
    this.certificate = certificate;
  }

  /** A fresh authority below this one. */
  public Authority below(String commonName, Sources sources) {
    KeyPair pair = KeyPool.rsa();
    X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    try {
      return new Authority(
          pair,
          subject,
          issue(
              subject,
              pair,
              builder -> {
                addAuthority(builder);
                sources.addTo(builder);
              }));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addAuthority(JcaX509v3CertificateBuilder builder) throws IOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  public X509Certificate certificate() {
    return certificate;
  }

  X500Name name() {
    return name;
  }

  KeyPair keys() {
    return keys;
  }

  /** Someone with RSA keys. */
  public Person person(String commonName, String address) {
    return person(commonName, address, Sources.none());
  }

  /** The same, with certificates that say more. */
  public Person person(String commonName, String address, Sources sources) {
    return person(commonName, List.of(address), sources, KeyPool.rsa(), KeyPool.rsa());
  }

  /** Someone with RSA keys and several addresses in each certificate; the first is the person's. */
  public Person personWithAddresses(String commonName, String... addresses) {
    return person(commonName, List.of(addresses), Sources.none(), KeyPool.rsa(), KeyPool.rsa());
  }

  /** Someone with one RSA key and certificate for both. */
  public Person personWithOneKey(String commonName, String address, Sources sources) {
    KeyPair pair = KeyPool.rsa();
    X509Certificate both =
        forMail(
            new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build(),
            List.of(address),
            sources,
            pair,
            KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
    return new Person(commonName, address, pair, both, pair, both, certificate);
  }

  /** Someone with keys on the curve P-256. */
  public Person personWithEllipticKeys(String commonName, String address) {
    return personWithEllipticKeys(commonName, address, Sources.none());
  }

  /** The same, with certificates that say more. */
  public Person personWithEllipticKeys(String commonName, String address, Sources sources) {
    return person(commonName, List.of(address), sources, ec(), ec());
  }

  private Person person(
      String commonName,
      List<String> addresses,
      Sources sources,
      KeyPair signing,
      KeyPair encryption) {
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.C, "TW")
            .addRDN(BCStyle.CN, commonName)
            .build();
    boolean rsa = signing.getPublic().getAlgorithm().equals("RSA");
    return new Person(
        commonName,
        addresses.getFirst(),
        signing,
        forMail(
            subject,
            addresses,
            sources,
            signing,
            KeyUsage.digitalSignature | KeyUsage.nonRepudiation),
        encryption,
        forMail(
            subject,
            addresses,
            sources,
            encryption,
            rsa ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement),
        certificate);
  }

  private X509Certificate forMail(
      X500Name subject, List<String> addresses, Sources sources, KeyPair pair, int usage) {
    try {
      return issue(
          subject,
          pair,
          builder -> {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                    addresses.stream()
                        .map(address -> new GeneralName(GeneralName.rfc822Name, address))
                        .toArray(GeneralName[]::new)));
            sources.addTo(builder);
          });
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a PKCS#12 file with a TLS server's key for localhost and 127.0.0.1. */
  public void writeServerKey(Path pkcs12, char[] password) throws IOException {
    KeyPair pair = KeyPool.rsa();
    try {
      X509Certificate server =
          issue(
              new X500Name("CN=localhost"),
              pair,
              builder -> {
                builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                        new GeneralName[] {
                          new GeneralName(GeneralName.dNSName, "localhost"),
                          new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                        }));
              });
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry(
          "server", pair.getPrivate(), password, new Certificate[] {server, certificate});
      try (var out = Files.newOutputStream(pkcs12)) {
        store.store(out, password);
      }
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes one certificate as PEM. */
  public static void writePem(X509Certificate certificate, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        JcaPEMWriter pem = new JcaPEMWriter(writer)) {
      pem.writeObject(certificate);
    }
  }

  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
  }

  private X509Certificate issue(X500Name subject, KeyPair pair, Extensions extensions)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(120, RANDOM),
            Date.from(begin),
            Date.from(begin.plus(Duration.ofDays(365))),
            subject,
            pair.getPublic());
    JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(pair.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        utils.createAuthorityKeyIdentifier(keys.getPublic()));
    extensions.addTo(builder);
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
  }

  private static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
