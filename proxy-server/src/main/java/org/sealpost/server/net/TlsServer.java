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
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 towards the mail client, with a certificate of this machine's own. What it needs
 * besides that is set up for the first client that asks for TLS. Thread-safe.
 */
public final class TlsServer implements Tls {
  private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);
  private static final Words WORDS = Words.beside(TlsServer.class);

  private final LocalhostCertificate localhost;
  private Optional<SSLContext> context = Optional.empty();

  private TlsServer(LocalhostCertificate localhost) {
    this.localhost = localhost;
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
    return new TlsServer(LocalhostCertificate.keptIn(folder));
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
      throw new TellingIoException(WORDS.phrase("tls.unusable", String.valueOf(e.getMessage())), e);
    }
  }

  /** What clients see, self-signed. */
  public X509Certificate certificate() {
    return localhost.certificate();
  }

  /**
   * For one connection. Not to be asked on the event loop: the first takes its time.
   *
   * @throws IOException if this Java has no TLS
   */
  SSLEngine engine() throws IOException {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(TlsVersions.ALLOWED);
    engine.setSSLParameters(parameters);
    return engine;
  }

  private synchronized SSLContext context() throws IOException {
    if (context.isEmpty()) {
      context = Optional.of(presenting(localhost));
    }
    return context.get();
  }

  private static SSLContext presenting(LocalhostCertificate localhost) throws IOException {
    try {
      char[] none = new char[0];
      // It hands the key on within this process and is never written. The other kind would encrypt
      // the key, under an empty password, in ten thousand rounds.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, none);
      store.setKeyEntry(
          "localhost", localhost.key(), none, new Certificate[] {localhost.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, none);
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(keys.getKeyManagers(), null, null);
      return made;
    } catch (GeneralSecurityException e) {
      Phrase words = WORDS.phrase("tls.unusable", String.valueOf(e.getMessage()));
      LOG.error(words.english());
      throw new TellingIoException(words, e);
    }
  }
}
