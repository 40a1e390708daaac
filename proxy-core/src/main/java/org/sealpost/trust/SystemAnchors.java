package org.sealpost.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The CAs that this system trusts: the bundle file of the Linux distributions, the stores of
 * Windows and macOS, elsewhere those of the Java runtime.
 */
public final class SystemAnchors {
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private SystemAnchors() {}

  /**
   * Reads them, for all addresses.
   *
   * @throws IOException if the store cannot be read
   */
  public static List<Anchor> load() throws IOException {
    SequencedSet<X509Certificate> certificates = new LinkedHashSet<>();
    Optional<String> store = nativeStore();
    Optional<Path> bundle = BUNDLES.stream().filter(Files::isReadable).findFirst();
    try {
      if (store.isPresent()) {
        certificates.addAll(in(store.get()));
      } else if (bundle.isPresent()) {
        certificates.addAll(CertificateFile.read(bundle.get()));
      } else {
        certificates.addAll(ofRuntime());
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return certificates.stream()
        .map(certificate -> Anchor.of(certificate, new Anchor.Origin.OfSystem()))
        .toList();
  }

  private static Optional<String> nativeStore() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return Optional.of("Windows-ROOT");
    }
    return system.startsWith("mac") ? Optional.of("KeychainStore-ROOT") : Optional.empty();
  }

  private static List<X509Certificate> in(String type)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    SequencedSet<X509Certificate> certificates = new LinkedHashSet<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        certificates.add(certificate);
      }
    }
    return List.copyOf(certificates);
  }

  private static List<X509Certificate> ofRuntime() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return List.of(x509.getAcceptedIssuers());
      }
    }
    return List.of();
  }
}
