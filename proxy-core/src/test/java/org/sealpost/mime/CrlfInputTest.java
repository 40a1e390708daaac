package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrlfInputTest {
  private static String opened(String saved) throws IOException {
    InputStream in = new ByteArrayInputStream(saved.getBytes(ISO_8859_1));
    return new String(CrlfInput.ofSavedMail(in).readAllBytes(), ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: x\n\nbody\n",
        "Subject: x\n\nbody\r\nmixed\n",
        "Subject: x\n\nbody without end",
        "Subject: x\n",
        "\nbody\n",
        "\n",
        ""
      })
  void aMailSavedOnUnixGetsTheLineEndsOfMail(String saved) throws IOException {
    assertThat(opened(saved)).isEqualTo(saved.replace("\r\n", "\n").replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: x\r\n\r\nbody\r\n",
        "Subject: x\r\n\r\nbare\nfeed\rand return\n",
        "From x@y Sat Jan  1 10:00:00 2026\nSubject: x\r\n\r\nbare\nfeed",
        "\r\nbody\n",
        "no line end"
      })
  void aMailWithTheLineEndsOfMailIsNotChanged(String saved) throws IOException {
    assertThat(opened(saved)).isEqualTo(saved);
  }

  @ParameterizedTest
  @CsvSource({"7000", "8190", "8191", "8192", "8193", "70000", "200000"})
  void longMailsToo(int size) throws IOException {
    String unix = "Subject: x\nTo: " + "y".repeat(size) + "\n\n" + "line\n".repeat(size / 5);
    String wire = unix.replace("\n", "\r\n");

    assertThat(opened(unix)).isEqualTo(wire);
    assertThat(opened(wire)).isEqualTo(wire);
  }

  @ParameterizedTest
  @CsvSource({
    "'a\rb','a\r\nb'",
    "'a\r\r\nb','a\r\n\r\nb'",
    "'a\n\rb','a\r\n\r\nb'",
    "'a\r','a\r\n'",
    "'a\r\n','a\r\n'"
  })
  void aCarriageReturnAloneEndsALineOfText(String text, String lines) throws IOException {
    InputStream in = new CrlfInput(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), true);

    assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(lines);
  }
}
