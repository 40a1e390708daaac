package org.sealpost.server.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Addresses of pages. */
final class Links {
  /** Every one of these is a time that {@link java.time.Instant} can have. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

  private Links() {}

  /** The path with parameters: names and values in turn; those without a value are left out. */
  static String to(String path, String... parameters) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (int i = 0; i < parameters.length; i += 2) {
      if (!parameters[i + 1].isEmpty()) {
        query.add(
            parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
      }
    }
    return path + query;
  }

  /** A time in a link, as a number; empty where it is none. */
  static Optional<Long> number(Optional<String> written) {
    return written.filter(it -> NUMBER.matcher(it).matches()).map(Long::valueOf);
  }
}
