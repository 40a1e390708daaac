package org.sealpost.server.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate in a PEM file, valid for a month on either side of now. */
public record CertificatePem(byte[] der) {
  public static final int SIGN = KeyUsage.digitalSignature;
  public static final int ENCRYPT = KeyUsage.keyAgreement;
  public static final int BOTH = SIGN | ENCRYPT;

  /** A holder's, with these addresses. */
  public static CertificatePem holder(String name, int usage, String... addresses)
      throws Exception {
    return make(name, usage, false, Duration.ofDays(30), addresses);
  }

  public static CertificatePem authority(String name) throws Exception {
    return make(name, KeyUsage.keyCertSign | KeyUsage.cRLSign, true, Duration.ofDays(30));
  }

  /** A CA's that ran out a day ago. */
  public static CertificatePem expiredAuthority(String name) throws Exception {
    return make(name, KeyUsage.keyCertSign, true, Duration.ofDays(-1));
  }

  private static CertificatePem make(
      String name, int usage, boolean authority, Duration left, String... addresses)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    X500Name subject = new X500Name("CN=" + name);
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(64, new SecureRandom()),
            Date.from(now.minus(Duration.ofDays(30))),
            Date.from(now.plus(left)),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (addresses.length > 0) {
      GeneralName[] names = new GeneralName[addresses.length];
      for (int i = 0; i < names.length; i++) {
        names[i] = new GeneralName(GeneralName.rfc822Name, addresses[i]);
      }
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return new CertificatePem(
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded());
  }

  /** Appends it to the file; returns the file's path as an argument. */
  public String in(Path file) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END CERTIFICATE-----\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return file.toString();
  }

  public String fingerprint() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
  }
}
