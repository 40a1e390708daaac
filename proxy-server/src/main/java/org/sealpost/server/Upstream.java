package org.sealpost.server;

import org.sealpost.server.net.TlsClient;

/** A real server. {@code tls} is prepared for its name; used unless {@code mode} is NONE. */
public record Upstream(String host, int port, Mode mode, TlsClient tls) {
  /** When TLS begins. */
  public enum Mode {
    IMPLICIT,
    STARTTLS,
    NONE
  }
}
