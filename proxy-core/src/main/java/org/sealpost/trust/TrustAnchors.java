package org.sealpost.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The certificates that paths must end in. A root, an intermediate CA or a holder's own certificate
 * may be one: each is trusted for being configured. Immutable.
 */
public record TrustAnchors(List<X509Certificate> certificates) {
  public TrustAnchors {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads PEM, DER and PKCS#7 files with one or more certificates each; a certificate that occurs
   * again counts once.
   *
   * @throws IOException as {@link CertificateFile#read}
   */
  public static TrustAnchors load(List<Path> files) throws IOException {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (Path file : files) {
      certificates.addAll(CertificateFile.read(file));
    }
    return new TrustAnchors(List.copyOf(certificates));
  }
}
