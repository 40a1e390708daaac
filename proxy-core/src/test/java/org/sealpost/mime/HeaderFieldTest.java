package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeUtility;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldTest {
  private static HeaderField field(String raw) {
    return Header.parse(raw.getBytes(ISO_8859_1)).fields().getFirst();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("Subject: plain\r\n", "plain", "plain"),
        Arguments.of("Subject:tight\r\n", "tight", "tight"),
        Arguments.of("Subject: \t trimmed \t \r\n", "trimmed", "trimmed"),
        Arguments.of(
            "Subject: un\r\n folded\r\n\tvalue\r\n", "un folded\tvalue", "un folded\tvalue"),
        Arguments.of("Subject: un\n folded\n", "un folded", "un folded"),
        Arguments.of("Subject:\r\n", "", ""),
        Arguments.of("Subject: caf\u00c3\u00a9\r\n", "caf\u00e9", "caf\u00e9"),
        Arguments.of("Subject: caf\u00e9\r\n", "caf\u00e9", "caf\u00e9"),
        Arguments.of("Subject: =?utf-8?q?caf=C3=A9?=\r\n", "=?utf-8?q?caf=C3=A9?=", "caf\u00e9"),
        Arguments.of(
            "Subject: =?utf-8?b?5L+d5a+G?= =?UTF-8?B?6YO15Lu2?=\r\n",
            "=?utf-8?b?5L+d5a+G?= =?UTF-8?B?6YO15Lu2?=",
            "\u4fdd\u5bc6\u90f5\u4ef6"),
        Arguments.of(
            "Subject: =?big5?b?q0+xS7ZspfM=?=\r\n",
            "=?big5?b?q0+xS7ZspfM=?=",
            "\u4fdd\u5bc6\u90f5\u4ef6"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesAreUnfoldedAndDecoded(String raw, String value, String decoded) {
    assertThat(field(raw).value()).isEqualTo(value);
    assertThat(field(raw).decodedValue()).isEqualTo(decoded);
  }

  static Stream<Arguments> encodedWords() {
    return Stream.of(
        Arguments.of("a =?utf-8?q?b?= c", "a b c"),
        Arguments.of("=?utf-8?q?a_b=5F?=", "a b_"),
        Arguments.of("=?utf-8*en?q?language?=", "language"),
        Arguments.of("=?utf-8?q?one?=\r\n =?utf-8?q?two?=", "onetwo"),
        Arguments.of("=?utf-8?q?one?= and =?utf-8?q?two?=", "one and two"),
        Arguments.of("=?utf-8?q?cut=E4=BF?= =?utf-8?q?=9D?=", "cut\u4fdd"),
        Arguments.of("\"=?utf-8?q?in_quotes?=\" <a@b.c>", "\"in quotes\" <a@b.c>"),
        Arguments.of("x=?utf-8?q?glued?=y", "xgluedy"),
        Arguments.of("=?utf-8?q?raw blank?=", "raw blank"),
        Arguments.of("=?none-such?q?caf=C3=A9?=", "caf\u00e9"),
        Arguments.of("=?none-such?q?caf=E9?=", "caf\u00e9"),
        Arguments.of("=?utf-8?b?Y2Fmw6k?=", "caf\u00e9"),
        Arguments.of("=?utf-8?b?!!Y2Fm!?=", "caf"),
        Arguments.of("=?utf-8?q?=E?=", "=E"),
        Arguments.of("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        Arguments.of("=?utf-8?q?never ends", "=?utf-8?q?never ends"),
        Arguments.of("=?utf-8?", "=?utf-8?"),
        Arguments.of("=?=?=?", "=?=?=?"),
        Arguments.of("=?? ??=", "=?? ??="));
  }

  @ParameterizedTest
  @MethodSource("encodedWords")
  void encodedWordsAreDecodedAsTheyAreInTheWild(String value, String decoded) {
    assertThat(field("Subject: " + value + "\r\n").decodedValue()).isEqualTo(decoded);
  }

  @Test
  void aHeaderOfEncodedWordsInUnheardOfCharsetsIsDecodedStill() {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      value.append("=?none-such-").append(i).append("?q?a?= ");
    }

    assertThat(field("Subject: " + value + "\r\n").decodedValue()).isEqualTo("a".repeat(500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "caf\u00e9",
        "\u4fdd\u5bc6\u90f5\u4ef6 (\u81ea\u7136\u4eba\u6191\u8b49) \ud83d\ude00",
        "blank  blanks   more"
      })
  void whatIsWrittenIsReadBack(String value) throws Exception {
    HeaderField written = HeaderField.of("X-Test", value);

    assertThat(written.decodedValue()).isEqualTo(value);
    assertThat(MimeUtility.decodeText(MimeUtility.unfold(written.value()))).isEqualTo(value);
    Canonical.assertSevenBit(written.raw());
  }

  @Test
  void longValuesAreFoldedAtBlanksAndReadBack() throws Exception {
    String words = "word ".repeat(100).strip();
    String foreign = "\u4fdd\u5bc6".repeat(200);

    for (String value : new String[] {words, foreign, words + foreign}) {
      HeaderField written = HeaderField.of("X-Test", value);
      assertThat(new String(written.raw(), US_ASCII).split("\r\n"))
          .allMatch(line -> line.length() <= 76)
          .noneMatch(String::isBlank);
      assertThat(written.decodedValue()).isEqualTo(value);
      assertThat(MimeUtility.decodeText(MimeUtility.unfold(written.value()))).isEqualTo(value);
    }
  }

  @Test
  void aWordThatNoLineHoldsIsEncoded() {
    HeaderField written = HeaderField.of("X-Test", "x".repeat(5000));

    Canonical.assertSevenBit(written.raw());
    assertThat(written.decodedValue()).isEqualTo("x".repeat(5000));
  }

  @Test
  void aValueCannotAddAHeaderFieldOfItsOwn() {
    HeaderField written = HeaderField.of("X-Signer", "CN=x\r\nBcc: victim@example.org\r\n\r\nbody");

    assertThat(Header.parse(written.raw()).fields()).hasSize(1);
    assertThat(written.value()).isEqualTo("CN=x  Bcc: victim@example.org    body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "caf\u00e9"})
  void whatIsNoNameIsAMistakeInTheCode(String name) {
    assertThatThrownBy(() -> HeaderField.of(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
