package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * A certification path.
 *
 * @param certificates from the end certificate towards the anchor, without the anchor; empty where
 *     the end certificate is the anchor itself
 */
record CertificatePath(List<X509Certificate> certificates, X509Certificate anchor) {
  CertificatePath {
    certificates = List.copyOf(certificates);
  }

  /** From the end certificate to the anchor, both included. */
  List<X509Certificate> whole() {
    return Stream.concat(certificates.stream(), Stream.of(anchor)).toList();
  }

  X509Certificate end() {
    return certificates.isEmpty() ? anchor : certificates.getFirst();
  }

  /** The CA certificates between the end certificate and the anchor. */
  List<X509Certificate> intermediates() {
    return certificates.isEmpty() ? List.of() : certificates.subList(1, certificates.size());
  }
}
