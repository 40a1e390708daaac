package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineEndsTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'a\r\n', 'a\r\n'",
    "'a', 'a\r\n'",
    "'a\n', 'a\r\n'",
    "'a\r', 'a\r\n'",
    "'a\nb\r\nc\rd', 'a\r\nb\r\nc\r\nd\r\n'",
    "'\n\n', '\r\n\r\n'",
    "'\r\r', '\r\n\r\n'",
    "'\r\r\n', '\r\n\r\n'",
    "'\n\r', '\r\n\r\n'",
  })
  void everyLineEndsInCrlf(String text, String canonical) throws Exception {
    // One byte at a time, so that every line end is cut in two somewhere.
    Content content = new Trickle(text.getBytes(ISO_8859_1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    LineEnds.makeFitForTheWire(content, out);

    assertThat(out.toString(ISO_8859_1)).isEqualTo(canonical);
    assertThat(LineEnds.areFitForTheWire(content)).isEqualTo(text.equals(canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'a', 'a'",
    "'a\n', 'a\r\n'",
    "'a\r\n', 'a\r\n'",
    "'a\r', 'a\r'",
    "'a\rb', 'a\rb'",
    "'\n\nb', '\r\n\r\nb'",
    "'a\nb\r\nc\rd', 'a\r\nb\r\nc\rd'",
  })
  void onlyLineFeedsAreCompletedUnderASignature(String text, String canonical) throws Exception {
    Content content = new Trickle(text.getBytes(ISO_8859_1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    LineEnds.completeLineFeeds(content.open(), out);

    assertThat(out.toString(ISO_8859_1)).isEqualTo(canonical);
    assertThat(LineEnds.haveBareLineFeed(content)).isEqualTo(!text.equals(canonical));
  }

  private record Trickle(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open(long offset, long length) {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      return new ByteArrayInputStream(bytes, (int) offset, (int) length) {
        @Override
        public synchronized int read(byte[] to, int at, int most) {
          return super.read(to, at, Math.min(1, most));
        }
      };
    }
  }
}
