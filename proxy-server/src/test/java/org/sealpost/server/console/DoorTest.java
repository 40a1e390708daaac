package org.sealpost.server.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console lets in the browser of one user, and nobody else. */
class DoorTest {
  @TempDir Path folder;
  private Door door;

  @BeforeEach
  void open() throws IOException {
    door = new Door(folder, PeerUser.ofThisSystem());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private String host() {
    return "Host: " + door.host();
  }

  private String origin() {
    return "Origin: " + door.gate.origin();
  }

  private String in() throws IOException {
    return "Cookie: " + door.cookie();
  }

  @Test
  void aLinkLetsOneBrowserInOnce() throws IOException {
    String link = door.link();
    Door.Answer first = door.get(link, host());

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text()).contains("HttpOnly; SameSite=Strict");
    assertThat(door.get("/", host(), "Cookie: " + first.cookie().orElseThrow()).status())
        .isEqualTo(200);
    assertThat(door.get(link, host()).status()).isEqualTo(403);
  }

  @Test
  void aBrowserThatIsInMayOpenItsLinkAgain() throws IOException {
    String link = door.link();
    String cookie = door.get(link, host()).cookie().orElseThrow();

    assertThat(door.get(link, host(), "Cookie: " + cookie).status()).isEqualTo(200);
  }

  @Test
  void aLinkThatIsOlderThanAMinuteLetsNobodyIn() throws IOException {
    String link = door.link();
    door.now.updateAndGet(now -> now.plus(Sessions.LINK_LIFE).plusSeconds(1));

    assertThat(door.get(link, host()).status()).isEqualTo(403);
  }

  @Test
  void aSessionEndsWithoutUse() throws IOException {
    String cookie = in();
    door.now.updateAndGet(now -> now.plus(Sessions.SESSION_LIFE).minusSeconds(1));
    assertThat(door.get("/", host(), cookie).status()).isEqualTo(200);
    door.now.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    assertThat(door.get("/", host(), cookie).status()).isEqualTo(200);
    door.now.updateAndGet(now -> now.plus(Sessions.SESSION_LIFE).plusSeconds(1));
    assertThat(door.get("/", host(), cookie).status()).isEqualTo(403);
  }

  @Test
  void whoLeavesIsOut() throws IOException {
    String cookie = in();

    assertThat(door.post("/leave", "", host(), cookie, origin()).text()).contains("Max-Age=0");
    assertThat(door.get("/", host(), cookie).status()).isEqualTo(403);
  }

  @Test
  void sessionFixation() throws IOException {
    String chosen = "Cookie: sealpost=chosen-by-someone-else";
    Door.Answer entered = door.get(door.link(), host(), chosen);

    assertThat(entered.cookie().orElseThrow()).doesNotContain("chosen");
    assertThat(door.get("/", host(), chosen).status()).isEqualTo(403);
    String before = in();
    assertThat(door.get(door.link(), host(), before).status()).isEqualTo(200);
    assertThat(door.get("/", host(), before).status()).as("the session before").isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost", "127.0.0.1", "sealpost.localhost"})
  void dnsRebinding(String name) throws IOException {
    String cookie = in();

    assertThat(door.get("/", "Host: " + name + ":" + door.port(), cookie).status()).isEqualTo(421);
    assertThat(door.get("http://" + name + ":" + door.port() + "/", host(), cookie).status())
        .isEqualTo(421);
    assertThat(door.get("/", host(), "Host: " + name, cookie).status()).isNotEqualTo(200);
    assertThat(door.get("/", host(), cookie).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-None: ",
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost"
      })
  void crossSiteRequestForgery(String origin) throws IOException {
    String cookie = in();

    assertThat(door.post("/act", "", host(), cookie, origin).status()).isEqualTo(403);
    assertThat(
            door.post("/act", "", host(), cookie, origin(), "Sec-Fetch-Site: cross-site").status())
        .isEqualTo(403);
    assertThat(door.get("/act", host(), cookie).status()).isEqualTo(404);
    assertThat(door.acts).hasValue(0);
    assertThat(door.post("/act", "", host(), cookie, origin()).status()).isEqualTo(303);
    assertThat(door.acts).hasValue(1);
  }

  @Test
  void browsersGetThePictureOfAnyAnswerWithoutASession() throws IOException {
    assertThat(door.get("/favicon.ico", host()).status()).isEqualTo(200);
    assertThat(door.get("/", host()).status()).isEqualTo(403);
  }

  @Test
  void clickjackingAndSniffing() throws IOException {
    for (Door.Answer answer : List.of(door.get("/", host(), in()), door.get("/", host()))) {
      assertThat(answer.text())
          .contains("frame-ancestors 'none'")
          .contains("default-src 'none'")
          .contains("nosniff")
          .contains("no-store")
          .contains("Referrer-policy: same-origin")
          .doesNotContain("unsafe-");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//console.css",
        "//evil.example/",
        "/assets/console.css%00.html",
        "/.git/config"
      })
  void pathTraversal(String path) throws IOException {
    assertThat(door.get(path, host(), in()).status()).isIn(400, 404, 421);
    assertThat(door.get("/assets/console.css", host(), in()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "get"})
  void otherMethods(String method) throws IOException {
    Door.Answer answer = door.send(method + " / HTTP/1.1", "", host(), in(), origin());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.text()).contains("GET, POST");
  }

  @Test
  void aRequestKeepsThePagesThatItWasLentUntilItIsAnswered() throws Exception {
    String cookie = in();
    door.happened.clear();

    assertThat(door.post("/act", "", host(), cookie, origin()).status()).isEqualTo(303);
    for (String each : List.of("lent", "used", "given back")) {
      assertThat(door.happened.poll(20, TimeUnit.SECONDS)).isEqualTo(each);
    }
  }

  @Test
  void oversizedForm() throws IOException {
    String cookie = in();

    assertThat(door.post("/act", "a=" + "b".repeat(1 << 17), host(), cookie, origin()).status())
        .isIn(0, 413);
    assertThat(door.acts).hasValue(0);
    assertThat(door.post("/act", "a=b", host(), cookie, origin()).status()).isEqualTo(303);
  }

  @Test
  void connectionsThatHoldAllTheHeaderTheyMayLeaveMemoryForMails() {
    long held = 2L * HttpLimits.CONNECTIONS * HttpLimits.HEADER_SIZE;
    assertThat(held * 4).as("with the JDK's buffers, at both addresses").isLessThan(10L << 20);
  }

  @Test
  void aPartOfAPageThatFailsBringsNoSecondPage() throws IOException {
    String cookie = in();
    Door.Answer part = door.get("/", host(), cookie, "HX-Request: true");
    assertThat(part.body()).contains("the page").doesNotContain("<html");
    assertThat(door.get("/", host(), cookie).body()).contains("<html");
  }

  @Test
  void aHundredIdleConnectionsLeaveThePageWorking() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = door.connect();
        idle.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("GET / HT".getBytes(US_ASCII));
        }
      }
      assertThat(door.get("/", host(), in()).status()).isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/health"})
  void whoWatchesNeedsTheToken(String path) throws IOException {
    Path file = folder.resolve("console-token");
    String local = "Host: 127.0.0.1:" + door.port();

    assertThat(door.get(path, local).status()).isEqualTo(421);
    assertThat(door.get(path, host()).status()).isEqualTo(403);
    assertThat(door.get(path, local, "Authorization: Bearer guessed").status()).isEqualTo(421);
    assertThat(door.get(path, local, "Authorization: Bearer ").status()).isEqualTo(421);
    String token = "Authorization: Bearer " + Files.readString(file);
    assertThat(door.get(path, local, token).status()).isEqualTo(200);
    assertThat(door.get("/", local, token).status()).as("nothing else").isEqualTo(421);
    assertThat(door.get(path, host(), in()).status()).as("a session").isEqualTo(200);
    assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aTokenThatOthersCouldReadIsMadeAnew() throws IOException {
    Path file = folder.resolve("console-token");
    assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
    String before = Files.readString(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(WatcherToken.keptIn(file).isIn("Bearer " + before)).isFalse();
    assertThat(WatcherToken.keptIn(file).isIn("bearer " + Files.readString(file))).isTrue();
  }

  @Test
  void pagesThatListenDoNotKeepTheConsoleFromClosing() throws IOException {
    try (Socket page = door.connect()) {
      page.getOutputStream()
          .write(
              ("GET /events HTTP/1.1\r\n" + host() + "\r\n" + in() + "\r\n\r\n")
                  .getBytes(US_ASCII));
      assertThat(page.getInputStream().read()).isEqualTo('H');
      door.close();
      assertThat(page.getInputStream().readAllBytes()).asString().contains("event-stream");
    }
  }
}
