package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two users of one machine, each with processes, card and folders of their own. */
class TwoInstallationsTest {
  private static final Pattern CONSOLE = Pattern.compile("console (127\\.0\\.0\\.1:[0-9]+)");

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  /** One of the two. */
  private final class Installation {
    private final Path home;
    private final Path config;
    private final Process agent;
    private final Process proxy;

    Installation(String name) throws IOException {
      home = Files.createDirectories(folder.resolve(name));
      config =
          Files.writeString(
              home.resolve("sealpost.conf"),
              """
              sealpost {
                state-dir = state
                runtime-dir = run
                accounts = [{
                  address = "%s@example.test"
                  smtp { host = localhost, port = 1, tls = none }
                  pop3 { host = localhost, port = 1, tls = none }
                }]
                listen { smtp = "127.0.0.1:0", pop3 = "127.0.0.1:0", console = "127.0.0.1:0" }
                card-agent { module = none, pkcs12 = [%s.p12] }
              }
              """
                  .formatted(name, name));
      agent = start("agent");
      proxy = start("proxy");
    }

    private Process start(String subcommand) throws IOException {
      Process process =
          new ProcessBuilder(OwnCommand.line(List.of(subcommand, "--config", config.toString())))
              .redirectErrorStream(true)
              .redirectOutput(home.resolve(subcommand + ".log").toFile())
              .start();
      process.getOutputStream().close();
      started.add(process);
      return process;
    }

    String awaitLog(String subcommand, String words) throws Exception {
      Path log = home.resolve(subcommand + ".log");
      for (int i = 0; i < 1200; i++) {
        String said = Files.readString(log);
        if (said.contains(words)) {
          return said;
        }
        Thread.sleep(50);
      }
      throw new TimeoutException(Files.readString(log));
    }

    CommandRun run(String... arguments) {
      List<String> all = new ArrayList<>(List.of("--config", config.toString()));
      all.addAll(List.of(arguments));
      return CommandRun.of(home, all.toArray(String[]::new));
    }

    URI link() {
      return URI.create(run("console", "--print").out().strip());
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void twoRunAtTheSameTimeAndDoNotSeeEachOther() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/locks")), "this system does not tell of locks");
    Installation ming = new Installation("ming");
    Installation hua = new Installation("hua");
    for (Installation each : List.of(ming, hua)) {
      each.awaitLog("agent", "card-agent ready: " + each.home.resolve("run/agent.sock"));
      assertThat(CONSOLE.matcher(each.awaitLog("proxy", "proxy ready:")).find()).isTrue();
    }
    assertThat(ming.run("card", "list").out()).contains("ming").doesNotContain("hua");
    assertThat(hua.run("card", "list").out()).contains("hua").doesNotContain("ming");
    assertThat(ming.home.resolve("state/seal-word")).exists();
    assertThat(Files.readString(ming.home.resolve("state/seal-word")))
        .isNotEqualTo(Files.readString(hua.home.resolve("state/seal-word")));
    assertConsolesAreApart(ming, hua);
    assertStoppedAlone(ming, hua);
  }

  private static void assertConsolesAreApart(Installation ming, Installation hua) throws Exception {
    URI own = ming.link();
    URI others = hua.link();
    assertThat(own.getPort()).isNotEqualTo(others.getPort());
    URI swapped = URI.create(own.toString().replace(":" + own.getPort(), ":" + others.getPort()));
    assertThat(status(swapped)).as("of the other's link").isGreaterThanOrEqualTo(400);
    assertThat(status(own)).as("of the own link").isLessThan(400);
  }

  private static String target(URI uri) {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static int status(URI uri) throws IOException {
    String request =
        "GET "
            + target(uri)
            + " HTTP/1.1\r\n"
            + "Host: "
            + uri.getRawAuthority()
            + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    }
  }

  private static void assertStoppedAlone(Installation ming, Installation hua) throws Exception {
    CommandRun stop = ming.run("stop", "--json");
    assertThat(stop.status()).as(stop.err() + stop.out()).isZero();
    assertThat(stop.json())
        .map(each -> each.get("result").getAsString())
        .containsExactly("ended", "ended");
    assertThat(stop.json())
        .map((JsonObject each) -> each.get("pid").getAsLong())
        .containsExactly(ming.proxy.pid(), ming.agent.pid());
    assertThat(ming.proxy.isAlive() || ming.agent.isAlive()).isFalse();
    assertThat(hua.proxy.isAlive() && hua.agent.isAlive()).isTrue();
    assertThat(ming.run("stop").out())
        .isEqualTo("The proxy was not running.\nThe card-agent was not running.\n");
    assertThat(hua.run("card", "list").status()).isZero();
  }
}
