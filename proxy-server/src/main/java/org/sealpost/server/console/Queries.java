package org.sealpost.server.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Addresses of pages with parameters. */
final class Queries {
  private Queries() {}

  /** The path with names and values in turn; those without a value are left out. */
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
}
