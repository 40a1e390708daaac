package org.sealpost.trust.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects are followed, and where not. */
class HttpRedirectTest extends FetcherFixture {
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsFollowed(int status) throws Exception {
    server.redirects("/a", status, "/b").serves("/b", CONTENT);
    get(server.at("/a"), AMPLE);
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void threeRedirectsAreFollowedAndNoMore() throws Exception {
    server
        .redirects("/0", 302, "/1")
        .redirects("/1", 302, "/2")
        .redirects("/2", 302, "/3")
        .redirects("/3", 302, "/4")
        .serves("/4", CONTENT);
    get(server.at("/1"), AMPLE);
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
    assertThatThrownBy(() -> get(server.at("/0"), AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("more often");
  }

  @Test
  void aCircleOfRedirectsComesToAnEnd() {
    server.redirects("/a", 302, "/a");
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE)).isInstanceOf(FetchException.class);
    assertThat(server.requests()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://127.0.0.1/a", "jar:file:/a!/b", "", "http:", "::"})
  void aRedirectToWhatIsNotHttpIsNotFollowed(String location) {
    server.redirects("/a", 302, location);
    assertThatThrownBy(() -> get(server.at("/a"), AMPLE)).isInstanceOf(FetchException.class);
    assertThat(body.size()).isZero();
  }

  @Test
  void aRedirectDoesNotTakeARequestAlongUnlessTheServerSaysSo() {
    server.redirects("/a", 302, "/c").redirects("/b", 307, "/c").answers("/c", request -> request);
    byte[] request = {1, 2, 3};
    assertThatThrownBy(() -> fetcher.post(server.at("/a"), "text/plain", request, AMPLE))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("302");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aRedirectThatKeepsTheMethodTakesTheRequestAlong() throws Exception {
    server.redirects("/b", 307, "/c").answers("/c", request -> request);
    byte[] request = {1, 2, 3};
    assertThat(fetcher.post(server.at("/b"), "text/plain", request, AMPLE)).isEqualTo(request);
  }
}
