package org.sealpost.trust.issuers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealpost.trust.CertificateFile;

/**
 * Reads what stands where certificates name their issuers' ({@code .cer}, {@code .p7c}; RFC 5280
 * §4.2.2.1, and PEM, which many put there), and writes what is kept of it.
 */
final class IssuerFile {
  /** Looking for the end of each PEM block in vain takes time. */
  private static final int MAX_BLOCKS = 100;

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");

  private static final int MAX_CERTIFICATE = 64 << 10;

  private IssuerFile() {}

  /** Empty if it holds no certificates, or one that is damaged. */
  static List<X509Certificate> read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (BEGIN.matcher(text).results().skip(MAX_BLOCKS).findAny().isPresent()) {
      return List.of();
    }
    try {
      return CertificateFile.certificates(bytes).stream().filter(IssuerFile::isBearable).toList();
    } catch (IOException | CertificateException _) {
      return List.of();
    }
  }

  private static boolean isBearable(X509Certificate certificate) {
    try {
      return certificate.getEncoded().length <= MAX_CERTIFICATE;
    } catch (CertificateEncodingException _) {
      return false;
    }
  }

  static byte[] write(Collection<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    certificates.stream().flatMap(IssuerFile::pem).forEach(text::append);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Stream<String> pem(X509Certificate certificate) {
    try {
      String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
      return Stream.of("-----BEGIN CERTIFICATE-----\n", base64, "\n-----END CERTIFICATE-----\n");
    } catch (CertificateEncodingException _) {
      return Stream.empty();
    }
  }
}
