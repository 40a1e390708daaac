package org.sealpost.trust.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/** Passes a response's content on, decoded, and no more of it than is borne. */
final class Body {
  private static final int PIECE = 16 << 10;

  private final URI uri;
  private final Fetcher.Limits limits;
  private final Deadline deadline;

  Body(URI uri, Fetcher.Limits limits, Deadline deadline) {
    this.uri = uri;
    this.limits = limits;
    this.deadline = deadline;
  }

  /** Returns how many bytes were written. */
  long copy(ClassicHttpResponse response, OutputStream out) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return 0;
    }
    InputStream in = decoded(entity);
    byte[] piece = new byte[PIECE];
    long written = 0;
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      written += n;
      if (written > limits.bytes()) {
        throw tooLarge();
      }
      if (deadline.hasPassed()) {
        throw FetchProblem.tooSlow(uri, limits, null);
      }
      write(out, piece, n);
    }
    return written;
  }

  private InputStream decoded(HttpEntity entity) throws IOException {
    String encoding =
        Optional.ofNullable(entity.getContentEncoding()).orElse("").toLowerCase(Locale.ROOT);
    return switch (encoding) {
      case "", "identity" -> {
        if (entity.getContentLength() > limits.bytes()) {
          throw tooLarge();
        }
        yield entity.getContent();
      }
      case "gzip", "x-gzip" -> new GZIPInputStream(entity.getContent());
      default -> throw FetchProblem.of("fetch.encoding", uri.getHost());
    };
  }

  private FetchException tooLarge() {
    return FetchProblem.of("fetch.too-large", uri.getHost(), limits.bytes());
  }

  private static void write(OutputStream out, byte[] piece, int length)
      throws FetchProblem.NotTakenException {
    try {
      out.write(piece, 0, length);
    } catch (IOException e) {
      throw new FetchProblem.NotTakenException(e);
    }
  }
}
