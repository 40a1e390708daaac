package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64Test {
  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 56, 57, 58, 114, 32831, 32832, 32833, 65664, 100_000})
  void linesAreThoseOfMime(int size) throws IOException {
    byte[] bytes = random(size);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Base64Lines lines = new Base64Lines(out);
    int at = 0;
    for (int step = 1; at < size; step = step * 3 + 1) {
      int length = Math.min(step, size - at);
      lines.write(bytes, at, length);
      at += length;
    }
    lines.finish();

    String expected = Base64.getMimeEncoder().encodeToString(bytes);
    assertThat(out.toString(StandardCharsets.US_ASCII))
        .isEqualTo(size == 0 ? "" : expected + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 6143, 6144, 6145, 100_000})
  void unannouncedTextIsDecoded(int size) throws IOException {
    byte[] bytes = random(size);
    String text = " \t\r\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\r\n-----END-----";

    assertThat(decoded(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"QUJD, ABC", "QUI=, AB", "QUI, AB", "QQ, A", "Q, ''", "QU JD!, ABC", "QUI=QUJD, AB"})
  void damagedTextIsDecodedAsFarAsItGoes(String text, String content) throws IOException {
    assertThat(new String(decoded(text), StandardCharsets.US_ASCII)).isEqualTo(content);
  }

  private static byte[] decoded(String text) throws IOException {
    try (Base64Text in =
        new Base64Text(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
      return in.readAllBytes();
    }
  }
}
