package org.sealpost.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/**
 * Reads the certificates in a file: PEM (RFC 7468, any number, with other text around), DER, or
 * PKCS#7 (RFC 5652 SignedData, {@code .p7b} and {@code .p7c}) in either. What the file is is told
 * by its content, not by its name.
 */
public final class CertificateFile {
  /** The largest bundles in use have a quarter of a megabyte. */
  private static final int MAX_SIZE = 16 << 20;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 #]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final Pattern BASE64 = Pattern.compile("\\s*+M[A-Za-z0-9+/\\s]++=*+\\s*+");

  private static final Words WORDS = Words.beside(CertificateFile.class);

  private CertificateFile() {}

  /**
   * The certificates in the file's order, each once.
   *
   * @throws IOException if the file cannot be read, holds no certificate, or holds one that is
   *     damaged; its message names the file and says in words why and what to do
   */
  public static List<X509Certificate> read(Path file) throws IOException {
    SequencedSet<X509Certificate> certificates;
    try {
      certificates = certificates(bytes(file));
    } catch (NoSuchFileException e) {
      throw problem(file, "file.missing", e);
    } catch (AccessDeniedException e) {
      throw problem(file, "file.denied", e);
    } catch (NotCertificates e) {
      throw problem(file, e.key, e);
    } catch (CertificateException e) {
      throw problem(file, "file.damaged", e);
    } catch (IOException e) {
      throw problem(file, Files.isDirectory(file) ? "file.folder" : "file.damaged", e);
    }
    if (certificates.isEmpty()) {
      throw problem(file, "file.empty", null);
    }
    return List.copyOf(certificates);
  }

  /** One certificate from its DER encoding. */
  public static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /**
   * The certificates in a file's bytes, in their order; whatever is wrong with them is one of the
   * two. There may be none.
   *
   * @throws IOException if it is no file of certificates
   * @throws CertificateException if a certificate in it is damaged
   */
  public static SequencedSet<X509Certificate> certificates(byte[] bytes)
      throws IOException, CertificateException {
    SequencedSet<X509Certificate> certificates = new LinkedHashSet<>();
    try {
      for (byte[] block : blocks(bytes)) {
        readBlock(block, certificates);
      }
    } catch (RuntimeException e) {
      // Parsers throw many kinds at what is no encoding.
      throw new CertificateException(e);
    }
    return certificates;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw new NotCertificates("file.large");
      }
      return bytes;
    }
  }

  /** The encoded objects in the file, without PEM armour. */
  private static List<byte[]> blocks(byte[] bytes) throws NotCertificates {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<byte[]> blocks = new ArrayList<>();
    Matcher pem = PEM.matcher(text);
    boolean armoured = false;
    while (pem.find()) {
      armoured = true;
      if (holdsCertificates(pem.group(1))) {
        blocks.add(Base64.getMimeDecoder().decode(pem.group(2)));
      }
    }
    if (!armoured) {
      boolean bare = BASE64.matcher(text).matches();
      blocks.add(bare ? Base64.getMimeDecoder().decode(text) : bytes);
    } else if (blocks.isEmpty()) {
      throw new NotCertificates("file.other-pem");
    }
    return blocks;
  }

  private static boolean holdsCertificates(String label) {
    return switch (label) {
      case "CERTIFICATE",
          "X509 CERTIFICATE",
          "TRUSTED CERTIFICATE",
          "PKCS7",
          "PKCS #7 SIGNED DATA",
          "CMS" ->
          true;
      default -> false;
    };
  }

  private static void readBlock(byte[] block, SequencedSet<X509Certificate> certificates)
      throws IOException, CertificateException {
    if (block.length == 0 || block[0] != 0x30) {
      throw new NotCertificates("file.unknown");
    }
    try (ASN1InputStream in = new ASN1InputStream(block)) {
      if (!(in.readObject() instanceof ASN1Sequence object) || object.size() < 2) {
        throw new NotCertificates("file.unknown");
      }
      ASN1Encodable first = object.getObjectAt(0);
      if (first.equals(CMSObjectIdentifiers.signedData)) {
        readSignedData(ContentInfo.getInstance(object), certificates);
      } else if (first instanceof ASN1Integer) {
        // PKCS#12 (RFC 7292 §4) and private keys begin with a version.
        throw new NotCertificates("file.keys");
      } else {
        // What follows the certificate in OpenSSL's TRUSTED CERTIFICATE is not part of it.
        certificates.add(parse(object.getEncoded()));
      }
    }
  }

  private static void readSignedData(
      ContentInfo contentInfo, SequencedSet<X509Certificate> certificates)
      throws IOException, CertificateException {
    ASN1Set enclosed = SignedData.getInstance(contentInfo.getContent()).getCertificates();
    if (enclosed == null) {
      return;
    }
    for (ASN1Encodable choice : enclosed) {
      ASN1Primitive certificate = choice.toASN1Primitive();
      // The other choices (RFC 5652 §10.2.2) are tagged; they are attribute certificates.
      if (certificate instanceof ASN1Sequence) {
        certificates.add(parse(certificate.getEncoded()));
      }
    }
  }

  private static IOException problem(Path file, String key, Throwable cause) {
    return new TellingIoException(WORDS.phrase(key, file), cause);
  }

  private static final class NotCertificates extends IOException {
    private static final long serialVersionUID = 1L;

    private final String key;

    NotCertificates(String key) {
      super(key);
      this.key = key;
    }
  }
}
