package org.sealpost.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/**
 * TLS 1.2 and 1.3 towards a real server: its certificate and its name are always checked (RFC 8314
 * §5.3, RFC 9525). Immutable.
 */
public final class TlsClient implements Tls {
  private static final Words WORDS = Words.beside(TlsClient.class);

  private final String host;
  private final SSLContext context;

  private TlsClient(String host, SSLContext context) {
    this.host = host;
    this.context = context;
  }

  /**
   * A set-up for one server.
   *
   * @param host a name or an IP literal; the certificate must be for it
   * @param trusted files with certificates to trust instead of the system's, PEM or DER; empty for
   *     the system's
   * @throws IOException if one of the files cannot be read; the message names it
   */
  public static TlsClient of(String host, List<Path> trusted) throws IOException {
    return new TlsClient(plain(host), trusting(trusted));
  }

  /**
   * Trusts what {@link #of} trusts, and leaves it to the user to check that the certificate is for
   * the host.
   *
   * @param trusted as for {@link #of}
   * @throws IOException as {@link #of}
   */
  public static SSLContext trusting(List<Path> trusted) throws IOException {
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      if (trusted.isEmpty()) {
        // The JDK's word for the system's own store.
        managers.init((KeyStore) null);
      } else {
        managers.init(storeOf(trusted));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new TellingIoException(WORDS.phrase("tls.unusable", String.valueOf(e.getMessage())), e);
    }
  }

  private static KeyStore storeOf(List<Path> files) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Path file : files) {
      for (Certificate certificate : certificatesIn(file)) {
        store.setCertificateEntry("trusted-" + store.size(), certificate);
      }
    }
    return store;
  }

  private static Collection<? extends Certificate> certificatesIn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new TellingIoException(WORDS.phrase("trusted.empty", file));
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new TellingIoException(
          WORDS.phrase("trusted.unreadable", file, String.valueOf(e.getMessage())), e);
    }
  }

  /** Without the brackets of an IPv6 literal and the dot of a rooted name. */
  private static String plain(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine(host, -1);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(TlsVersions.ALLOWED);
    // Of the two checks that the JDK has, this is the stricter about wildcards.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!isAddress(host)) {
      parameters.setServerNames(List.of(new SNIHostName(IDN.toASCII(host))));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }
}
