package org.sealpost.server.console;

import java.util.Map;

/**
 * What the JDK's HTTP server grants to whoever connects, which any user of this machine can. It
 * reads these system properties when it is first used (package {@code jdk.httpserver}), and without
 * them would wait for ever for a request that never comes whole.
 */
final class HttpLimits {
  /**
   * Connections at one address, of which a browser has six at most; more are closed at once. With
   * all that each may hold of a header they must not take the memory that mails need.
   */
  static final int CONNECTIONS = 128;

  /** For a whole request, in seconds; a file of the largest size comes within it. */
  private static final int REQUEST_SECONDS = 60;

  /** Without a request, in seconds. */
  private static final int IDLE_SECONDS = 30;

  /** All fields together, in characters. */
  static final int HEADER_SIZE = 8 << 10;

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS),
          "sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS),
          "sun.net.httpserver.idleInterval", Integer.toString(IDLE_SECONDS),
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", Integer.toString(HEADER_SIZE),
          "sun.net.httpserver.nodelay", "true");

  private HttpLimits() {}

  /** Sets those that nobody set on the command line. */
  static void set() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
