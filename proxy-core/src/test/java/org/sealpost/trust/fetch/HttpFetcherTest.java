package org.sealpost.trust.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.fetch.Fetcher.Answer;
import org.sealpost.trust.fetch.Fetcher.Limits;
import org.sealpost.trust.fetch.Fetcher.Validators;

/** What is fetched, within which limits, and what failures are told. */
class HttpFetcherTest extends FetcherFixture {
  @Test
  void aResourceIsFetchedAsItIs() throws Exception {
    server.serves("/a.crl", CONTENT);
    assertThat(get(server.at("/a.crl"), AMPLE))
        .isEqualTo(new Answer.Fresh(Validators.none(), CONTENT.length));
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void aRequestTellsNothingOfTheUser() throws Exception {
    server.serves("/a", CONTENT);
    get(server.at("/a?x=1#part"), AMPLE);
    FaultyHttpServer.Request request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/a?x=1");
    assertThat(request.header("User-Agent")).contains("Sealpost");
    assertThat(request.headers().keySet())
        .containsExactlyInAnyOrder("Host", "User-agent", "Connection");
  }

  @Test
  void aResourceThatIsStillTheSameIsNotFetchedAgain() throws Exception {
    server.on(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"one\"");
          exchange.getResponseHeaders().set("Last-Modified", "Mon, 01 Jun 2026 12:00:00 GMT");
          boolean same = "\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          FaultyHttpServer.send(exchange, same ? 304 : 200, same ? new byte[0] : CONTENT);
        });
    Answer.Fresh fresh = (Answer.Fresh) get(server.at("/a"), AMPLE);
    assertThat(fresh.validators())
        .isEqualTo(
            new Validators(Optional.of("\"one\""), Optional.of("Mon, 01 Jun 2026 12:00:00 GMT")));
    body.reset();
    assertThat(fetcher.get(server.at("/a"), fresh.validators(), AMPLE, body))
        .isEqualTo(new Answer.NotModified());
    assertThat(body.size()).isZero();
    assertThat(server.requests().getLast().header("If-Modified-Since"))
        .contains("Mon, 01 Jun 2026 12:00:00 GMT");
  }

  @Test
  void anAnswerThatNothingChangedIsAFailureForWhoHasNothing() {
    server.fails("/a", 304);
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("not asked");
  }

  @Test
  void aPostReturnsTheAnswer() throws Exception {
    server.answers("/ocsp", request -> ("got " + new String(request, UTF_8)).getBytes(UTF_8));
    byte[] answer =
        fetcher.post(server.at("/ocsp"), "application/ocsp-request", "this".getBytes(UTF_8), AMPLE);
    assertThat(new String(answer, UTF_8)).isEqualTo("got this");
    assertThat(server.requests().getFirst().header("Content-Type"))
        .contains("application/ocsp-request");
  }

  @Test
  void compressedContentIsDecoded() throws Exception {
    server.compresses("/a", CONTENT);
    assertThat(get(server.at("/a"), AMPLE))
        .isEqualTo(new Answer.Fresh(Validators.none(), CONTENT.length));
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void aBombIsCutAtTheLimit() {
    server.bombs("/a", 64);
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessage("What 127.0.0.1 sent is larger than 1,048,576 bytes.");
    assertThat(body.size()).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void anEncodingThatIsNotKnownIsNotTakenForContent() {
    server.encodes("/a", "br", CONTENT);
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("encoding");
    assertThat(body.size()).isZero();
  }

  @Test
  void damagedCompressionIsAFailure() {
    server.encodes("/a", "gzip", CONTENT);
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE)).isInstanceOf(FetchException.class);
  }

  @Test
  void aContentWithoutEndIsCutAtTheLimit() {
    server.isEndless("/a");
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("larger");
  }

  @Test
  void whatIsAnnouncedAsTooLargeIsNotEvenBegun() {
    server.serves("/a", CONTENT);
    assertThatThrownBy(() -> get(server.at("/a"), new Limits(CONTENT.length - 1, AMPLE.time())))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("larger");
    assertThat(body.size()).isZero();
  }

  @Test
  void whatIsJustAsLargeAsIsBorneIsFetched() throws Exception {
    server.serves("/a", CONTENT);
    get(server.at("/a"), new Limits(CONTENT.length, AMPLE.time()));
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void aContentThatBreaksOffIsAFailure() {
    server.breaksOff("/a", CONTENT);
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessage("127.0.0.1 broke off in the middle of its answer.");
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForLongerThanSaid() {
    server.isSilent("/a");
    assertThatThrownBy(() -> get(server.at("/a"), SHORT))
        .isInstanceOf(FetchException.class)
        .hasMessage("127.0.0.1 did not answer in full within 0.3 seconds.");
  }

  @Test
  void aServerThatTricklesIsNotWaitedForLongerThanSaid() {
    server.trickles("/a");
    assertThatThrownBy(() -> get(server.at("/a"), SHORT))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("did not answer in full");
  }

  @Test
  void aHostThatTakesConnectionsAndSpeaksNoTlsIsNotWaitedForLongerThanSaid() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("https://127.0.0.1:" + mute.getLocalPort() + "/a");
      assertThatThrownBy(() -> get(uri, SHORT))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("did not answer in full");
    }
  }

  @Test
  void aServerWhoseTlsCertificateNobodyKnowsIsNotAsked() throws Exception {
    Holder self = new TestPki("CN=127.0.0.1", KeyKind.P256).root();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("key", self.key(), new char[0], new Certificate[] {self.certificate()});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer secured =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secured.setHttpsConfigurator(new HttpsConfigurator(tls));
    secured.start();
    try {
      URI uri = URI.create("https://127.0.0.1:" + secured.getAddress().getPort() + "/a");
      assertThatThrownBy(() -> get(uri, AMPLE))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("could not be secured");
    } finally {
      secured.stop(0);
    }
  }

  @Test
  void aHeaderWithoutEndIsCut() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = listening.accept()) {
                  OutputStream out = socket.getOutputStream();
                  out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(UTF_8));
                  while (true) {
                    out.write("x".repeat(1000).getBytes(UTF_8));
                  }
                } catch (IOException _) {
                  // The fetcher has had enough.
                }
              });
      URI uri = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/a");
      assertThatThrownBy(() -> get(uri, AMPLE))
          .isInstanceOf(FetchException.class)
          .hasMessage("The answer of 127.0.0.1 does not follow the HTTP protocol.");
    }
  }

  @Test
  void aNameServerThatSaysNothingIsNotWaitedForLongerThanSaid() {
    CountDownLatch never = new CountDownLatch(1);
    try (HttpFetcher waiting =
        new HttpFetcher(
            AddressPolicy.TRUSTED_ISSUERS,
            _ -> {
              awaitQuietly(never);
              return new InetAddress[0];
            },
            ProxySelector.of(null))) {
      assertThatThrownBy(
              () -> waiting.get(URI.create("http://ca.example/a"), Validators.none(), SHORT, body))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("did not answer in full");
    } finally {
      never.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aResourceThatIsNotThereIsAFailureInWords() {
    server.fails("/a", 404).fails("/b", 503);
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessage("127.0.0.1 does not have what the certificate points to (HTTP status 404).");
    assertThatThrownBy(() -> get(server.at("/b"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessage("127.0.0.1 answered with HTTP status 503.");
    assertThat(body.size()).isZero();
  }

  @Test
  void aHostThatCannotBeFoundIsAFailureInWords() {
    try (HttpFetcher lost =
        new HttpFetcher(
            AddressPolicy.TRUSTED_ISSUERS,
            host -> {
              throw new UnknownHostException(host);
            },
            ProxySelector.of(null))) {
      assertThatThrownBy(
              () -> lost.get(URI.create("http://ca.example/a"), Validators.none(), AMPLE, body))
          .isInstanceOf(FetchException.class)
          .hasMessage("ca.example cannot be found in the domain name system.");
    }
  }

  @Test
  void aPortThatNobodyListensAtIsAFailureInWords() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> get(URI.create("http://127.0.0.1:" + port + "/a"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessage("No connection to 127.0.0.1 could be made.");
  }

  @Test
  void aDiskThatIsFullIsNotTheServersFailure() {
    server.serves("/a", CONTENT);
    IOException full = new IOException("No space left on device");
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    assertThatThrownBy(() -> fetcher.get(server.at("/a"), Validators.none(), AMPLE, sink))
        .isInstanceOf(FetchException.class)
        .hasMessage("What 127.0.0.1 sent could not be taken in.")
        .hasCause(full);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ldap://127.0.0.1/cn=CA",
        "ftp://127.0.0.1/a.crl",
        "http://user:word@127.0.0.1/a.crl",
        "http:a.crl",
        "http:///a.crl",
        "http://under_score/a.crl",
        "a.crl"
      })
  void whatIsNoHttpAddressIsNotAsked(String address) {
    assertThatThrownBy(() -> get(URI.create(address), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("must begin with http:// or https:// and name a host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://[fe80::1%25none]/",
        "http://[::1%25]/",
        "http://a..b.invalid/",
        "http://xn--0.invalid/",
        "http://127.0.0.1:1/%00",
        "http://127.0.0.1:1/?%7B%7D",
        "http://127.0.0.1:1//a//../../b"
      })
  void oddAddressesAreFailuresInWords(String address) {
    URI uri = URI.create(address);
    assertThatThrownBy(() -> get(uri, AMPLE)).isInstanceOf(FetchException.class);
  }

  @Test
  void failuresUseUpNoConnections() throws Exception {
    server
        .trickles("/trickle")
        .breaksOff("/half", CONTENT)
        .isEndless("/endless")
        .fails("/missing", 404)
        .serves("/a", CONTENT);
    Limits brief = new Limits(1000, Duration.ofMillis(50));
    for (String path : new String[] {"/trickle", "/half", "/endless", "/missing"}) {
      IntStream.range(0, 6)
          .forEach(
              _ ->
                  assertThatThrownBy(
                          () ->
                              fetcher.get(
                                  server.at(path),
                                  Validators.none(),
                                  brief,
                                  OutputStream.nullOutputStream()))
                      .isInstanceOf(FetchException.class));
    }
    get(server.at("/a"), AMPLE);
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void afterItIsClosedNothingIsFetched() {
    server.serves("/a", CONTENT);
    fetcher.close();
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE)).isInstanceOf(FetchException.class);
    assertThat(server.requests()).isEmpty();
  }
}
