package org.sealpost.server.session;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.NotTlsException;

/**
 * Why a real server cannot be had, in words for the client. All of it is temporary: the client is
 * to keep its mail, the server keeps its own. What Java and the libraries say of it is for the log
 * alone. Immutable.
 *
 * @param enhancedCode of class 4 (RFC 3463)
 * @param words what is wrong and what to do
 */
public record UpstreamTrouble(String enhancedCode, Phrase words) {
  private static final Words WORDS = Words.beside(UpstreamTrouble.class);
  private static final String MISCONFIGURED = "4.3.5";
  private static final String NO_ANSWER = "4.4.1";
  private static final String BAD_CONNECTION = "4.4.2";
  private static final String SECURITY = "4.7.0";
  private static final String CRYPTOGRAPHY = "4.7.5";

  /** No connection was had. */
  public static UpstreamTrouble ofConnecting(Upstream server, IOException cause) {
    String key =
        switch (cause) {
          case UnknownHostException _ -> "upstream.unknown-host";
          case SocketTimeoutException _ -> "upstream.no-answer";
          case ConnectException _ -> "upstream.refused";
          default -> "upstream.unreachable";
        };
    return of(NO_ANSWER, key, server);
  }

  /**
   * The connection failed before the server was ready for the first command of ours.
   *
   * @param cause a {@link ProtocolException} where what the server says makes no sense
   */
  public static UpstreamTrouble ofGreeting(Upstream server, IOException cause) {
    String key =
        switch (cause) {
          case SocketTimeoutException _ -> "upstream.silent";
          case ProtocolException _ -> "upstream.not-understood";
          default -> "upstream.broken";
        };
    return of(BAD_CONNECTION, key, server);
  }

  /** TLS was to begin, and did not. */
  public static UpstreamTrouble ofTls(Upstream server, IOException cause) {
    if (cause instanceof Telling telling) {
      // It is this side that cannot.
      return new UpstreamTrouble(MISCONFIGURED, telling.words());
    }
    Optional<CertificateException> certificate = find(cause, CertificateException.class);
    if (certificate.isPresent()) {
      return of(CRYPTOGRAPHY, certificateKey(cause, certificate.get()), server);
    }
    if (find(cause, NotTlsException.class).isPresent()) {
      return server.mode() == Upstream.Mode.STARTTLS
          ? injection(server)
          : of(CRYPTOGRAPHY, "upstream.not-tls", server);
    }
    if (cause instanceof SocketTimeoutException) {
      return of(BAD_CONNECTION, "upstream.silent", server);
    }
    Optional<SSLException> tls = find(cause, SSLException.class);
    if (tls.isEmpty()) {
      return of(BAD_CONNECTION, "upstream.tls-broken", server);
    }
    return of(
        CRYPTOGRAPHY,
        isAboutTheVersion(tls.get()) ? "upstream.tls-version" : "upstream.tls",
        server);
  }

  /** The server does not offer to begin TLS, or does not begin it. */
  public static UpstreamTrouble withoutTls(Upstream server) {
    return of("4.7.10", "upstream.without-tls", server);
  }

  /** There was more behind the server's go-ahead for TLS, in the clear (RFC 3207 §6). */
  public static UpstreamTrouble injection(Upstream server) {
    return of(SECURITY, "upstream.injection", server);
  }

  private static UpstreamTrouble of(String enhancedCode, String key, Upstream server) {
    return new UpstreamTrouble(
        enhancedCode, WORDS.phrase(key, server.host(), Integer.toString(server.port())));
  }

  private static String certificateKey(IOException cause, CertificateException certificate) {
    if (find(cause, CertificateExpiredException.class).isPresent()
        || find(cause, CertificateNotYetValidException.class).isPresent()) {
      return "upstream.certificate-expired";
    }
    if (isAboutTheName(certificate)) {
      return "upstream.certificate-name";
    }
    return isAboutTheIssuer(cause)
        ? "upstream.certificate-untrusted"
        : "upstream.certificate-unfit";
  }

  /** One of a trusted one's name with another key, as after a renewal, is not trusted either. */
  private static boolean isAboutTheIssuer(IOException cause) {
    return find(cause, CertPathBuilderException.class).isPresent()
        || find(cause, CertPathValidatorException.class)
            .filter(it -> it.getReason() == BasicReason.INVALID_SIGNATURE)
            .isPresent();
  }

  /** The JDK tells it only in the text. */
  private static boolean isAboutTheName(CertificateException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }

  /** The JDK tells it only in the text: by its own judgement, or as the server's alert. */
  private static boolean isAboutTheVersion(SSLException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("protocol version") || message.contains("protocol_version");
  }

  private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
