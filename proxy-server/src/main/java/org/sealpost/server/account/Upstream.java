package org.sealpost.server.account;

import java.util.Locale;
import org.sealpost.server.net.TlsClient;

/**
 * A real server. Immutable.
 *
 * @param tls prepared for its name; used unless {@code mode} is NONE
 */
public record Upstream(String host, int port, Mode mode, TlsClient tls) {
  /** When TLS begins. */
  public enum Mode {
    IMPLICIT,
    STARTTLS,
    NONE
  }

  /** What makes two accounts' servers the same, so that one connection does for both. */
  public record Endpoint(String host, int port, Mode mode) {}

  /** Where it is; a host's name is the same in upper and lower case. */
  public Endpoint endpoint() {
    return new Endpoint(host.toLowerCase(Locale.ROOT), port, mode);
  }
}
