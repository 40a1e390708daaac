package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static LineReader reader(String wire, int chunk) {
    InputStream in =
        new ByteArrayInputStream(wire.getBytes(ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, chunk));
          }
        };
    return new LineReader(new WireInput(in), left -> {});
  }

  private static String shown(Line line) {
    return switch (line) {
      case Line.Text text -> new String(text.bytes(), ISO_8859_1);
      case Line.Refused refused -> "refused: " + refused.rule();
      case Line.Lost lost -> "lost: " + lost.rule();
    };
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource({
    "'NOOP\\r\\n', 'NOOP'",
    "'\\r\\n', ''",
    "'\\t\\r\\n', '\\t'",
    "'12345678\\r\\n', '12345678'",
    "'123456789\\r\\n', 'refused: LENGTH'",
    "'NO\\rOP\\r\\n', 'refused: CONTROL'",
    "'NOOP\\r\\r\\n', 'refused: CONTROL'",
    "'NO\\0OP\\r\\n', 'refused: CONTROL'",
    "'NOOP\\nRSET\\r\\n', 'lost: BARE_LF'",
    "'\\n', 'lost: BARE_LF'",
    "'\\r\\n\\n', ''",
    "'NOOP', 'lost: END'",
    "'NOOP\\r', 'lost: END'",
    "'', 'lost: END'",
  })
  void onlyCrLfEndsALine(String wire, String line) throws IOException {
    for (int chunk = 1; chunk <= 12; chunk++) {
      Line read = reader(wire.translateEscapes(), chunk).read(10, MINUTE);
      assertThat(shown(read)).as("in chunks of %d", chunk).isEqualTo(line.translateEscapes());
    }
  }

  @Test
  void nextLineFollowsOneThatWasTooLong() throws IOException {
    LineReader reader = reader("a".repeat(40_000) + "\r\nNOOP\r\n", 1000);
    assertThat(shown(reader.read(512, MINUTE))).isEqualTo("refused: LENGTH");
    assertThat(shown(reader.read(512, MINUTE))).isEqualTo("NOOP");
  }

  @Test
  void lineWithoutEndIsGivenUp() throws IOException {
    LineReader reader = reader("a".repeat(1_000_000), 1000);
    assertThat(shown(reader.read(512, MINUTE))).isEqualTo("lost: LENGTH");
  }

  @Test
  void clientThatSendsByteAfterByteGetsNoMoreTime() {
    LineReader reader = reader("NOOP\r\n", 1);
    assertThatThrownBy(() -> reader.read(512, Duration.ZERO))
        .isInstanceOf(SocketTimeoutException.class);
  }
}
