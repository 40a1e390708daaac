package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BerReaderTest {
  private static BerReader reader(String hex) {
    return new BerReader(new ByteArrayInputStream(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  @ParameterizedTest
  @CsvSource({
    "04 00, ''",
    "04 03 010203, 010203",
    "04 81 03 010203, 010203",
    "04 84 00000003 010203, 010203",
    "24 05 04 03 010203, 010203",
    "24 80 04 01 01 04 02 0203 00 00, 010203",
    "24 80 04 00 04 03 010203 00 00, 010203",
    "24 80 24 80 04 01 01 00 00 24 04 04 02 0203 00 00, 010203",
    "24 80 00 00, ''",
  })
  void stringsAreReadInAllTheirForms(String encoded, String content) throws IOException {
    try (InputStream octets = reader(encoded).octets(BerReader.OCTET_STRING)) {
      assertThat(HexFormat.of().formatHex(octets.readAllBytes())).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "04",
        "04 03 0102",
        "04 80 0102 0000",
        "04 ff 01",
        "04 87 01020304050607 01",
        "24 80 04 03 010203",
        "24 80 04 03 010203 00",
        "24 80 04 03 010203 00 01",
        "24 80 02 01 01 00 00",
        "24 03 04 03 010203",
        "30 00",
      })
  void malformedStringsAreDamaged(String encoded) {
    assertThatThrownBy(() -> reader(encoded).octets(BerReader.OCTET_STRING).readAllBytes())
        .isInstanceOf(DamagedCms.class);
  }

  @Test
  void elementsAreGivenAsTheyStand() throws IOException {
    BerReader ber = reader("30 80 02 01 05 30 80 04 01 07 00 00 05 00 00 00");
    ber.enter(BerReader.SEQUENCE);

    assertThat(ber.element(10)).isEqualTo(new byte[] {2, 1, 5});
    assertThat(ber.element(10)).isEqualTo(HexFormat.of().parseHex("30800401070000"));
    assertThat(ber.peek()).isEqualTo(5);
    ber.leave();
    assertThat(ber.peek()).isEqualTo(BerReader.END);
  }

  @Test
  void anElementBeyondItsLimitIsDamaged() {
    assertThatThrownBy(() -> reader("04 05 0102030405").element(6)).isInstanceOf(DamagedCms.class);
  }

  @Test
  void anElementLongerThanTheOneAroundItIsDamaged() {
    assertThatThrownBy(
            () -> {
              BerReader ber = reader("30 03 04 05 0102030405");
              ber.enter(BerReader.SEQUENCE);
              ber.skip();
            })
        .isInstanceOf(DamagedCms.class);
  }

  @Test
  void whatIsLeftIsSkippedOnLeaving() throws IOException {
    BerReader ber = reader("30 0a 30 80 02 01 01 00 00 02 01 02 04 01 09");
    ber.enter(BerReader.SEQUENCE);
    ber.enter(BerReader.SEQUENCE);
    ber.leave();
    ber.leave();

    assertThat(ber.octets(BerReader.OCTET_STRING).readAllBytes()).isEqualTo(new byte[] {9});
  }

  @Test
  void aLargePieceIsReadWholeWhateverTheReadSizes() throws IOException {
    byte[] head = HexFormat.of().parseHex("04830186a0");
    byte[] all = new byte[head.length + 100_000];
    System.arraycopy(head, 0, all, 0, head.length);
    for (int i = head.length; i < all.length; i++) {
      all[i] = (byte) i;
    }
    InputStream octets =
        new BerReader(new ByteArrayInputStream(all)).octets(BerReader.OCTET_STRING);

    byte[] first = octets.readNBytes(7);
    byte[] rest = octets.readAllBytes();

    assertThat(first.length + rest.length).isEqualTo(100_000);
    assertThat(rest[rest.length - 1]).isEqualTo(all[all.length - 1]);
    assertThat(octets.read()).isEqualTo(-1);
  }
}
