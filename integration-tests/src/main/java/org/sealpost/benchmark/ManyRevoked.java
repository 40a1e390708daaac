package org.sealpost.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that has revoked very many certificates; its serial numbers are random. */
final class ManyRevoked {
  static final URI SOURCE = URI.create("http://localhost/list.crl");
  static final int SERIAL = 16;

  private static final long SEED = 1;
  private static final X500Name NAME = new X500Name("CN=Benchmark CA");
  private static final byte[] REASON = {
    0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1d, 0x15, 4, 3, 0x0a, 1, 4
  };

  private final KeyPair keys;
  private final Instant now = Instant.now();

  ManyRevoked() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
  }

  /** The serial numbers in the order of the list. */
  static Random serials() {
    return new Random(SEED);
  }

  static byte[] next(Random serials) {
    byte[] serial = new byte[SERIAL];
    serials.nextBytes(serial);
    serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
    return serial;
  }

  X509Certificate authority() throws IOException, GeneralSecurityException {
    JcaX509v3CertificateBuilder builder = builder(NAME, BigInteger.ONE);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return signed(builder);
  }

  X509Certificate holder() throws IOException, GeneralSecurityException {
    JcaX509v3CertificateBuilder builder =
        builder(new X500Name("CN=Ming"), new BigInteger(next(new Random(SEED + 1))));
    GeneralName address = new GeneralName(GeneralName.uniformResourceIdentifier, SOURCE.toString());
    DistributionPoint point =
        new DistributionPoint(new DistributionPointName(new GeneralNames(address)), null, null);
    builder.addExtension(
        Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
    return signed(builder);
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, BigInteger serial) {
    return new JcaX509v3CertificateBuilder(
        NAME,
        serial,
        Date.from(now.minus(Duration.ofDays(1))),
        Date.from(now.plus(Duration.ofDays(365))),
        subject,
        keys.getPublic());
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Writes a list (RFC 5280 §5.1) with a reason in every other entry. */
  void writeList(Path file, int entries) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream revoked = new ByteArrayOutputStream(entries * 45);
    byte[] time = time(now.minus(Duration.ofDays(100)));
    Random serials = serials();
    for (int i = 0; i < entries; i++) {
      byte[] reason = i % 2 == 0 ? REASON : new byte[0];
      revoked.write(new byte[] {0x30, (byte) (2 + SERIAL + time.length + reason.length)});
      revoked.write(new byte[] {2, SERIAL});
      revoked.write(next(serials));
      revoked.write(time);
      revoked.write(reason);
    }
    byte[] algorithm =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption).getEncoded();
    byte[] tbs =
        element(
            0x30,
            new byte[] {2, 1, 1},
            algorithm,
            NAME.getEncoded(),
            time(now.minus(Duration.ofHours(1))),
            time(now.plus(Duration.ofDays(1))),
            element(0x30, revoked.toByteArray()));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(tbs);
    Files.write(file, element(0x30, tbs, algorithm, element(3, new byte[1], signature.sign())));
  }

  private static byte[] time(Instant instant) {
    String text =
        DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(instant);
    return ("\u0017\r" + text).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] element(int tag, byte[]... parts) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.write(part);
    }
    byte[] length = BigInteger.valueOf(content.size()).toByteArray();
    int from = length[0] == 0 ? 1 : 0;
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    if (content.size() > 0x7f) {
      element.write(0x80 | (length.length - from));
    }
    element.write(length, from, length.length - from);
    content.writeTo(element);
    return element.toByteArray();
  }
}
