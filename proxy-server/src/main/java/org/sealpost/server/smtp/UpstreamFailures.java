package org.sealpost.server.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.server.Upstream;

/**
 * Says in words what is wrong with a real server. All are temporary, so that the client keeps its
 * mail; those that leave no server to talk to are 421, which ends the client's connection.
 */
final class UpstreamFailures {
  private static final Words WORDS = Words.beside(UpstreamFailures.class);

  private UpstreamFailures() {}

  static Failure unreachable(Upstream server, IOException cause) {
    String key =
        switch (cause) {
          case UnknownHostException e -> "upstream.unknown-host";
          case SocketTimeoutException e -> "upstream.no-answer";
          default -> "upstream.unreachable";
        };
    return failure("4.4.1", key, server, cause);
  }

  static Failure silent(Upstream server, SocketTimeoutException cause) {
    return failure("4.4.2", "upstream.silent", server, cause);
  }

  static Failure broken(Upstream server, IOException cause) {
    return failure("4.4.2", "upstream.broken", server, cause);
  }

  static Failure unwilling(Upstream server, SmtpReply reply) {
    return Failure.of(
        421,
        "4.3.2",
        WORDS.text("upstream.unwilling", server.host(), port(server), reply.quoted()));
  }

  static Failure withoutTls(Upstream server) {
    return Failure.of(
        421, "4.7.10", WORDS.text("upstream.without-tls", server.host(), port(server)));
  }

  static Failure injection(Upstream server) {
    return Failure.of(421, "4.7.0", WORDS.text("upstream.injection", server.host(), port(server)));
  }

  static Failure tls(Upstream server, SSLException cause) {
    Optional<CertificateException> certificate = find(cause, CertificateException.class);
    String key;
    if (find(cause, CertificateExpiredException.class).isPresent()
        || find(cause, CertificateNotYetValidException.class).isPresent()) {
      key = "upstream.certificate-expired";
    } else if (certificate.isPresent()) {
      key =
          isAboutTheName(certificate.get())
              ? "upstream.certificate-name"
              : "upstream.certificate-untrusted";
    } else {
      key = "upstream.tls";
    }
    String reason = certificate.<Exception>map(e -> e).orElse(cause).getMessage();
    return Failure.of(421, "4.7.5", WORDS.text(key, server.host(), port(server), reason), cause);
  }

  /** The connection was lost between commands, or the server ended it. */
  static Failure lost(Upstream server, IOException cause) {
    return failure("4.4.2", "upstream.lost", server, cause);
  }

  /** The connection that was authenticated is gone, and only the client can authenticate again. */
  static Failure gone(Upstream server) {
    return Failure.of(421, "4.4.2", WORDS.text("upstream.gone", server.host()));
  }

  /** The server went away before it had the whole mail. */
  static Failure lostInMail(Upstream server, IOException cause) {
    return Failure.of(451, "4.4.2", WORDS.text("upstream.lost", server.host()), cause);
  }

  /** The server had the whole mail and did not say what became of it. */
  static Failure noFinalReply(Upstream server, IOException cause) {
    return Failure.of(451, "4.4.2", WORDS.text("upstream.no-final-reply", server.host()), cause);
  }

  /** The fault is on our side: the mail could not be read back or built. */
  static Failure unwritable(IOException cause) {
    return Failure.of(451, "4.3.0", WORDS.text("mail.unwritable", cause.getMessage()), cause);
  }

  private static Failure failure(String enhanced, String key, Upstream server, IOException cause) {
    return Failure.of(
        421,
        enhanced,
        WORDS.text(key, server.host(), port(server), String.valueOf(cause.getMessage())),
        cause);
  }

  private static String port(Upstream server) {
    return Integer.toString(server.port());
  }

  /** The JDK tells it only in the text. */
  private static boolean isAboutTheName(CertificateException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }

  private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
