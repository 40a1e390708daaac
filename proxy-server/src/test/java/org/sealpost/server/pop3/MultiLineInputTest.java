package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiLineInputTest {
  /** On the wire, the content, and what is left for the next reply. */
  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          .\\r\\n                       | ''              | ''
          .\\r\\n+OK                    | ''              | +OK
          \\r\\n.\\r\\n                 | \\r\\n          | ''
          a\\r\\n.\\r\\n                | a\\r\\n         | ''
          ..\\r\\n.\\r\\n               | .\\r\\n         | ''
          ...\\r\\n.\\r\\n              | ..\\r\\n        | ''
          .a\\r\\n.\\r\\n               | a\\r\\n         | ''
          a.\\r\\n.\\r\\nb              | a.\\r\\n        | b
          a\\r\\n.b\\r\\n.\\r\\n        | a\\r\\nb\\r\\n   | ''
          a\\n.\\r\\nb\\r\\n.\\r\\n     | a\\n.\\r\\nb\\r\\n | ''
          a\\r\\n.\\nb\\r\\n.\\r\\n     | a\\r\\n\\nb\\r\\n | ''
          a\\n.\\nb\\r\\n.\\r\\n        | a\\n.\\nb\\r\\n | ''
          a\\r.\\rb\\r\\n.\\r\\n        | a\\r.\\rb\\r\\n | ''
          a\\r\\n.\\rb\\r\\n.\\r\\n     | a\\r\\n\\rb\\r\\n | ''
          a\\r\\n.\\r.\\r\\n.\\r\\n     | a\\r\\n\\r.\\r\\n | ''
          a\\r\\n.\\r\\r\\n.\\r\\n      | a\\r\\n\\r\\r\\n | ''
          a\\r\\r\\n.\\r\\n             | a\\r\\r\\n      | ''
          a\\n\\r\\n.\\r\\n             | a\\n\\r\\n      | ''
          a\\0b\\r\\n.\\r\\n            | a\\0b\\r\\n     | ''
          """)
  void onlyCrLfDotCrLfEndsIt(String wire, String content, String left) throws IOException {
    byte[] octets = octets(wire);
    for (int chunk = 1; chunk <= octets.length; chunk++) {
      WireInput input = new WireInput(new Chunks(octets, chunk), () -> {});
      MultiLineInput response = new MultiLineInput(input);
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      byte[] block = new byte[chunk];
      for (int n = response.read(block); n >= 0; n = response.read(block)) {
        assertThat(n).isPositive();
        read.write(block, 0, n);
      }
      assertThat(read.toByteArray()).as("in chunks of " + chunk).isEqualTo(octets(content));
      assertThat(response.ended()).isTrue();
      assertThat(response.read()).isEqualTo(-1);
      StringBuilder rest = new StringBuilder();
      while (input.fill()) {
        rest.append((char) input.buffer()[input.position()]);
        input.skip(1);
      }
      assertThat(rest).as("left with chunks of " + chunk).hasToString(left);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", ".", ".\\r", "a\\r\\n", "a\\r\\n.\\r", "a\\n.\\n", "a\\n.\\r\\n"})
  void whatDoesNotEndIsNoEnd(String wire) {
    MultiLineInput response =
        new MultiLineInput(new WireInput(new ByteArrayInputStream(octets(wire)), () -> {}));
    assertThatThrownBy(response::readAllBytes).isInstanceOf(EOFException.class);
    assertThat(response.ended()).isFalse();
  }

  @Test
  void aLineMayBeOfAnyLength() throws IOException {
    String line = "x".repeat(100_000);
    MultiLineInput response =
        new MultiLineInput(
            new WireInput(new ByteArrayInputStream(octets(line + "\r\n.\r\n")), () -> {}));
    assertThat(response.readAllBytes()).isEqualTo(octets(line + "\r\n"));
  }

  static byte[] octets(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0").getBytes(ISO_8859_1);
  }

  /** Gives so many octets at a time. */
  static final class Chunks extends InputStream {
    private final InputStream in;
    private final int size;

    Chunks(byte[] octets, int size) {
      this.in = new ByteArrayInputStream(octets);
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, Math.min(size, length));
    }
  }
}
