package org.sealpost.trust.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.sealpost.trust.fetch.Fetcher.Answer;
import org.sealpost.trust.fetch.Fetcher.Limits;
import org.sealpost.trust.fetch.Fetcher.Validators;

/** A fetcher, and a server with faults. */
abstract class FetcherFixture {
  static final byte[] CONTENT = "some list".repeat(1000).getBytes(UTF_8);
  static final Limits AMPLE = new Limits(1 << 20, Duration.ofSeconds(30));

  /** As long as a test that must come to its end by the time limit has to take. */
  static final Limits SHORT = new Limits(1 << 20, Duration.ofMillis(300));

  final FaultyHttpServer server = new FaultyHttpServer();
  final HttpFetcher fetcher =
      new HttpFetcher(
          AddressPolicy.TRUSTED_ISSUERS, InetAddress::getAllByName, ProxySelector.of(null));
  final ByteArrayOutputStream body = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
  }

  Answer get(URI uri, Limits limits) throws FetchException {
    return fetcher.get(uri, Validators.none(), limits, body);
  }
}
