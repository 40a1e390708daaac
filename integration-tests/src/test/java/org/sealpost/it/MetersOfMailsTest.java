package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;

/** What a program that watches the proxy learns of mails, as Prometheus' own parser reads it. */
class MetersOfMailsTest {
  private static final String PASSWORD = "secret";

  /** The one that sees the modules of Debian's packages. */
  private static final String PYTHON = "/usr/bin/python3";

  /** A line for each sample: its name, its labels, its value. */
  private static final String PARSER =
      """
      import sys
      from prometheus_client.parser import text_string_to_metric_families
      JAVA = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
      for family in text_string_to_metric_families(sys.stdin.read()):
          for sample in family.samples:
              labels = ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items()))
              value = str(sample.value)
              print(f"{sample.name}|{labels}|{JAVA.get(value, value)}")
      """;

  @TempDir static Path folder;
  private static final Authority AUTHORITY = new Authority("Meter CA");
  private static final Person MING = AUTHORITY.person("Ming", "ming@example.test");
  private static EmbeddedMailServer server;
  private static Installation side;

  record Sample(String name, String labels, double value) {}

  @BeforeAll
  static void start() throws Exception {
    assumeThat(Path.of(PYTHON)).exists();
    Process probe =
        new ProcessBuilder(PYTHON, "-c", "import prometheus_client")
            .redirectErrorStream(true)
            .start();
    probe.getInputStream().readAllBytes();
    assumeThat(probe.waitFor())
        .as("Debian's package python3-prometheus-client is not installed")
        .isZero();
    server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING.address(), MING.address(), PASSWORD);
    side =
        Installation.create(
            folder.resolve("ming"), Setup.of(MING, MING.address(), server.smtp(), server.pop3()));
    side.start();
  }

  @AfterAll
  static void stop() {
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    SealpostCommand.Result link = side.run("console", "--print");
    int port = URI.create(link.output().strip()).getPort();
    String token = Files.readString(side.folder().resolve("state/console-token")).strip();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Authorization", "Bearer " + token)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private List<Sample> scrape() throws Exception {
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    Process parser = new ProcessBuilder(PYTHON, "-c", PARSER).redirectErrorStream(true).start();
    try (var out = parser.getOutputStream()) {
      out.write(answer.body().getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(parser.waitFor()).as(output).isZero();
    List<Sample> samples = new ArrayList<>();
    for (String line : output.lines().toList()) {
      String[] parts = line.split("\\|", -1);
      samples.add(new Sample(parts[0], parts[1], Double.parseDouble(parts[2])));
    }
    return samples;
  }

  private static double sum(List<Sample> samples, String name, String label) {
    return samples.stream()
        .filter(it -> it.name.equals("sealpost_" + name) && it.labels.contains(label))
        .mapToDouble(Sample::value)
        .sum();
  }

  private void sendOneAndFetchIt() throws Exception {
    PlainMailClient client = new PlainMailClient(MING.address(), PASSWORD, AUTHORITY.certificate());
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(MING.address());
    mail.setRecipients(MimeMessage.RecipientType.TO, MING.address());
    mail.setSubject("Zephyrquark");
    mail.setText("hello");
    client.send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
    assertThat(client.fetchAll(new ServerAddress("127.0.0.1", side.pop3Port(), "none"))).hasSize(1);
  }

  /** A session is counted when it has ended, which its client does not wait for. */
  private List<Sample> scrapeAfterSession() throws Exception {
    List<Sample> samples = scrape();
    for (int i = 0; i < 100 && sum(samples, "pop3_sessions_total", "") == 0; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      samples = scrape();
    }
    return samples;
  }

  @Test
  void whatAMailThatWasSentAndFetchedMovesHasMovedAndNothingNamesIt() throws Exception {
    assertThat(sum(scrape(), "smtp_mails_seconds_count", "outcome=accepted")).isZero();

    sendOneAndFetchIt();

    List<Sample> samples = scrapeAfterSession();
    assertThat(sum(samples, "smtp_mails_seconds_count", "outcome=accepted")).isEqualTo(1);
    assertThat(sum(samples, "smtp_mails_seconds_count", "")).isEqualTo(1);
    assertThat(sum(samples, "smtp_stages_seconds_count", "stage=prepare")).isEqualTo(1);
    assertThat(sum(samples, "smtp_stages_seconds_count", "stage=deliver")).isEqualTo(1);
    assertThat(sum(samples, "pop3_mails_total", "outcome=opened")).isEqualTo(1);
    assertThat(sum(samples, "pop3_mails_total", "outcome=refused")).isZero();
    assertThat(sum(samples, "pop3_opened_total", "")).isEqualTo(1);
    assertThat(sum(samples, "pop3_open_seconds_count", "")).isEqualTo(1);
    for (String moved :
        List.of(
            "smtp_connections_total",
            "pop3_sessions_total",
            "pop3_sent_bytes_total",
            "store_size_bytes")) {
      assertThat(sum(samples, moved, "")).as(moved).isPositive();
    }
    assertThat(sum(samples, "card_operations_seconds_count", "outcome=ok")).isPositive();
    for (String protocol : List.of("protocol=smtp", "protocol=pop3")) {
      assertThat(sum(samples, "upstream_connections_seconds_count", protocol))
          .as(protocol)
          .isPositive();
    }
    assertThat(sum(samples, "health", "")).as("up").isZero();
    assertThat(samples.toString()).doesNotContain("ming", "example.test", "Zephyrquark");
  }

  @Test
  void theHealthOfAProxyThatWorksIsUp() throws Exception {
    HttpResponse<String> answer = get("/health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"up\"");
  }

  @Test
  void withoutTheTokenNothingIsTold() throws IOException, InterruptedException {
    int port = URI.create(side.run("console", "--print").output().strip()).getPort();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(421);
      assertThat(answer.body()).doesNotContain("sealpost_");
    }
  }
}
