package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotWriterTest {
  @ParameterizedTest(name = "{0} is sent as {1}")
  @CsvSource({
    "'', '.\\r\\n'",
    "'a\\r\\n', 'a\\r\\n.\\r\\n'",
    "'a', 'a\\r\\n.\\r\\n'",
    "'.', '..\\r\\n.\\r\\n'",
    "'.\\r\\n', '..\\r\\n.\\r\\n'",
    "'..\\r\\n', '...\\r\\n.\\r\\n'",
    "'a\\r\\n.\\r\\nb\\r\\n', 'a\\r\\n..\\r\\nb\\r\\n.\\r\\n'",
    "'a\\r\\n.b.\\r\\n', 'a\\r\\n..b.\\r\\n.\\r\\n'",
    "'a.\\r\\n', 'a.\\r\\n.\\r\\n'",
    // What must never come cannot end the mail early either.
    "'a\\n.\\n', 'a\\n..\\n\\r\\n.\\r\\n'",
    "'a\\n.\\r\\n', 'a\\n..\\r\\n.\\r\\n'",
    "'a\\r', 'a\\r\\r\\n.\\r\\n'",
  })
  void everyDotBehindALineEndIsDoubled(String mail, String wire) throws IOException {
    byte[] bytes = mail.translateEscapes().getBytes(US_ASCII);
    for (int block = 1; block <= Math.max(1, bytes.length); block++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DotWriter writer = new DotWriter(out);
      for (int at = 0; at < bytes.length; at += block) {
        writer.write(bytes, at, Math.min(block, bytes.length - at));
      }
      writer.finish();
      assertThat(out.toString(US_ASCII))
          .as("in blocks of %d", block)
          .isEqualTo(wire.translateEscapes());
    }
  }
}
