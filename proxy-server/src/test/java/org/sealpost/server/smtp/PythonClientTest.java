package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.outbound.Outbound;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.Recipient;
import org.sealpost.policy.SendPlan;
import org.sealpost.server.account.Upstream;

/** What Python's smtplib makes of our replies, which nobody here wrote. */
class PythonClientTest {
  private static final String SCRIPT =
      """
      import smtplib, sys
      client = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
      client.ehlo()
      client.login('ming', 'secret')
      try:
          client.sendmail('ming@example.tw', ['eve@example.tw'], b'Subject: x\\r\\n\\r\\nhi\\r\\n',
                          mail_options=sys.argv[2:])
      except smtplib.SMTPDataError as e:
          sys.stdout.buffer.write(str(e.smtp_code).encode() + b' ' + e.smtp_error)
      client.quit()
      """;

  /** Twenty are in the way, so that the reply has several lines. */
  private static final Outbound REFUSING =
      (account, envelope, mail) -> {
        throw new SendPlan.Refuse(
                SendPlan.Refuse.Cause.REQUIRED,
                IntStream.range(0, 20)
                    .mapToObj(
                        i ->
                            new Recipient(
                                "eve" + i + "@example.tw",
                                true,
                                Optional.of(
                                    new Obstacle("\u202e\r\n250 OK", Obstacle.Kind.NONE_KNOWN))))
                    .toList(),
                Decider.SUBJECT,
                Optional.of("[sign-only]"),
                true)
            .failure();
      };

  @TempDir static Path folder;

  private static String send(String... options) throws Exception {
    try (RealServer real = new RealServer(folder, Upstream.Mode.NONE);
        Proxy proxy = new Proxy(folder, List.of(Proxy.account("ming", real.port())), REFUSING)) {
      List<String> command =
          new ArrayList<>(List.of("python3", "-c", SCRIPT, Integer.toString(proxy.port())));
      command.addAll(List.of(options));
      Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(python.getInputStream().readAllBytes(), UTF_8);
      assertThat(python.waitFor()).as(said).isZero();
      return said;
    }
  }

  @Test
  void whoSaysSmtpUtf8ReadsChinese() throws Exception {
    assumeThat(hasPython()).as("python3 is installed").isTrue();
    assertThat(send("SMTPUTF8"))
        .startsWith("550 5.7.1 郵件未寄給任何人：這封郵件必須加密（主旨中的關鍵字）")
        .contains("eve19@example.tw")
        .contains("[sign-only]")
        .doesNotContain("\u202e", "�");
  }

  @Test
  void whoDoesNotReadsEnglish() throws Exception {
    assumeThat(hasPython()).as("python3 is installed").isTrue();
    assertThat(send())
        .matches("[\\p{ASCII}]+")
        .startsWith("550 5.7.1 Nothing was sent to anyone, because this mail must be encrypted");
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "--version").redirectErrorStream(true).start();
      python.getInputStream().readAllBytes();
      return python.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
