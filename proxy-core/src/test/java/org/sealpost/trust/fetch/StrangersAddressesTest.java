package org.sealpost.trust.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.trust.fetch.CheckedResolver.Lookup;
import org.sealpost.trust.fetch.Fetcher.Limits;
import org.sealpost.trust.fetch.Fetcher.Validators;

/** What a certificate in a stranger's mail cannot make us do. */
class StrangersAddressesTest {
  private static final Limits LIMITS = new Limits(1 << 20, Duration.ofSeconds(10));
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("9.9.9.9");

  private final FaultyHttpServer server = new FaultyHttpServer().serves("/", new byte[10]);

  @AfterEach
  void close() {
    server.close();
  }

  private static void get(Lookup lookup, ProxySelector proxies, String uri) throws FetchException {
    try (HttpFetcher fetcher = new HttpFetcher(AddressPolicy.STRANGERS, lookup, proxies)) {
      fetcher.get(URI.create(uri), Validators.none(), LIMITS, OutputStream.nullOutputStream());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "https://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.1.1/",
        "http://[fe80::1]/"
      })
  void aMailCannotMakeUsAskTheLocalNetwork(String uri) {
    assertThatThrownBy(() -> get(InetAddress::getAllByName, ProxySelector.of(null), uri))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("is no public address");
  }

  @Test
  void aNameThatLeadsIntoTheLocalNetworkIsNotAsked() {
    assertThatThrownBy(
            () -> get(_ -> new InetAddress[] {HERE}, ProxySelector.of(null), "http://ca.example/"))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("ca.example is no public address");
  }

  /** The checked answer is what is connected to: the name is looked up once. */
  @Test
  void aNameThatLeadsElsewhereTheSecondTimeGainsNothing() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    CheckedResolver resolver =
        new CheckedResolver(
            AddressPolicy.STRANGERS,
            _ -> new InetAddress[] {lookups.getAndIncrement() == 0 ? PUBLIC : HERE});
    InetAddress[] first = resolve(resolver);
    assertThat(first).containsExactly(PUBLIC);
    assertThatThrownBy(() -> resolve(resolver)).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void aLocalAddressAmongPublicOnesIsLeftOut() throws Exception {
    CheckedResolver resolver =
        new CheckedResolver(AddressPolicy.STRANGERS, _ -> new InetAddress[] {HERE, PUBLIC, HERE});
    assertThat(resolve(resolver)).containsExactly(PUBLIC);
  }

  private static InetAddress[] resolve(CheckedResolver resolver) throws UnknownHostException {
    return ScopedValue.where(CheckedResolver.DEADLINE, Deadline.in(Duration.ofSeconds(10)))
        .call(() -> resolver.resolve("ca.example"));
  }

  @Test
  void aMailCannotMakeUsAskOtherPorts() {
    assertThatThrownBy(
            () ->
                get(
                    _ -> new InetAddress[] {PUBLIC},
                    ProxySelector.of(null),
                    "http://ca.example:25/"))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("names port 25 of ca.example");
  }

  /** A proxy looks the name up by itself, and may stand where it reaches more than we do. */
  @Test
  void aMailCannotMakeAProxyAskForUs() {
    ProxySelector proxy = ProxySelector.of(new InetSocketAddress(HERE, server.port()));
    assertThatThrownBy(() -> get(_ -> new InetAddress[] {PUBLIC}, proxy, "http://ca.example/"))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("HTTP proxy");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void whatACaNamesThatIsTrustedIsAskedThroughTheProxy() throws Exception {
    ProxySelector proxy = ProxySelector.of(new InetSocketAddress(HERE, server.port()));
    try (HttpFetcher fetcher =
        new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS, InetAddress::getAllByName, proxy)) {
      fetcher.get(
          URI.create("http://ca.example/a"),
          Validators.none(),
          LIMITS,
          OutputStream.nullOutputStream());
    }
    assertThat(server.requests().getFirst().header("Host")).contains("ca.example");
  }

  @Test
  void whatACaNamesThatIsTrustedMayBeInTheLocalNetwork() throws Exception {
    try (HttpFetcher fetcher =
        new HttpFetcher(
            AddressPolicy.TRUSTED_ISSUERS, _ -> new InetAddress[] {HERE}, ProxySelector.of(null))) {
      fetcher.get(
          URI.create("http://ca.example:" + server.port() + "/"),
          Validators.none(),
          LIMITS,
          OutputStream.nullOutputStream());
    }
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://ca.example:8080/",
        "http://u:p@ca.example/",
        "https:/"
      })
  void aRedirectIsHeldToTheSameRules(String location) throws Exception {
    URI from = URI.create("https://ca.example/a");
    ProxySelector direct = ProxySelector.of(null);
    Destination at = Destination.check(from, AddressPolicy.STRANGERS, direct);
    assertThat(at.uri()).isEqualTo(from);
    try (var response = new BasicClassicHttpResponse(302)) {
      response.setHeader("Location", location);
      assertThatThrownBy(
              () -> Destination.check(at.redirected(response), AddressPolicy.STRANGERS, direct))
          .isInstanceOf(FetchException.class);
    }
  }

  @Test
  void aSecuredAddressDoesNotLeadToAnUnsecuredOne() throws Exception {
    Destination at = new Destination(URI.create("https://ca.example/a"));
    try (var response = new BasicClassicHttpResponse(302)) {
      response.setHeader("Location", "http://ca.example/a");
      assertThatThrownBy(() -> at.redirected(response))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("from a secured to an unsecured address");
      response.setHeader("Location", "https://other.example/a");
      assertThat(at.redirected(response)).hasHost("other.example");
    }
  }
}
