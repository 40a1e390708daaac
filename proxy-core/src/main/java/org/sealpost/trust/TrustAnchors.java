package org.sealpost.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The certificates that paths must end in. A root, an intermediate CA or a holder's own certificate
 * may be one: each is trusted for being configured. Immutable.
 */
public record TrustAnchors(List<Anchor> anchors) {
  public TrustAnchors {
    anchors = List.copyOf(anchors);
  }

  /** These, for all addresses. */
  public static TrustAnchors of(List<X509Certificate> certificates) {
    return new TrustAnchors(
        certificates.stream()
            .map(certificate -> Anchor.of(certificate, new Anchor.Origin.Configured("")))
            .toList());
  }

  /**
   * Reads PEM, DER and PKCS#7 files with one or more certificates each; a certificate that occurs
   * again counts once.
   *
   * @throws IOException as {@link CertificateFile#read}
   */
  public static TrustAnchors load(List<Path> files) throws IOException {
    Map<X509Certificate, Anchor> anchors = new LinkedHashMap<>();
    for (Path file : files) {
      for (X509Certificate certificate : CertificateFile.read(file)) {
        anchors.putIfAbsent(
            certificate, Anchor.of(certificate, new Anchor.Origin.Configured(file.toString())));
      }
    }
    return new TrustAnchors(List.copyOf(anchors.values()));
  }
}
