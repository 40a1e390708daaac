package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python's poplib makes of our replies, which nobody here wrote. */
class PythonClientTest {
  private static final String SCRIPT =
      """
      import poplib, sys
      client = poplib.POP3('127.0.0.1', int(sys.argv[1]))
      def complaint():
          try:
              client.stat()
          except poplib.error_proto as e:
              sys.stdout.buffer.write(e.args[0] + b'\\n')
      complaint()
      client.utf8()
      complaint()
      client._shortcmd('LANG en')
      complaint()
      sys.stdout.buffer.write(b'\\n'.join(client._longcmd('LANG')[1]))
      client.quit()
      """;

  @TempDir static Path folder;

  @Test
  void whoSaysUtf8ReadsChineseAndMayChooseEnglish() throws Exception {
    assumeThat(hasPython()).as("python3 is installed").isTrue();
    try (Proxy proxy = new Proxy(folder)) {
      Process python =
          new ProcessBuilder("python3", "-c", SCRIPT, Integer.toString(proxy.address().getPort()))
              .redirectErrorStream(true)
              .start();
      try (Peer upstream = proxy.accept()) {
        upstream.line("+OK ready");
        assertThat(upstream.read()).isEqualTo("CAPA");
        upstream.line("+OK").line("UTF8").line(".");
        assertThat(upstream.read()).isEqualTo("UTF8");
        upstream.line("+OK");
        String said = new String(python.getInputStream().readAllBytes(), UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        assertThat(said)
            .isEqualTo(
                """
                -ERR Log in first
                -ERR 請先登入
                -ERR Log in first
                en English
                zh-TW 繁體中文
                i-default English""");
      }
    }
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
