package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderInputTest {
  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource({
    "A: b\\r\\n\\r\\nbody, A: b\\r\\n",
    "A: b\\r\\n\\r\\n, A: b\\r\\n",
    "\\r\\nbody, ''",
    "\\nbody, ''",
    "'', ''",
    "\\r, \\r",
    "\\rA: b\\r\\n\\r\\nbody, \\rA: b\\r\\n",
    "A: b\\r\\n, A: b\\r\\n",
    "A: b, A: b",
    "A: b\\r\\n\\r, A: b\\r\\n\\r",
    "A: b\\n\\nbody, A: b\\n",
    "A: b\\r\\n\\nbody, A: b\\r\\n",
    "A: b\\n\\r\\nbody, A: b\\n",
    "A: b\\r\\rC: d\\r\\n\\r\\nbody, A: b\\r\\rC: d\\r\\n",
    "A: b\\r\\n c\\r\\n\\r\\n\\r\\nx, A: b\\r\\n c\\r\\n",
    "A: b\\r\\n\\rc\\r\\n\\r\\nbody, A: b\\r\\n\\rc\\r\\n",
    "A: b\\r\\n\\r\\r\\n\\r\\nbody, A: b\\r\\n\\r\\r\\n"
  })
  void theHeaderEndsAtTheFirstEmptyLine(String mail, String header) throws IOException {
    byte[] octets = octets(mail);
    for (int chunk = 1; chunk <= Math.max(1, octets.length); chunk++) {
      for (int wanted = 1; wanted <= Math.max(1, octets.length); wanted++) {
        HeaderInput input = new HeaderInput(chunks(octets, chunk));
        String read = new String(read(input, wanted), ISO_8859_1);
        String rest = new String(input.rest().readAllBytes(), ISO_8859_1);
        assertThat(read).as("in %s by %s", chunk, wanted).isEqualTo(octetsAsText(header));
        assertThat(read + rest).as("in %s by %s", chunk, wanted).isEqualTo(octetsAsText(mail));
        assertThat(input.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void aHeaderOfAnySizeIsReadToItsEnd() throws IOException {
    for (int size : new int[] {100, 8190, 8191, 8192, 8193, 20_000, 5_000_000}) {
      byte[] mail = ("A: " + "x".repeat(size - 5) + "\r\n\r\nbody").getBytes(ISO_8859_1);
      HeaderInput input = new HeaderInput(new ByteArrayInputStream(mail));
      assertThat(input.readAllBytes()).hasSize(size);
      assertThat(input.rest().readAllBytes()).isEqualTo("\r\nbody".getBytes(ISO_8859_1));
    }
  }

  @Test
  void whatFollowsIsNotToBeHadBeforeTheHeaderIsRead() {
    HeaderInput input =
        new HeaderInput(new ByteArrayInputStream("A: b\r\n\r\n".getBytes(ISO_8859_1)));
    assertThatIllegalStateException().isThrownBy(input::rest);
  }

  private static byte[] read(HeaderInput input, int wanted) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] block = new byte[wanted];
    for (int n = input.read(block); n >= 0; n = input.read(block)) {
      assertThat(n).isPositive();
      all.write(block, 0, n);
    }
    return all.toByteArray();
  }

  private static String octetsAsText(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n");
  }

  private static byte[] octets(String text) {
    return octetsAsText(text).getBytes(ISO_8859_1);
  }

  private static InputStream chunks(byte[] octets, int size) {
    return new ByteArrayInputStream(octets) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(size, length));
      }
    };
  }
}
