package org.sealpost.server.pop3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.sealpost.failure.Words;
import org.sealpost.server.Upstream;

/** Says of one real server what is the matter with it. Immutable. */
record UpstreamWords(String server) {
  private static final Words WORDS = Words.beside(UpstreamWords.class);

  static UpstreamWords of(Upstream upstream) {
    return new UpstreamWords(upstream.host() + " port " + upstream.port());
  }

  UpstreamFailure say(String key) {
    return new UpstreamFailure(WORDS.text(key, server));
  }

  UpstreamFailure say(String key, String detail) {
    return new UpstreamFailure(WORDS.text(key, server, AsciiText.of(detail)));
  }

  /** Why no connection was had. */
  UpstreamFailure unreachable(IOException cause) {
    return because(
        switch (cause) {
          case UnknownHostException _ -> "upstream.unknown";
          case SocketTimeoutException _ -> "upstream.silent";
          case ConnectException _ -> "upstream.refused";
          default -> "upstream.unreachable";
        },
        cause);
  }

  /** Why TLS did not begin. */
  UpstreamFailure withoutTls(Upstream.Mode mode, IOException cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return because("upstream.certificate", cause);
      }
    }
    return because(
        mode == Upstream.Mode.IMPLICIT || cause instanceof SSLException
            ? "upstream.tls"
            : "upstream.stls.broken",
        cause);
  }

  /** Why a connection is of no more use. */
  UpstreamFailure lost(IOException cause) {
    return because(
        cause instanceof SocketTimeoutException ? "upstream.stalled" : "upstream.lost", cause);
  }

  private UpstreamFailure because(String key, IOException cause) {
    return new UpstreamFailure(WORDS.text(key, server), cause);
  }
}
