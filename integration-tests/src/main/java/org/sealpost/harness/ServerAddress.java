package org.sealpost.harness;

/**
 * Where a real mail server listens.
 *
 * @param tls {@code implicit}, {@code starttls} or {@code none}
 */
public record ServerAddress(String host, int port, String tls) {
  String hocon() {
    return "{ host = \"%s\", port = %d, tls = %s }".formatted(host, port, tls);
  }
}
