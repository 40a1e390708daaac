package org.sealpost.trust.fetch;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/** An address that was looked at before anything is sent there. */
record Destination(URI uri) {
  private static final int MAX_PORT = 65_535;

  static Destination check(URI uri, AddressPolicy policy, ProxySelector proxies)
      throws FetchException {
    int port = uri.getPort();
    boolean usable = (isHttp(uri) || isHttps(uri)) && uri.getHost() != null && port <= MAX_PORT;
    if (!usable || uri.getRawUserInfo() != null) {
      throw FetchProblem.of("fetch.address");
    }
    if (policy == AddressPolicy.STRANGERS) {
      if (port != -1 && port != 80 && port != 443) {
        throw FetchProblem.of("fetch.port", uri.getHost(), port);
      }
      if (proxies.select(uri).stream().anyMatch(proxy -> proxy.type() == Proxy.Type.HTTP)) {
        throw FetchProblem.of("fetch.proxied", uri.getHost());
      }
    }
    return new Destination(URI.create(uri.toASCIIString()));
  }

  /** Where a redirect leads (RFC 9110 §15.4). */
  URI redirected(ClassicHttpResponse response) throws FetchException {
    Header location = response.getFirstHeader(HttpHeaders.LOCATION);
    URI next;
    try {
      next = uri.resolve(location == null ? "" : location.getValue());
    } catch (IllegalArgumentException _) {
      throw FetchProblem.of("fetch.redirect-broken", uri.getHost());
    }
    if (location == null || next.getHost() == null || !(isHttp(next) || isHttps(next))) {
      throw FetchProblem.of("fetch.redirect-broken", uri.getHost());
    }
    if (isHttps(uri) && isHttp(next)) {
      throw FetchProblem.of("fetch.redirect-insecure", uri.getHost());
    }
    return next;
  }

  private static boolean isHttp(URI uri) {
    return "http".equals(scheme(uri));
  }

  private static boolean isHttps(URI uri) {
    return "https".equals(scheme(uri));
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
