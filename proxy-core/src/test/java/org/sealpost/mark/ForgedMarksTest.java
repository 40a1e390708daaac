package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

class ForgedMarksTest {
  private final ForgedMarks marks = new ForgedMarks();

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
    "Subject: a [松柏 ✔簽章] b [竹梅 ✔簽章] c, 'Subject: a b c'",
    "Subject: 請看 松柏 ✔簽章] 轉帳, 'Subject: 請看 轉帳'",
    "Subject: [松柏 ✔簽章 🔒], 'Subject: '",
    "From: \"[松柏 ✔簽章] 小明\" <m@example.org>, From: 小明 <m@example.org>",
    "From: a@example.org ([松柏 ✔簽章] Ming), From: a@example.org",
  })
  void theRestOfTheFieldIsKept(String field, String left) {
    assertThat(clean(field).map(it -> it.name() + ": " + it.decodedValue())).contains(left);
  }

  /**
   * Attack: a mail with many words in it that a mark could begin with. What is missing in the
   * victim's answer would tell which of them is the seal word.
   */
  @ParameterizedTest
  @CsvSource({"[%s ✔signed]", "[%s ✔簽章 🔒]", "【%s ⛔簽章無效】", "[%s ✔ Signature]", "[%s ✔ 🔒]"})
  void attackNoCandidateForTheSealWordIsLeftWhereOthersGo(String mark) {
    String all = candidates().map(word -> mark.formatted(word) + " ").collect(Collectors.joining());

    assertThat(clean("Subject: " + all + "hello").map(HeaderField::decodedValue)).contains("hello");
  }

  @ParameterizedTest
  @CsvSource({"[%s]", "(%s)", "[%s ✔]", "[%s 🔒]", "%s ✔signed", "✔ %s", "[%s] ✔", "[%s-list]"})
  void attackNoCandidateForTheSealWordGoesWhereOthersAreLeft(String shape) {
    String all =
        candidates().map(word -> shape.formatted(word) + " ").collect(Collectors.joining());
    HeaderField field =
        Header.parse(("Subject: " + all + "\r\n").getBytes(UTF_8)).fields().getFirst();

    assertThat(marks.without(field)).containsSame(field);
  }

  private static Stream<String> candidates() {
    String letters = "bdfgklmnprstvz";
    return Stream.concat(
        Stream.of("松柏", "maple", "fofaker", "煙鼓風"),
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    letters.charAt(i % 14)
                        + "o"
                        + letters.charAt(i / 14 % 14)
                        + "a"
                        + letters.charAt(i / 196 % 14)
                        + "un"));
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

  @Test
  void aTicketSystemsBracketThatReadsAsAMarkIsLost() {
    HeaderField field = HeaderField.of("Subject", "[Ticket ❌ not verified] your order");

    assertThat(marks.without(field).orElseThrow().decodedValue()).isEqualTo("your order");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[#4711] ❌ not verified",
        "[Ticket #4711] your order",
        "[Ticket ❌] your order",
        "[Ticket not verified] your order",
      })
  void honestTicketsKeepTheirBrackets(String subject) {
    HeaderField field = HeaderField.of("Subject", subject);

    assertThat(marks.without(field)).containsSame(field);
  }
}
