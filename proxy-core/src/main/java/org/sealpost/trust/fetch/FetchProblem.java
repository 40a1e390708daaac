package org.sealpost.trust.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ParseException;
import org.sealpost.failure.Words;

/**
 * Puts what went wrong into words. Of what comes from outside they hold the host alone; a URI's
 * host has no character that could do harm (RFC 3986 §3.2.2).
 */
final class FetchProblem {
  private static final Words WORDS = Words.beside(FetchProblem.class);

  private FetchProblem() {}

  /** The taker of the bytes failed, not who sent them. */
  static final class NotTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    NotTakenException(IOException cause) {
      super(cause);
    }
  }

  static FetchException of(String key, Object... arguments) {
    return new FetchException(WORDS.phrase(key, arguments));
  }

  static FetchException status(URI uri, int status) {
    String key = status == 404 || status == 410 ? "fetch.missing" : "fetch.status";
    return of(key, uri.getHost(), status);
  }

  static FetchException tooSlow(URI uri, Fetcher.Limits limits, Throwable cause) {
    double seconds = limits.time().toMillis() / 1000.0;
    return new FetchException(WORDS.phrase("fetch.too-slow", uri.getHost(), seconds), cause);
  }

  static FetchException of(URI uri, IOException problem) {
    return switch (problem) {
      case FetchException e -> e;
      case NotTakenException e -> worded("fetch.not-kept", uri, e.getCause());
      default -> worded(key(problem), uri, problem);
    };
  }

  static FetchException failed(URI uri, RuntimeException problem) {
    return worded("fetch.failed", uri, problem);
  }

  private static FetchException worded(String key, URI uri, Throwable cause) {
    return new FetchException(WORDS.phrase(key, uri.getHost()), cause);
  }

  private static String key(IOException problem) {
    return switch (problem) {
      case CheckedResolver.NotPublicException _ -> "fetch.not-public";
      case UnknownHostException _ -> "fetch.unknown-host";
      case SSLException _ -> "fetch.tls";
      case ConnectException _, NoRouteToHostException _, ConnectTimeoutException _ ->
          "fetch.no-connection";
      case MalformedChunkCodingException _, ConnectionClosedException _, EOFException _ ->
          "fetch.truncated";
      case ClientProtocolException _,
          NoHttpResponseException _,
          MessageConstraintException _,
          ZipException _ ->
          "fetch.broken";
      default -> problem.getCause() instanceof ParseException ? "fetch.broken" : "fetch.failed";
    };
  }
}
