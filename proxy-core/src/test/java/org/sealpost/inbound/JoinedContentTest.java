package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealpost.mime.Content;

class JoinedContentTest {
  private final Content joined =
      new JoinedContent(List.of(part("ab"), part(""), part("cde"), part("f")));

  @Test
  void everyRangeReadsAsIfItWereOne() throws Exception {
    String whole = "abcdef";
    assertThat(joined.size()).isEqualTo(6);
    for (int from = 0; from <= 6; from++) {
      for (int to = from; to <= 6; to++) {
        try (InputStream in = joined.open(from, to - from)) {
          assertThat(new String(in.readAllBytes(), US_ASCII)).isEqualTo(whole.substring(from, to));
        }
        assertThat(joined.slice(from, to - from).open().readAllBytes())
            .isEqualTo(whole.substring(from, to).getBytes(US_ASCII));
      }
    }
  }

  @Test
  void singleBytesReadTheSame() throws Exception {
    StringBuilder read = new StringBuilder();
    try (InputStream in = joined.open()) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        read.append((char) b);
      }
    }
    assertThat(read).hasToString("abcdef");
  }

  @Test
  void aRangeOutsideIsRefused() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> joined.open(5, 2));
  }

  private static Content part(String text) {
    return Content.of(text.getBytes(US_ASCII));
  }
}
