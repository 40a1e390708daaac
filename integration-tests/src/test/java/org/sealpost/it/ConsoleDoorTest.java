package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What other pages in the user's browser, and other users of the machine, get of the console. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleDoorTest {
  @TempDir static Path folder;
  private ConsoleStage stage;
  private HttpServer evil;
  private final ConcurrentLinkedQueue<String> cookies = new ConcurrentLinkedQueue<>();
  private volatile String page = "";

  @BeforeAll
  void start() throws Exception {
    stage = ConsoleStage.start(folder);
    evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    evil.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory()));
    evil.createContext(
        "/",
        exchange -> {
          cookies.addAll(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    evil.start();
  }

  @AfterAll
  void stop() {
    if (evil != null) {
      evil.stop(0);
    }
    if (stage != null) {
      stage.close();
    }
  }

  /** Opens the console, then another server's page in a second tab of the same browser. */
  private interface Attack {
    void on(Page console, Page other, String origin) throws Exception;
  }

  private void attack(Attack attack) throws Exception {
    try (BrowserContext context = stage.browser().as(Browser.Reader.all().getFirst())) {
      Page console = context.newPage();
      console.navigate(stage.link());
      console.locator("h1").waitFor();
      URI address = URI.create(console.url());
      attack.on(console, context.newPage(), address.getScheme() + "://" + address.getAuthority());
    }
  }

  private String at(String host) {
    return "http://" + host + ":" + evil.getAddress().getPort() + "/";
  }

  @Test
  void aServerOnAnotherPortGetsNoCookie() throws Exception {
    attack(
        (console, other, _) -> {
          List<Cookie> held = console.context().cookies();
          assertThat(held).extracting(cookie -> cookie.name).contains("sealpost");
          for (String host : List.of("127.0.0.1", "localhost", "other.localhost")) {
            other.navigate(at(host));
          }
          assertThat(cookies).isEmpty();
          console.reload();
          assertThat(console.locator("h1").innerText()).isEqualTo("Overview");
        });
  }

  @Test
  void aFormOnAnotherPageDoesNothing() throws Exception {
    attack(
        (console, other, origin) -> {
          console.locator("[id^=unlock]").click();
          console.locator("#lock").waitFor();
          page =
              "<form id=f method=post action='"
                  + origin
                  + "/overview/lock'></form>"
                  + "<script>f.submit()</script>";
          other.navigate(at("127.0.0.1"));
          other.waitForURL(origin + "/overview/lock");
          assertThat(other.content()).doesNotContain("Overview");
          console.reload();
          assertThat(console.locator("#lock").isVisible()).as("still unlocked").isTrue();
          console.locator("#lock").click();
          console.locator("[id^=unlock]").waitFor();
        });
  }

  @Test
  void anotherPageReadsNothingAndFramesNothing() throws Exception {
    attack(
        (_, other, origin) -> {
          page = "<iframe src='" + origin + "/'></iframe><p>other</p>";
          other.navigate(at("localhost"));
          String read =
              (String)
                  other.evaluate(
                      "async url => { try { const a = await fetch(url, {credentials: 'include'});"
                          + " return await a.text(); } catch (e) { return 'refused'; } }",
                      origin + "/");
          assertThat(read).isEqualTo("refused");
          assertThat(other.frames().getLast().content()).doesNotContain("Overview");
        });
  }

  @Test
  void anotherUserOfTheMachineGetsNothing() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root runs as others").isEqualTo("root");
    assumeThat(Path.of("/usr/bin/setpriv")).exists();
    assumeThat(Path.of("/usr/bin/curl")).exists();
    URI link = URI.create(stage.link());
    String local = "http://127.0.0.1:" + link.getPort();
    List<String> paths =
        List.of("/", "/enter?" + link.getQuery(), "/metrics", "/health", "/assets/console.css");
    for (String path : paths) {
      for (String host : List.of("127.0.0.1:" + link.getPort(), link.getAuthority())) {
        String got = asNobody("curl", "-si", "-m", "20", "-H", "Host: " + host, local + path);
        assertThat(got).as(host + path).matches("(?s)HTTP/1.1 4(03|21) .*");
        assertThat(got).doesNotContain("Set-Cookie", "Set-cookie", "ming", "jvm_");
      }
    }
    Path control = folder.resolve("ming/run/proxy.sock");
    assertThat(Files.exists(control)).isTrue();
    assertThat(asNobody("curl", "-s", "-m", "5", "--unix-socket", control.toString(), local))
        .isEmpty();
    // The link was read by another, and still serves its user.
    try (BrowserContext context = stage.browser().as(Browser.Reader.all().getFirst())) {
      Page console = context.newPage();
      console.navigate(link.toString());
      console.waitForURL("http://" + link.getAuthority() + "/");
      assertThat(console.locator("h1").innerText()).isEqualTo("Overview");
    }
  }

  private static String asNobody(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(Map.of("no_proxy", "*", "NO_PROXY", "*"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
