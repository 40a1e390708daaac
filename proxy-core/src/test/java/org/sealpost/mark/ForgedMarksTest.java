package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

class ForgedMarksTest {
  private final ForgedMarks marks = new ForgedMarks(HeaderTable.SEAL);

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("org.sealpost.mark.HeaderTable#forgeries")
  void nothingIsLeftOfAForgery(HeaderTable.Row row) {
    Header clean = marks.without(row.header());

    assertThat(HeaderTable.octets(clean)).isNotEqualTo(row.octets());
    for (HeaderField field : clean.fields()) {
      assertThat(marks.without(field)).as(field.toString()).contains(field);
      assertThat(field.decodedValue()).doesNotContain("松柏", "✔");
    }
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("org.sealpost.mark.HeaderTable#honest")
  void anHonestHeaderPassesOctetForOctet(HeaderTable.Row row) {
    assertThat(HeaderTable.octets(marks.without(row.header()))).isEqualTo(row.octets());
  }

  @ParameterizedTest
  @CsvSource({
    "Subject: Re: [松柏 ✔簽章 🔒] 通知, 'Subject: Re: 通知'",
    "Subject: 松柏 ✔簽章 🔒 轉帳, 'Subject: 轉帳'",
    "Subject: [松柏 ✔簽章 🔒], 'Subject: '",
    "From: \"[松柏 ✔簽章] 小明\" <m@example.org>, From: 小明 <m@example.org>",
    "From: a@example.org ([松柏 ✔簽章] Ming), From: a@example.org",
  })
  void theRestOfTheFieldIsKept(String field, String left) {
    assertThat(clean(field).map(it -> it.name() + ": " + it.decodedValue())).contains(left);
  }

  @Test
  void marksThatAnyInstallationCouldHaveAreKnownWithoutASealWord() {
    ForgedMarks strangers = new ForgedMarks(Optional.empty());

    assertThat(strangers.without(Header.parse("Subject: [竹梅 ✔簽章] a\r\n".getBytes(UTF_8))).fields())
        .extracting(HeaderField::decodedValue)
        .containsExactly("a");
  }

  /** Attack: so much to clean that it costs the receiver's time. */
  @ParameterizedTest
  @CsvSource({"[✔簽章", "[松柏", "[[[[]", "松柏✔", "=?utf-8?Q?=5B?=", "=?x", "簽[", "|✔簽章"})
  void attackAFieldFullOfForgeriesIsCleanedAllTheSame(String piece) {
    String field = "Subject: " + piece.repeat(60_000 / piece.getBytes(UTF_8).length);

    Optional<HeaderField> clean = clean(field);

    clean.ifPresent(it -> assertThat(marks.without(it)).contains(it));
  }

  @Test
  void aSubjectThatIsTooLongForAnHonestOneGoes() {
    assertThat(clean("Subject: " + "a".repeat(1 << 16))).isEmpty();
    assertThat(clean("To: " + "a@example.tw, ".repeat(6000) + "b@example.tw")).isPresent();
  }

  private Optional<HeaderField> clean(String field) {
    return marks.without(Header.parse((field + "\r\n").getBytes(UTF_8)).fields().getFirst());
  }

  @FuzzTest
  void whatIsCleanedIsCleanForAnybody(byte[] header) {
    Header clean = marks.without(Header.parse(header));

    for (HeaderField field : clean.fields()) {
      assertThat(marks.without(field)).contains(field);
    }
  }
}
