package org.sealpost.server.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/** TLS 1.2 and 1.3 towards the mail client, with a certificate of this machine's own. Immutable. */
public final class TlsServer implements Tls {
  private final X509Certificate certificate;
  private final SSLContext context;

  private TlsServer(X509Certificate certificate, SSLContext context) {
    this.certificate = certificate;
    this.context = context;
  }

  /**
   * The certificate for localhost, 127.0.0.1 and ::1 in {@code folder}, made where there is none
   * and kept. One that is there and cannot be read is an error, never replaced: a mail client that
   * trusts it would otherwise refuse Sealpost without a reason that its user could see.
   *
   * <p>The files are {@code localhost-tls/certificate.pem}, which can be given to clients to trust,
   * and {@code localhost-tls/key.pem}.
   *
   * @throws IOException if it can neither be read nor made; the message names the file and the way
   *     out
   */
  public static TlsServer localhost(Path folder) throws IOException {
    LocalhostCertificate localhost = LocalhostCertificate.keptIn(folder);
    try {
      char[] none = new char[0];
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, none);
      store.setKeyEntry(
          "localhost", localhost.key(), none, new Certificate[] {localhost.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, none);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new TlsServer(localhost.certificate(), context);
    } catch (GeneralSecurityException e) {
      throw new TellingIoException(
          Words.beside(TlsServer.class).phrase("tls.unusable", String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * For a client on this machine: it trusts the very certificate that {@code folder} keeps, and
   * nothing else.
   *
   * @return empty if none is kept there; none is made
   * @throws IOException if it cannot be read
   */
  public static Optional<SSLContext> clientOf(Path folder) throws IOException {
    Optional<LocalhostCertificate> kept = LocalhostCertificate.foundIn(folder);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("localhost", kept.get().certificate());
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new TellingIoException(
          Words.beside(TlsServer.class).phrase("tls.unusable", String.valueOf(e.getMessage())), e);
    }
  }

  /** What clients see, self-signed. */
  public X509Certificate certificate() {
    return certificate;
  }

  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(TlsVersions.ALLOWED);
    engine.setSSLParameters(parameters);
    return engine;
  }
}
