package org.sealpost.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LogTest {
  @Test
  void whatAPeerSaidCannotForgeALineOrCommandTheTerminal() {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      System.setErr(new PrintStream(written, true, UTF_8));
      Log log = new Log();
      log.setContext(context);
      log.configure(context);
      context
          .getLogger("org.sealpost.Peer")
          .warn("it said {}", "a\r\n09:00 INFO b\u001b[2J\u009bc");
    } finally {
      System.setErr(before);
      context.stop();
    }
    assertThat(written.toString(UTF_8)).endsWith(" WARN  Peer: it said a 09:00 INFO b [2J c\n");
  }
}
