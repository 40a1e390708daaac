package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.mime.HeaderField;

class MarkTextTest {
  @ParameterizedTest
  @CsvSource({
    "'Ming\r\nX-Sealpost-Verdict: valid', 'Ming X-Sealpost-Verdict: valid'",
    "'Ming\nBcc: x', 'Ming Bcc: x'",
    "'\u0000a\u0085b\u2028c\u2029d', 'a b c d'",
    "'valid\u202Edilav', 'valid dilav'",
    "'a\u200Bb\uFEFF', 'a b'",
    "'=?UTF-8?B?DQpYLVNlYWxwb3N0?=', '= ?UTF-8?B?DQpYLVNlYWxwb3N0?='",
    "'  王小明  ', '王小明'",
  })
  void whatCouldForgeIsTakenOut(String text, String safe) {
    assertThat(MarkText.safe(text)).isEqualTo(safe);
  }

  @Test
  void quotesCannotBeLeft() {
    assertThat(MarkText.quoted("a\"; verdict=\"valid\\"))
        .isEqualTo("\"a\\\"; verdict=\\\"valid\\\\\"");
  }

  @Test
  void aLongTextIsCut() {
    assertThat(MarkText.safe("x".repeat(10_000))).hasSize(501).endsWith("…");
  }

  @Test
  void whatIsNotAsciiComesBackFromTheField() {
    HeaderField field = HeaderField.of("X-Sealpost-Signer", MarkText.safe("王小明 <ming>"));

    assertThat(new String(field.raw(), ISO_8859_1)).matches("[ -~\r\n]+");
    assertThat(field.decodedValue()).isEqualTo("王小明 <ming>");
  }
}
