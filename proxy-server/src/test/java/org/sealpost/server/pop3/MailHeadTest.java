package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.server.pop3.MultiLineInputTest.octets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailHeadTest {
  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource({
    "A: b\\r\\n\\r\\nbody, A: b\\r\\n",
    "A: b\\r\\n\\r\\n, A: b\\r\\n",
    "\\r\\nbody, ''",
    "\\nbody, ''",
    "'', ''",
    "A: b\\r\\n, A: b\\r\\n",
    "A: b, A: b",
    "A: b\\n\\nbody, A: b\\n",
    "A: b\\r\\n\\nbody, A: b\\r\\n",
    "A: b\\n\\r\\nbody, A: b\\n",
    "A: b\\r\\rC: d\\r\\n\\r\\nbody, A: b\\r\\rC: d\\r\\n",
    "A: b\\r\\n c\\r\\n\\r\\n\\r\\nx, A: b\\r\\n c\\r\\n",
    "A: b\\r\\n\\rc\\r\\n\\r\\nbody, A: b\\r\\n\\rc\\r\\n"
  })
  void theHeaderEndsAtTheFirstEmptyLine(String mail, String header) throws IOException {
    byte[] octets = octets(mail);
    for (int chunk = 1; chunk <= Math.max(1, octets.length); chunk++) {
      InputStream in = new MultiLineInputTest.Chunks(octets, chunk);
      MailHead head = MailHead.read(in, 1000).orElseThrow();
      assertThat(head.header()).as("in chunks of " + chunk).isEqualTo(octets(header));
      String whole =
          new String(head.header(), ISO_8859_1)
              + new String(head.rest(in).readAllBytes(), ISO_8859_1);
      assertThat(whole.getBytes(ISO_8859_1)).as("in chunks of " + chunk).isEqualTo(octets);
    }
  }

  @Test
  void aHeaderUpToTheLimitIsRead() throws IOException {
    for (int size : new int[] {100, 8192, 20_000, 100_000}) {
      byte[] mail = ("A: " + "x".repeat(size - 5) + "\r\n\r\nbody").getBytes(ISO_8859_1);
      assertThat(MailHead.read(new ByteArrayInputStream(mail), size).orElseThrow().header())
          .hasSize(size);
      assertThat(MailHead.read(new ByteArrayInputStream(mail), size - 1)).isEmpty();
    }
  }

  @Test
  void aHeaderWithoutEndIsGivenUpEarly() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThat(MailHead.read(endless, 100_000)).isEmpty();
  }
}
