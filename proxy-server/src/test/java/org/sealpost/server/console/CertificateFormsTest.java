package org.sealpost.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.server.console.CertificateStage.certificate;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.book.Source;
import org.sealpost.server.cli.CertificatePem;
import org.sealpost.trust.decisions.Decisions;
import org.sealpost.trust.decisions.ImportedAnchors;

class CertificateFormsTest {
  private static final String MEI = "mei@example.test";

  @TempDir private Path home;
  private CertificateStage stage;
  private CertificatePem mei;

  @BeforeEach
  void open() throws Exception {
    stage = new CertificateStage(home);
    mei = CertificatePem.holder("Chen Mei", CertificatePem.BOTH, MEI);
    Source source = new Source(Source.Kind.FILE, "mei.pem");
    stage.parts.book().add(MEI, certificate(mei), source, Instant.now());
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void attackNothingIsDoneForAnotherPage() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Console console = Console.start(any, stage.parts)) {
      URI link = URI.create(console.newLink());
      String answer = exchange(console, link, "GET", link.getPath() + "?" + link.getQuery(), "");
      String cookie = answer.replaceFirst("(?is).*\\r\\nSet-Cookie: ([^;]+);.*", "$1");
      assertThat(stage.routes.posts()).hasSizeGreaterThan(10);
      for (String path : stage.routes.posts()) {
        String session = "Cookie: " + cookie + "\r\n";
        assertThat(exchange(console, link, "POST", path, session))
            .as(path)
            .startsWith("HTTP/1.1 403");
        String foreign = session + "Origin: http://evil.example\r\n";
        assertThat(exchange(console, link, "POST", path, foreign))
            .as(path)
            .startsWith("HTTP/1.1 403");
        String own = session + "Origin: http://" + link.getAuthority() + "\r\n";
        assertThat(exchange(console, link, "POST", path, own))
            .as(path)
            .doesNotStartWith("HTTP/1.1 403");
      }
    }
  }

  private static String exchange(
      Console console, URI link, String method, String target, String fields) throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(console.address());
      String request =
          "%s %s HTTP/1.1\r\nHost: %s\r\n%s".formatted(method, target, link.getAuthority(), fields)
              + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n"
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void attackTheBeginningOfAFingerprintChangesNothing() throws Exception {
    Response refused =
        stage.post(
            "/trust/decide", "kind", "allow", "fingerprint", mei.fingerprint().substring(0, 32));
    assertThat(refused).isInstanceOf(Response.Trouble.class);
    assertThat(decisions().of(certificate(mei))).isEmpty();
    Response done = stage.post("/trust/decide", "kind", "allow", "fingerprint", mei.fingerprint());
    assertThat(done).isInstanceOf(Response.SeeOther.class);
    assertThat(decisions().of(certificate(mei))).isPresent();
  }

  @Test
  void attackACaThatNamesItselfCannotBeTrustedAsAHolder() throws Exception {
    CertificatePem authority = CertificatePem.authority("Evil CA");
    stage.drop("/book/import", "evil.cer", authority.der());
    String fingerprint = authority.fingerprint();
    assertThat(stage.post("/trust/decide", "kind", "allow", "fingerprint", fingerprint))
        .isInstanceOf(Response.Trouble.class);
    assertThat(stage.post("/trust/bind", "address", MEI, "fingerprint", fingerprint))
        .isInstanceOf(Response.Trouble.class);
    assertThat(stage.post("/trust/decide", "kind", "deny", "fingerprint", fingerprint))
        .isInstanceOf(Response.SeeOther.class);
  }

  @Test
  void attackAStrangersCertificateWaitsEvenWhereTheUserPutsIt() throws Exception {
    CertificatePem other = CertificatePem.holder("Chen Mei", CertificatePem.BOTH, MEI);
    ImportView.Item refused = imported(stage.drop("/book/import", "other.cer", other.der()));
    assertThat(refused.result()).isEqualTo("refused");
    assertThat(refused.proposed()).contains(MEI);
    ImportView.Item waiting =
        imported(
            stage.post(
                "/book/import/under",
                "certificate",
                Base64.getEncoder().encodeToString(other.der()),
                "name",
                "other.cer",
                "address",
                MEI));
    assertThat(waiting.result()).isEqualTo("waiting");
    assertThat(stage.parts.book().forEncryption(MEI, Instant.now())).contains(certificate(mei));
    stage.post("/book/acknowledge", "address", MEI, "fingerprint", other.fingerprint());
    assertThat(stage.parts.book().openChanges()).isEmpty();
  }

  @Test
  void garbageIsRefusedAndWhatIsKnownIsSaidToBe() throws Exception {
    byte[] garbage = "garbage".getBytes(StandardCharsets.US_ASCII);
    assertThat(stage.drop("/book/import", "a/../../garbage.pem", garbage))
        .isInstanceOfSatisfying(
            Response.Trouble.class,
            it -> assertThat(it.words()).startsWith("Nothing in garbage.pem could be read"));
    assertThat(stage.drop("/book/import", "huge", new byte[(4 << 20) + 1]))
        .isInstanceOfSatisfying(
            Response.Trouble.class, it -> assertThat(it.status()).isEqualTo(413));
    assertThat(home.resolve("state").toFile().list((_, name) -> name.startsWith("import")))
        .isEmpty();
  }

  @Test
  void anAnchorCountsOnlyForWhatWasChosenAndOnlyOnceItWasCompared() throws Exception {
    CertificatePem authority = CertificatePem.authority("Partner CA");
    assertThat(stage.drop("/trust/anchor/check", "ca.cer", authority.der()))
        .isInstanceOfSatisfying(
            Response.View.class,
            it ->
                assertThat(((TrustView.Proposed) it.model()).candidates())
                    .allMatch(TrustView.Candidate::useful));
    assertThat(anchors().get()).isEmpty();
    assertThat(add(authority, "some", "@partner.test", "")).isInstanceOf(Response.Trouble.class);
    // None named must not mean all.
    assertThat(add(authority, "some", " , ", "yes")).isInstanceOf(Response.Trouble.class);
    assertThat(add(authority, "", "", "yes")).isInstanceOf(Response.Trouble.class);
    assertThat(anchors().get()).isEmpty();
    assertThat(add(authority, "some", "@partner.test", "yes"))
        .isInstanceOf(Response.SeeOther.class);
    assertThat(anchors().get().getFirst().scope().entries()).containsExactly("@partner.test");
    stage.post("/trust/anchor/remove", "fingerprint", authority.fingerprint());
    assertThat(anchors().get()).isEmpty();
  }

  private Response add(CertificatePem authority, String scope, String entries, String compared)
      throws Exception {
    return stage.post(
        "/trust/anchor/add",
        "certificate",
        Base64.getEncoder().encodeToString(authority.der()),
        "name",
        "ca.cer",
        "scope",
        scope,
        "for",
        entries,
        "compared",
        compared);
  }

  @Test
  void aBoundAddressIsInTheBookUntilTheBindingIsTakenBack() throws Exception {
    String second = "second@example.test";
    stage.post("/trust/bind", "address", second, "fingerprint", mei.fingerprint());
    assertThat(stage.parts.book().forEncryption(second, Instant.now())).contains(certificate(mei));
    stage.post("/trust/unbind", "address", second, "fingerprint", mei.fingerprint());
    assertThat(stage.parts.book().entries(second)).isEmpty();
    assertThat(decisions().bindings()).isEmpty();
  }

  private static ImportView.Item imported(Response response) {
    return ((ImportView) ((Response.View) response).model()).items().getFirst();
  }

  private Decisions decisions() {
    return new Decisions(stage.parts.store());
  }

  private ImportedAnchors anchors() {
    return new ImportedAnchors(stage.parts.store());
  }
}
