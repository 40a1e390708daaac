package org.sealpost.trust.fetch;

import java.net.ProxySelector;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;

/** The HTTP client without all that a browser needs and a fetcher does not. */
final class Client {
  private static final int MAX_CONNECTIONS = 16;
  private static final int MAX_CONNECTIONS_PER_HOST = 4;
  private static final int MAX_HEADER_LINE = 8 << 10;
  private static final int MAX_HEADERS = 100;

  /** Of each of a host's addresses: where one leads nowhere, there must be time for the next. */
  private static final Timeout CONNECT = Timeout.of(Duration.ofSeconds(5));

  private static final Timeout HANDSHAKE = Timeout.of(Duration.ofSeconds(10));

  static final RequestConfig REQUESTS =
      RequestConfig.custom()
          .setAuthenticationEnabled(false)
          .setProtocolUpgradeEnabled(false)
          .setRedirectsEnabled(false)
          .setContentCompressionEnabled(false)
          .build();

  private Client() {}

  /** Every request has a connection of its own: one that is kept may have died meanwhile. */
  static CloseableHttpClient make(CheckedResolver resolver, ProxySelector proxies) {
    return HttpClientBuilder.create()
        .setConnectionManager(connections(resolver))
        .setConnectionReuseStrategy((_, _, _) -> false)
        .setProxySelector(proxies)
        .setDefaultRequestConfig(REQUESTS)
        .setUserAgent("Sealpost")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .build();
  }

  private static PoolingHttpClientConnectionManager connections(CheckedResolver resolver) {
    Http1Config http =
        Http1Config.custom()
            .setMaxLineLength(MAX_HEADER_LINE)
            .setMaxHeaderCount(MAX_HEADERS)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(resolver)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(http).build())
        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(HANDSHAKE).build())
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS_PER_HOST)
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
        .build();
  }
}
