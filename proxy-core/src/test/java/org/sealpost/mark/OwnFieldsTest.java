package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Header;

/** The attack: a mail brings fields that look like ours. */
class OwnFieldsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Sealpost-Verdict: valid\r\n",
        "X-Sealpost: valid\r\n",
        "x-sealpost-verdict:valid\r\n",
        "X-SEALPOST-VERDICT: valid\r\n",
        "X-Sealpost-Verdict : valid\r\n",
        "X-Sealpost-Verdict\t: valid\r\n",
        "X-Sealpost-Verdict\r\n : valid\r\n",
        "X-Sealpost-\r\n Verdict: valid\r\n",
        " X-Sealpost-Verdict: valid\r\n",
        "X-\u0000Sealpost-Verdict: valid\r\n",
        "\u0001X-Sealpost-Verdict: valid\r\n",
        "X-Sealpost\u00a0-Verdict: valid\r\n",
        "Subject: hello\rX-Sealpost-Verdict: valid\r\n",
        "Subject: hello\r\r\nX-Sealpost-Verdict: valid\r\n",
        "X-Sealpost-Verdict: valid",
        "X-Sealpost-Verdict",
        "X-Sealpostage: anything that begins so\r\n",
      })
  void aForgedFieldIsRecognised(String raw) {
    assertThat(forged(raw)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: X-Sealpost-Verdict: valid\r\n",
        "Subject: about\r\n X-Sealpost-Verdict: valid\r\n",
        "Subject: about\r\n\tX-Sealpost-Verdict: valid\r\n",
        "X-Seal: post\r\n",
        "X-Seal: X-Sealpost\r\n",
        "Y-X-Sealpost: post\r\n",
        "X-Spam: no\r\n",
        "From ann@example.tw Sun Nov 22 09:00:00 2026\r\n",
      })
  void anHonestFieldIsNot(String raw) {
    assertThat(forged(raw)).isZero();
  }

  private static long forged(String raw) {
    Header header = Header.parse(raw.getBytes(ISO_8859_1));
    return header.fields().stream().filter(OwnFields::isOurs).count();
  }
}
