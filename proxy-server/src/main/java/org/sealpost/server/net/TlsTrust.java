package org.sealpost.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that vouch for real servers. What TLS needs besides is set up for the first
 * connection, once for all servers: nothing of it is needed before. Thread-safe.
 */
public final class TlsTrust {
  private static final Logger LOG = LoggerFactory.getLogger(TlsTrust.class);
  private static final Words WORDS = Words.beside(TlsTrust.class);

  private final List<Certificate> certificates;
  private Optional<SSLContext> context = Optional.empty();

  /**
   * Of these certificates.
   *
   * @param certificates none for the system's
   */
  private TlsTrust(List<Certificate> certificates) {
    this.certificates = List.copyOf(certificates);
  }

  /**
   * Reads the certificates.
   *
   * @param trusted files with certificates to trust instead of the system's, PEM or DER; empty for
   *     the system's, which are read for the first connection: they are many
   * @throws IOException if one of the files cannot be read; the message names it
   */
  public static TlsTrust of(List<Path> trusted) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    for (Path file : trusted) {
      certificates.addAll(certificatesIn(file));
    }
    return new TlsTrust(certificates);
  }

  private static List<Certificate> certificatesIn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new TellingIoException(WORDS.phrase("trusted.empty", file));
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new TellingIoException(
          WORDS.phrase("trusted.unreadable", file, String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * What trusts them; that a certificate is for the host is left to the user to check.
   *
   * @throws IOException if the system's cannot be read, or this Java has no TLS
   */
  public synchronized SSLContext context() throws IOException {
    if (context.isEmpty()) {
      context = Optional.of(trusting());
    }
    return context.get();
  }

  private SSLContext trusting() throws IOException {
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      if (certificates.isEmpty()) {
        // The JDK's word for the system's own store.
        managers.init((KeyStore) null);
      } else {
        managers.init(store());
      }
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(null, managers.getTrustManagers(), null);
      return made;
    } catch (IOException | GeneralSecurityException e) {
      Phrase words = WORDS.phrase("tls.unusable", String.valueOf(e.getMessage()));
      LOG.error(words.english());
      throw new TellingIoException(words, e);
    }
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("trusted-" + store.size(), certificate);
    }
    return store;
  }
}
