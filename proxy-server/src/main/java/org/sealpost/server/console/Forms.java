package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

/**
 * What a browser sends: a form ({@code application/x-www-form-urlencoded}), or a file as it is
 * ({@code application/octet-stream}), which is spooled. Closed when the request is answered.
 */
record Forms(Map<String, List<String>> fields, Optional<Spool> upload) implements AutoCloseable {
  /** Far above any mail. */
  static final long LARGEST_UPLOAD = 256L << 20;

  private static final int LARGEST_FORM = 1 << 16;

  static Forms none() {
    return new Forms(Map.of(), Optional.empty());
  }

  /**
   * Reads what comes with a request.
   *
   * @throws BadRequestException if it is none of the two; {@link TooLargeException} if it is too
   *     large
   */
  static Forms read(String contentType, InputStream body, SpoolFactory spools)
      throws IOException, BadRequestException {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("application/octet-stream")) {
      return new Forms(Map.of(), Optional.of(spooled(body, spools)));
    }
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw new BadRequestException();
    }
    byte[] bytes = body.readNBytes(LARGEST_FORM + 1);
    if (bytes.length > LARGEST_FORM) {
      throw new TooLargeException();
    }
    return new Forms(urlEncoded(new String(bytes, StandardCharsets.UTF_8)), Optional.empty());
  }

  private static Spool spooled(InputStream body, SpoolFactory spools)
      throws IOException, BadRequestException {
    Spool spool = spools.create();
    boolean done = false;
    try (OutputStream out = spool.out()) {
      byte[] buffer = new byte[1 << 14];
      long total = 0;
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        total += n;
        if (total > LARGEST_UPLOAD) {
          throw new TooLargeException();
        }
        out.write(buffer, 0, n);
      }
      done = true;
      return spool;
    } finally {
      if (!done) {
        spool.close();
      }
    }
  }

  /** Names and values of an address or a form. */
  static Map<String, List<String>> urlEncoded(String text) throws BadRequestException {
    Map<String, List<String>> values = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      try {
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      } catch (IllegalArgumentException e) {
        throw new BadRequestException();
      }
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    upload.ifPresent(Spool::close);
  }

  /** A request that no page of ours sends. */
  static class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** More than is taken. */
  static final class TooLargeException extends BadRequestException {
    private static final long serialVersionUID = 1L;
  }
}
