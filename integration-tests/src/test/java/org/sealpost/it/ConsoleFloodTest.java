package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.ServerAddress;

/**
 * Another user of the machine, who cannot come in, tries to take the proxy's memory by requests to
 * the console that never end. The proxy has 64 MB.
 */
class ConsoleFloodTest {
  private static final String PASSWORD = "secret";

  /** Says how many are open, and holds them until its input ends. */
  private static final String FLOOD =
      """
      import socket, sys
      held = []
      for i in range(300):
          try:
              s = socket.create_connection((("127.0.0.1", "::1")[i % 2], int(sys.argv[1])), timeout=3)
              s.settimeout(1)
              s.sendall(b"GET /" + b"a" * 15000 + b" HTTP/1.1\\r\\n")
              s.sendall(b"".join(b"X%d: %s\\r\\n" % (j, b"b" * 600) for j in range(25)))
              held.append(s)
          except OSError:
              pass
      print(len(held), flush=True)
      sys.stdin.read()
      """;

  @TempDir static Path folder;
  private static final Authority AUTHORITY = new Authority("Flood CA");
  private static EmbeddedMailServer server;
  private static int people;
  private Person ming;
  private Installation side;

  @BeforeEach
  void start() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root runs as others").isEqualTo("root");
    assumeThat(Path.of("/usr/bin/setpriv")).exists();
    assumeThat(Path.of("/usr/bin/python3")).exists();
    if (server == null) {
      server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    }
    people++;
    ming = AUTHORITY.person("Ming", "ming" + people + "@example.test");
    server.addUser(ming.address(), ming.address(), PASSWORD);
    side =
        Installation.create(
            folder.resolve("ming" + people),
            Setup.of(ming, ming.address(), server.smtp(), server.pop3()));
    side.start();
  }

  @AfterEach
  void stop() {
    if (side != null) {
      side.close();
    }
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private int port() throws Exception {
    return URI.create(side.run("console", "--print").output().strip()).getPort();
  }

  private int pass(int before) throws Exception {
    PlainMailClient client = new PlainMailClient(ming.address(), PASSWORD, AUTHORITY.certificate());
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(ming.address());
    mail.setRecipients(MimeMessage.RecipientType.TO, ming.address());
    mail.setSubject("mail " + before);
    mail.setText("hello\r\n".repeat(100_000));
    client.send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
    List<byte[]> mails = client.fetchAll(new ServerAddress("127.0.0.1", side.pop3Port(), "none"));
    assertThat(mails).hasSize(before + 1);
    return mails.size();
  }

  @Test
  void attackAFloodOfRequestsThatNeverEndStopsNoMail() throws Exception {
    int port = port();
    Process flood =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "/usr/bin/python3",
                "-c",
                FLOOD,
                String.valueOf(port))
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int mails;
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(flood.getInputStream(), StandardCharsets.UTF_8))) {
      String open = String.valueOf(said.readLine());
      assertThat(open).as("connections of the flood").matches("[1-9][0-9]*");
      mails = pass(pass(0));
    } finally {
      flood.getOutputStream().close();
      assertThat(flood.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    mails = pass(mails);
    assertThat(mails).isEqualTo(3);
    assertThat(side.logText("proxy")).doesNotContain("OutOfMemory");
    assertThat(health(port)).as("the pages answer again").isEqualTo(200);
  }

  private int health(int port) throws Exception {
    String token = Files.readString(side.folder().resolve("state/console-token")).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void withoutAFloodTheSameMailsPass() throws Exception {
    assertThat(pass(pass(0))).isEqualTo(2);
    assertThat(health(port())).isEqualTo(200);
  }
}
