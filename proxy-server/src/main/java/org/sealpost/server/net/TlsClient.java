package org.sealpost.server.net;

import java.io.IOException;
import java.net.IDN;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TLS 1.2 and 1.3 towards a real server: its certificate and its name are always checked (RFC 8314
 * §5.3, RFC 9525). Immutable.
 */
public final class TlsClient implements Tls {
  private final String host;
  private final TlsTrust trust;

  private TlsClient(String host, TlsTrust trust) {
    this.host = host;
    this.trust = trust;
  }

  /**
   * A set-up for one server.
   *
   * @param host a name or an IP literal; the certificate must be for it
   */
  public static TlsClient of(String host, TlsTrust trust) {
    return new TlsClient(plain(host), trust);
  }

  /** Without the brackets of an IPv6 literal and the dot of a rooted name. */
  private static String plain(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** For one connection. The first may read files. */
  SSLEngine engine() throws IOException {
    SSLEngine engine = trust.context().createSSLEngine(host, -1);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(TlsVersions.ALLOWED);
    // Of the two checks that the JDK has, this is the stricter about wildcards.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(serverNames());
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** RFC 6066 §3 has no place for an address, or for a name that the DNS calls no host's. */
  private List<SNIServerName> serverNames() {
    if (isAddress(host)) {
      return List.of();
    }
    try {
      return List.of(new SNIHostName(IDN.toASCII(host)));
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }
}
