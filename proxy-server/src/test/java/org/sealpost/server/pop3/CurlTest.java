package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;

/** A client and a server that nobody here wrote. */
class CurlTest {
  private static final String PLAIN =
      "Subject: plain\r\nX-Sealpost-Verdict: valid\r\nFrom: hua@example.tw\r\n\r\n.one\r\n\r\ntwo\r\n";
  private static final String PLAIN_SEEN =
      "Subject: plain\r\nFrom: hua@example.tw\r\n\r\n.one\r\n\r\ntwo\r\n";
  private static final String SMIME =
      "Subject: sealed\r\nContent-Type: application/pkcs7-mime\r\n\r\nfirst\r\n.second\r\n";
  private static final String OPENED_HEADER =
      "Subject: sealed\r\nContent-Type: text/plain\r\nX-Sealpost-For: ming@example.tw\r\n\r\n";

  @TempDir static Path folder;

  private GreenMail server;
  private Proxy proxy;

  @BeforeEach
  void start() throws Exception {
    Assumptions.assumeTrue(hasCurl(), "curl is not installed");
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3));
    server.start();
    GreenMailUser ming = server.setUser("ming@example.tw", "ming", "secret");
    for (String mail : List.of(PLAIN, SMIME)) {
      ming.deliver(new MimeMessage(null, new ByteArrayInputStream(mail.getBytes(ISO_8859_1))));
    }
    proxy =
        new Proxy(
            folder,
            new Upstream(
                "127.0.0.1",
                server.getPop3().getPort(),
                Upstream.Mode.NONE,
                TlsClient.of("127.0.0.1", TlsTrust.of(List.of()))));
  }

  private static boolean hasCurl() throws InterruptedException {
    try {
      Process curl = new ProcessBuilder("curl", "--version").redirectErrorStream(true).start();
      curl.getInputStream().readAllBytes();
      return curl.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stop() throws IOException {
    if (proxy != null) {
      proxy.close();
      server.stop();
    }
  }

  @Test
  void retrGivesThePlainMailAsItIsAndTheSealedOneOpened() throws Exception {
    assertThat(curl("/1")).isEqualTo(PLAIN_SEEN);
    assertThat(curl("/2")).isEqualTo(OPENED_HEADER + "FIRST\r\n.SECOND\r\n");
  }

  @Test
  void listTellsTheServersSizesAndOnceFetchedTheOpenedOnes() throws Exception {
    int opened = OPENED_HEADER.length() + "FIRST\r\n.SECOND\r\n".length();
    assertThat(curl("/")).matches("1 \\d+\r\n2 \\d+\r\n").doesNotContain("2 " + opened + "\r\n");
    curl("/1", "/2");
    assertThat(curl("/")).isEqualTo("1 " + PLAIN_SEEN.length() + "\r\n2 " + opened + "\r\n");
  }

  @Test
  void topGivesTheOpenedMailsBeginning() throws Exception {
    assertThat(curl("-X", "TOP 1 1", "/")).isEqualTo(PLAIN_SEEN.replace("\r\ntwo\r\n", ""));
    assertThat(curl("-X", "TOP 2 1", "/")).isEqualTo(OPENED_HEADER + "FIRST\r\n");
  }

  @Test
  void uidlIsTheServersOwn() throws Exception {
    assertThat(curl("-X", "UIDL", "/")).matches("1 \\S+\r\n2 \\S+\r\n");
  }

  @Test
  void deleDeletes() throws Exception {
    curl("-I", "-X", "DELE 1", "/");
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(curl("/1")).startsWith("Subject: sealed");
  }

  @Test
  void stlsWithTheExportedCertificateServesAsWell() throws Exception {
    Path certificate = folder.resolve("exported.pem");
    Files.writeString(
        certificate,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(proxy.tls.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    assertThat(curl("--ssl-reqd", "--cacert", certificate.toString(), "/1")).isEqualTo(PLAIN_SEEN);
  }

  @Test
  void aWrongPasswordIsTheServersRefusal() throws Exception {
    assertThat(run("ming:wrong", "/").exit()).isEqualTo(67);
  }

  private String curl(String... arguments) throws Exception {
    Result result = run("ming:secret", arguments);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  private record Result(int exit, String output) {}

  private Result run(String user, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-q", "-sS", "-m", "20", "-u", user));
    for (String argument : arguments) {
      command.add(
          argument.startsWith("/") && argument.length() <= 2
              ? "pop3://localhost:" + proxy.address().getPort() + argument
              : argument);
    }
    Path output = Files.createTempFile(folder, "curl", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("curl does not end");
    }
    return new Result(process.exitValue(), Files.readString(output, ISO_8859_1));
  }
}
