package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

class ReadingsTest {
  private static final int LONG = 60_000;

  /** Attack: each octet is read dozens of times. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00e9=?utf-8?q?=3D=3Futf-8=3Fq=3F=3D3D=3D3F=3F=3D?= ",
        "\u00e9=?big5?q?=3D=3F?= =?x?b?PT8=?= ",
        "=?utf-8?q?=3D=3F?= =?big5?q?=3D=3F?= =?x?q?=3D=3F=3D?= \u00e9",
      })
  void attackTheWorkOnAFieldIsBoundToItsLength(String piece) {
    byte[] line = piece.repeat(LONG / piece.getBytes(UTF_8).length).getBytes(UTF_8);

    assertThat(Readings.of(line)).isEmpty();

    HeaderField field =
        Header.parse(("Subject: " + new String(line, UTF_8) + "\r\n").getBytes(UTF_8))
            .fields()
            .getFirst();
    HeaderField clean = new ForgedMarks().without(field).orElseThrow();
    assertThat(clean.raw()).hasSizeLessThan(4000);
    assertThat(new ForgedMarks().without(clean)).containsSame(clean);
  }

  @Test
  void aLongListOfEncodedNamesIsReadInAllWays() {
    String one = "=?utf-8?B?546L5bCP5piO?= =?big5?B?pKQ=?= <ming@example.tw>, ";
    byte[] line = one.repeat(LONG / one.length()).getBytes(UTF_8);

    assertThat(Readings.of(line)).get().satisfies(all -> assertThat(all).hasSizeGreaterThan(2));
  }

  @Test
  void rawTextIsReadInAllCharsetsHoweverLong() {
    assertThat(Readings.of("會議".repeat(LONG / 6).getBytes(UTF_8)))
        .get()
        .satisfies(all -> assertThat(all).hasSize(4));
  }
}
