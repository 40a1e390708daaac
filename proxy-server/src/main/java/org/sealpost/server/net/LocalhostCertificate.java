package org.sealpost.server.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/** The self-signed certificate for this machine's own names, with its key, kept as two files. */
record LocalhostCertificate(PrivateKey key, X509Certificate certificate) {
  private static final Words WORDS = Words.beside(LocalhostCertificate.class);
  private static final String FOLDER = "localhost-tls";
  private static final String CERTIFICATE = "certificate.pem";
  private static final String KEY = "key.pem";
  private static final int YEARS = 20;

  /** As it is written here; the library's reader sets up a log of its own at each start. */
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([^-]+)-----END \\1-----");

  private static final FileAttribute<?> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** What {@code folder} keeps, made first where there is none. */
  static LocalhostCertificate keptIn(Path folder) throws IOException {
    Path kept = folder.resolve(FOLDER);
    if (!Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
      makeIn(folder, kept);
    }
    return read(kept);
  }

  /** What {@code folder} keeps, if it keeps one. */
  static Optional<LocalhostCertificate> foundIn(Path folder) throws IOException {
    Path kept = folder.resolve(FOLDER);
    return Files.exists(kept, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(read(kept))
        : Optional.empty();
  }

  /**
   * Both files appear at once, in a folder that is renamed when it is complete: a second process
   * that starts at the same time finds all or nothing, and the later of two renames fails.
   */
  private static void makeIn(Path folder, Path kept) throws IOException {
    Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    Path making = Files.createTempDirectory(folder, FOLDER + "-", OWNER_ONLY_FOLDER);
    try {
      LocalhostCertificate made = make();
      write(making.resolve(KEY), "PRIVATE KEY", made.key().getEncoded());
      write(making.resolve(CERTIFICATE), "CERTIFICATE", made.certificate().getEncoded());
      Files.move(making, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (CertificateEncodingException e) {
      throw new TellingIoException(WORDS.phrase("tls.unusable", String.valueOf(e.getMessage())), e);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(kept)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(making.resolve(KEY));
      Files.deleteIfExists(making.resolve(CERTIFICATE));
      Files.deleteIfExists(making);
    }
  }

  private static void write(Path file, String type, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(new PemObject(type, der));
    }
    Files.createFile(file, OWNER_ONLY_FILE);
    Files.writeString(file, text.toString(), StandardCharsets.US_ASCII);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static LocalhostCertificate make() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      // RSA because every client knows it.
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new LocalhostCertificate(pair.getPrivate(), selfSigned(pair));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new TellingIoException(WORDS.phrase("tls.unusable", String.valueOf(e.getMessage())), e);
    }
  }

  private static X509Certificate selfSigned(KeyPair pair)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    X500Name name = new X500Name("CN=localhost");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    GeneralNames names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1")
            });
    X509CertificateHolder signed =
        new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(1, ChronoUnit.DAYS)),
                Date.from(now.plus(YEARS * 365L, ChronoUnit.DAYS)),
                name,
                pair.getPublic())
            .addExtension(Extension.subjectAlternativeName, false, names)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
    return new JcaX509CertificateConverter().getCertificate(signed);
  }

  private static LocalhostCertificate read(Path kept) throws IOException {
    RSAPrivateCrtKey key = key(kept);
    X509Certificate certificate = certificate(kept);
    if (!belongTogether(key, certificate)) {
      throw damaged(kept.resolve(CERTIFICATE), kept, "not for the key in " + kept.resolve(KEY));
    }
    return new LocalhostCertificate(key, certificate);
  }

  private static RSAPrivateCrtKey key(Path kept) throws IOException {
    Path file = kept.resolve(KEY);
    byte[] der = pem(file, kept, "PRIVATE KEY", "not a PKCS #8 private key");
    try {
      PrivateKey found =
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
      if (found instanceof RSAPrivateCrtKey key && isConsistent(key)) {
        return key;
      }
      throw damaged(file, kept, "the numbers of the key do not belong together");
    } catch (GeneralSecurityException e) {
      throw damaged(file, kept, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The equations of RFC 8017 §3.2 for p, q, dP, dQ and qInv: what a CRT signature would show,
   * without a modular power. The private exponent d has no part in one and is not looked at.
   */
  private static boolean isConsistent(RSAPrivateCrtKey key) {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    BigInteger e = key.getPublicExponent();
    return p.multiply(q).equals(key.getModulus())
        && isOne(e.multiply(key.getPrimeExponentP()), p.subtract(BigInteger.ONE))
        && isOne(e.multiply(key.getPrimeExponentQ()), q.subtract(BigInteger.ONE))
        && isOne(q.multiply(key.getCrtCoefficient()), p);
  }

  private static boolean isOne(BigInteger number, BigInteger modulus) {
    return modulus.signum() > 0 && number.mod(modulus).equals(BigInteger.ONE);
  }

  private static X509Certificate certificate(Path kept) throws IOException {
    Path file = kept.resolve(CERTIFICATE);
    byte[] der = pem(file, kept, "CERTIFICATE", "not a certificate");
    try {
      Certificate found =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
      if (found instanceof X509Certificate certificate) {
        certificate.checkValidity();
        return certificate;
      }
      throw damaged(file, kept, "not a certificate");
    } catch (GeneralSecurityException e) {
      throw damaged(file, kept, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] pem(Path file, Path kept, String type, String otherwise)
      throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw damaged(file, kept, e.toString());
    }
    Matcher block = PEM.matcher(text);
    if (!block.find()) {
      throw damaged(file, kept, "no PEM block in it");
    }
    if (!block.group(1).equals(type)) {
      throw damaged(file, kept, otherwise);
    }
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw damaged(file, kept, e.toString());
    }
  }

  private static boolean belongTogether(RSAPrivateCrtKey key, X509Certificate certificate) {
    return certificate.getPublicKey() instanceof RSAPublicKey known
        && known.getModulus().equals(key.getModulus())
        && known.getPublicExponent().equals(key.getPublicExponent());
  }

  private static IOException damaged(Path file, Path kept, String why) {
    return new TellingIoException(WORDS.phrase("localhost.unreadable", file, why, kept));
  }
}
