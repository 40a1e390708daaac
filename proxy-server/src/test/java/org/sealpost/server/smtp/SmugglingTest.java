package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.server.account.Upstream;

/** A second mail is hidden in a first one, for a server that sees the first one's end elsewhere. */
class SmugglingTest {
  private static final String HIDDEN =
      "MAIL FROM:<admin@example.tw>\r\nRCPT TO:<bob@example.tw>\r\nDATA\r\nSubject: forged\r\n\r\n";

  @TempDir static Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\n.\\n",
        "\\n.\\r\\n",
        "\\r\\n.\\n",
        "\\r.\\r",
        "\\r.\\r\\n",
        "\\r\\n.\\r",
        "\\r\\n.\\r\\r\\n",
        "\\n.\\r",
        "\\r.\\n",
        "\\r\\n\\0.\\r\\n",
      })
  void mailWithAnEndThatOthersMightSeeIsNotSent(String end) throws Exception {
    try (RealServer real = new RealServer(folder, Upstream.Mode.NONE);
        Proxy proxy = proxy(real);
        Peer client = new Peer(proxy.connect())) {
      beginMail(client);
      client.send("Subject: x\r\n\r\nbody" + end.translateEscapes() + HIDDEN + "\r\n.\r\n");
      assertThat(client.reply()).startsWith("550 5.6.0");
      // It costs this mail only.
      assertThat(client.ask("NOOP")).startsWith("250");
      assertThat(real.mails).isEmpty();
      assertThat(real.said)
          .noneMatch(line -> line.contains("admin@"))
          .noneMatch(line -> line.endsWith("DATA"));
    }
  }

  @Test
  void honestMailWithDotsAndCommandsInItPasses() throws Exception {
    try (RealServer real = new RealServer(folder, Upstream.Mode.NONE);
        Proxy proxy = proxy(real);
        Peer client = new Peer(proxy.connect())) {
      beginMail(client);
      String body = "Subject: x\r\n\r\n..\r\n.. \r\na.\r\n" + HIDDEN + "\r\n.\r\n";
      client.send(body);
      assertThat(client.reply()).isEqualTo("250 2.0.0 queued as 1");
      assertThat(real.mails).containsExactly(body);
      assertThat(real.said).noneMatch(line -> line.contains("admin@"));
    }
  }

  private static Proxy proxy(RealServer real) throws Exception {
    return new Proxy(folder, List.of(Proxy.account("ming", real.port())), Proxy.UNCHANGED);
  }

  private static void beginMail(Peer client) throws Exception {
    client.reply();
    client.ask("EHLO client.example");
    assertThat(client.ask("AUTH PLAIN AG1pbmcAc2VjcmV0")).startsWith("235");
    assertThat(client.ask("MAIL FROM:<ming@example.tw>")).startsWith("250");
    assertThat(client.ask("RCPT TO:<bob@example.tw>")).startsWith("250");
    assertThat(client.ask("DATA")).startsWith("354");
  }
}
