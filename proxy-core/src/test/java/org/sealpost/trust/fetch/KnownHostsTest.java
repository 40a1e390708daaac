package org.sealpost.trust.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.fetch.Fetcher.Limits;
import org.sealpost.trust.fetch.Fetcher.Validators;

/** All names lead to one server. */
class KnownHostsTest {
  private static final Limits LIMITS = new Limits(1 << 20, Duration.ofSeconds(30));
  private static final byte[] CONTENT = {1, 2, 3};
  private static final X509Certificate CA = authority("http://named.example/ca.cer");

  private final FaultyHttpServer server = new FaultyHttpServer();
  private final HttpFetcher fetcher =
      new HttpFetcher(
          AddressPolicy.TRUSTED_ISSUERS,
          _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
          ProxySelector.of(null));
  private final Fetcher hosts = new KnownHosts(fetcher, Set.of("known.example"), () -> List.of(CA));

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
  }

  private static X509Certificate authority(String issuers) {
    return new TestPki("CN=Root", KeyKind.P256)
        .certificate("CN=CA")
        .key(KeyKind.P256)
        .authority()
        .extension(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(
                AccessDescription.id_ad_caIssuers,
                new GeneralName(GeneralName.uniformResourceIdentifier, issuers)))
        .issue()
        .certificate();
  }

  private URI at(String host, String path) {
    return URI.create("http://" + host + ":" + server.port() + path);
  }

  private byte[] get(URI uri) throws FetchException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    hosts.get(uri, Validators.none(), LIMITS, body);
    return body.toByteArray();
  }

  @Test
  void aStrangersHostIsNotAsked() {
    server.serves("/a", CONTENT);
    assertThatThrownBy(() -> get(at("stranger.example", "/a")))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("stranger.example is no host that a known CA names");
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "known.example.sender.example",
        "known.example@sender.example",
        "xknown.example",
        "example"
      })
  void attackAHostThatOnlyLooksLikeAKnownOneIsNotAsked(String host) {
    server.serves("/a", CONTENT);
    assertThatThrownBy(() -> get(at(host, "/a"))).isInstanceOf(FetchException.class);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"known.example", "KNOWN.example", "named.example"})
  void hostsThatAreKnownAreAsked(String host) throws Exception {
    server.serves("/a", CONTENT);
    assertThat(get(at(host, "/a"))).isEqualTo(CONTENT);
  }

  /** A mail could name an address at a known host that sends everybody on. */
  @Test
  void anOpenRedirectOnAKnownHostDoesNotReachAStrangersHost() {
    server
        .redirects("/open", 302, at("stranger.example", "/seen").toString())
        .redirects("/more", 302, at("named.example", "/open").toString())
        .serves("/seen", CONTENT);
    assertThatThrownBy(() -> get(at("known.example", "/open")))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("stranger.example is no host that a known CA names");
    assertThatThrownBy(() -> get(at("known.example", "/more"))).isInstanceOf(FetchException.class);
    assertThat(server.requests())
        .extracting(FaultyHttpServer.Request::path)
        .containsExactly("/open", "/more", "/open");
  }

  @Test
  void anOpenRedirectDoesNotTakeAQuestionToAStrangersHost() {
    server
        .redirects("/open", 307, at("stranger.example", "/seen").toString())
        .answers("/seen", request -> request);
    assertThatThrownBy(
            () -> hosts.post(at("known.example", "/open"), "text/plain", CONTENT, LIMITS))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("stranger.example");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aRedirectToAnotherKnownHostIsFollowed() throws Exception {
    server.redirects("/moved", 302, at("named.example", "/new").toString()).serves("/new", CONTENT);
    assertThat(get(at("known.example", "/moved"))).isEqualTo(CONTENT);
  }
}
