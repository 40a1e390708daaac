package org.sealpost.server.setup.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The certificate that the proxy shows to mail clients.
 *
 * @param file a PEM file, to be imported by clients
 * @param fingerprint SHA-256, pairs of digits with colons between them, as clients show it
 */
public record LocalCertificate(Path file, String fingerprint) {
  /**
   * The one in the folder of {@link org.sealpost.server.Settings#tlsDir}; none is made.
   *
   * @throws IOException if it is there and cannot be read
   */
  public static Optional<LocalCertificate> in(Path tlsDir) throws IOException {
    Path file = tlsDir.resolve("localhost-tls").resolve("certificate.pem");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] der = CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
      String shown = HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
      return Optional.of(new LocalCertificate(file, shown));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
