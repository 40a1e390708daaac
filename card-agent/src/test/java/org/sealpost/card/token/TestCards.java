package org.sealpost.card.token;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Keys, certificates and PKCS#12 files for the tests, made once. */
public final class TestCards {
  /** The PIN of every file made here. */
  public static final String PIN = "demo";

  private static final AtomicLong SERIAL = new AtomicLong(1);

  /** A key with its certificate. */
  public record Identity(PrivateKey key, X509CertificateHolder certificate, PublicKey publicKey) {}

  private static final class Made {
    static final Identity ROOT = authority("Root", null);
    static final Identity ISSUING = authority("Issuing", ROOT);
    static final Identity RSA_SIGN = user("rsa:2048", "Ming", KeyUsage.digitalSignature);
    static final Identity RSA_DECRYPT = user("rsa:2048", "Ming", KeyUsage.keyEncipherment);
    static final Identity EC_SIGN = user("secp256r1", "Ming", KeyUsage.nonRepudiation);
    static final Identity EC_DECRYPT = user("secp256r1", "Ming", KeyUsage.keyAgreement);
  }

  private TestCards() {}

  public static Identity root() {
    return Made.ROOT;
  }

  public static Identity issuing() {
    return Made.ISSUING;
  }

  public static Identity rsaSign() {
    return Made.RSA_SIGN;
  }

  public static Identity rsaDecrypt() {
    return Made.RSA_DECRYPT;
  }

  public static Identity ecSign() {
    return Made.EC_SIGN;
  }

  public static Identity ecDecrypt() {
    return Made.EC_DECRYPT;
  }

  /** A key of its own under the issuing CA; {@code usage} 0 leaves the extension out. */
  public static Identity user(String algorithm, String name, int usage) {
    KeyPair pair = keyPair(algorithm);
    return certify(pair, name, usage, Made.ISSUING);
  }

  /** A certificate whose key usage and authority key identifier cannot be parsed. */
  public static Identity malformed() {
    KeyPair pair = keyPair("secp256r1");
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              new X500Name("CN=Issuing"),
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(Instant.parse("2024-01-01T00:00:00Z")),
              Date.from(Instant.parse("2044-01-01T00:00:00Z")),
              new X500Name("CN=Issuing"),
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      for (ASN1ObjectIdentifier extension :
          List.of(
              Extension.keyUsage,
              Extension.subjectKeyIdentifier,
              Extension.authorityKeyIdentifier)) {
        builder.addExtension(extension, false, new byte[] {1, 2, 3, 4});
      }
      return new Identity(
          pair.getPrivate(),
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())),
          pair.getPublic());
    } catch (OperatorCreationException | CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another certificate for the same key. */
  public static Identity renewed(Identity old, int usage) {
    return certify(new KeyPair(old.publicKey(), old.key()), "Ming", usage, Made.ISSUING);
  }

  private static Identity authority(String name, Identity issuer) {
    KeyPair pair = keyPair("secp256r1");
    return issuer == null
        ? certify(pair, name, KeyUsage.keyCertSign, null)
        : certify(pair, name, KeyUsage.keyCertSign, issuer);
  }

  private static Identity certify(KeyPair pair, String name, int usage, Identity issuer) {
    try {
      X500Name subject = new X500Name("CN=" + name);
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer == null ? subject : issuer.certificate().getSubject(),
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(Instant.parse("2024-01-01T00:00:00Z")),
              Date.from(Instant.parse("2044-01-01T00:00:00Z")),
              subject,
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      extend(builder, pair, usage, issuer);
      PrivateKey signer = issuer == null ? pair.getPrivate() : issuer.key();
      return new Identity(
          pair.getPrivate(),
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)),
          pair.getPublic());
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extend(
      X509v3CertificateBuilder builder, KeyPair pair, int usage, Identity issuer)
      throws GeneralSecurityException, CertIOException {
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(pair.getPublic()));
    if (issuer != null) {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuer.publicKey()));
    }
    if (usage != 0) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    }
    if (usage == KeyUsage.keyCertSign) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    }
  }

  private static KeyPair keyPair(String algorithm) {
    try {
      if (algorithm.startsWith("rsa:")) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(Integer.parseInt(algorithm.substring(4)));
        return generator.generateKeyPair();
      }
      if (algorithm.startsWith("X")) {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
      }
      KeyPairGenerator generator =
          algorithm.startsWith("brainpool")
              ? KeyPairGenerator.getInstance("EC", BouncyCastle.provider())
              : KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(algorithm));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file with the usual four keys and the chain; certificates encrypted too. */
  public static Path usual(Path file) {
    return write(file, true, rsaSign(), rsaDecrypt(), ecSign(), ecDecrypt());
  }

  /**
   * Writes a file, each key with its certificate under one and the same friendlyName.
   *
   * @param encryptCertificates whether the certificates are in an encrypted bag
   */
  public static Path write(Path file, boolean encryptCertificates, Identity... identities) {
    try {
      PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
      PKCS12SafeBag[] certificates = new PKCS12SafeBag[identities.length + 2];
      for (int i = 0; i < identities.length; i++) {
        builder.addData(keyBag(identities[i]));
        certificates[i] = certificateBag(identities[i].certificate(), identities[i]);
      }
      certificates[identities.length] = certificateBag(root().certificate());
      certificates[identities.length + 1] = certificateBag(issuing().certificate());
      if (encryptCertificates) {
        builder.addEncryptedData(
            new JcePKCSPBEOutputEncryptorBuilder(
                    org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(BouncyCastle.provider())
                .build(PIN.toCharArray()),
            certificates);
      } else {
        for (PKCS12SafeBag bag : certificates) {
          builder.addData(bag);
        }
      }
      byte[] encoded =
          builder
              .build(
                  new JcePKCS12MacCalculatorBuilder().setProvider(BouncyCastle.provider()),
                  PIN.toCharArray())
              .getEncoded();
      return Files.write(file, encoded);
    } catch (IOException | PKCSException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PKCS12SafeBag keyBag(Identity identity) throws OperatorCreationException {
    PKCS12SafeBagBuilder builder =
        new JcaPKCS12SafeBagBuilder(
            identity.key(),
            new JcePKCSPBEOutputEncryptorBuilder(
                    org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(BouncyCastle.provider())
                .build(PIN.toCharArray()));
    return named(builder, identity).build();
  }

  private static PKCS12SafeBag certificateBag(X509CertificateHolder certificate, Identity identity)
      throws IOException {
    PKCS12SafeBagBuilder builder = new PKCS12SafeBagBuilder(certificate.toASN1Structure());
    return named(builder, identity).build();
  }

  private static PKCS12SafeBag certificateBag(X509CertificateHolder certificate)
      throws IOException {
    return new PKCS12SafeBagBuilder(certificate.toASN1Structure()).build();
  }

  private static PKCS12SafeBagBuilder named(PKCS12SafeBagBuilder builder, Identity identity) {
    builder.addBagAttribute(PKCS12SafeBag.friendlyNameAttribute, new DERBMPString("same"));
    builder.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, localKeyId(identity.publicKey()));
    return builder;
  }

  private static ASN1Encodable localKeyId(PublicKey key) {
    try {
      return new DEROctetString(
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key).getKeyIdentifier());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file as the JDK's keytool does. */
  public static Path writeWithKeyStore(Path file, Identity identity) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Certificate[] chain =
          List.of(identity, issuing(), root()).stream()
              .map(i -> generate(factory, i.certificate()))
              .toArray(Certificate[]::new);
      store.setKeyEntry("mine", identity.key(), PIN.toCharArray(), chain);
      store.store(out, PIN.toCharArray());
      return file;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate generate(CertificateFactory factory, X509CertificateHolder holder) {
    try {
      return factory.generateCertificate(new java.io.ByteArrayInputStream(holder.getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes PEM. */
  public static Path pem(Path file, String type, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file,
        "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n",
        StandardCharsets.US_ASCII);
  }
}
