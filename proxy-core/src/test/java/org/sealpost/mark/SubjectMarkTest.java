package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

class SubjectMarkTest {
  static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Phrase.TAIWAN);

  private static final SubjectMark MARK = new SubjectMark(new SealWord("松柏"), Phrase.TAIWAN);
  private static final String TEXT = "[松柏 ✔簽章 🔒]";

  private static HeaderField marked(String subject) {
    HeaderField field =
        Header.parse(("Subject:" + subject + "\r\n").getBytes(UTF_8)).fields().getFirst();
    return SubjectMark.before(Optional.of(field), TEXT);
  }

  @Test
  void theMarkHasTheSealWordAndWhatWasFound() {
    assertThat(MARK.text(List.of(MarkState.VALID, MarkState.ENCRYPTED))).isEqualTo(TEXT);
    assertThat(MARK.text(List.of(MarkState.ENCRYPTED))).isEqualTo("[松柏 🔒僅加密]");
    assertThat(
            new SubjectMark(new SealWord("maple"), Locale.ENGLISH)
                .text(List.of(MarkState.INVALID, MarkState.ALTERABLE)))
        .isEqualTo("[maple ⛔bad signature ⚡alterable]");
  }

  /** No two are told apart by a sign alone or by a word alone. */
  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void anyTwoStatesDifferInWordAndInSign(Locale language) {
    for (MarkState one : MarkState.values()) {
      assertThat(one.word(language)).isNotBlank().hasSizeLessThanOrEqualTo(16);
      assertThat(one.sign().codePointCount(0, one.sign().length())).isOne();
      for (MarkState other : MarkState.values()) {
        if (one != other) {
          assertThat(one.word(language)).isNotEqualTo(other.word(language));
          assertThat(one.sign()).isNotEqualTo(other.sign());
        }
      }
    }
  }

  /** Each sign is of a family of look-alikes that no other sign is in. */
  @Test
  void everyMarkWithAWrongWordIsKnownForALookAlike() {
    ForgedMarks marks = new ForgedMarks();
    for (Locale language : LANGUAGES) {
      for (MarkState state : MarkState.values()) {
        String text = new SubjectMark(new SealWord("竹梅"), language).text(List.of(state));
        assertThat(marks.without(SubjectMark.before(Optional.empty(), text)))
            .as(text)
            .map(HeaderField::value)
            .contains("");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\" hello\", hello",
        "\" =?utf-8?Q?hello?=\", hello",
        "\" 會議\", 會議",
        "\"\\r\\n folded\", folded",
        "\"hello\", hello",
        "\" [sign] hello\", [sign] hello",
      })
  void aBlankIsBetweenTheMarkAndTheSubject(String subject, String shown) {
    assertThat(marked(subject.replace("\\r\\n", "\r\n")).decodedValue())
        .isEqualTo(TEXT + " " + shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n "})
  void aMailWithoutASubjectGetsOne(String subject) {
    assertThat(marked(subject).decodedValue()).isEqualTo(TEXT);
    assertThat(SubjectMark.before(Optional.empty(), TEXT).decodedValue()).isEqualTo(TEXT);
  }

  @Test
  void theSubjectsOwnOctetsStayAsTheyAre() {
    for (String odd : List.of("a\u00ff\u0001b", "=?big5?B?pKQ=?=", "a  b\r\n\tc ", "=?x?Q?")) {
      byte[] raw = ("Subject: " + odd + "\r\n").getBytes(ISO_8859_1);
      HeaderField field = Header.parse(raw).fields().getFirst();
      assertThat(new String(SubjectMark.before(Optional.of(field), TEXT).raw(), ISO_8859_1))
          .endsWith("\r\n " + odd + "\r\n");
    }
  }

  @Test
  void allLinesOfTheMarkAreShort() {
    String longest = "封".repeat(SealWord.LONGEST);
    for (Locale language : LANGUAGES) {
      String text =
          new SubjectMark(new SealWord(longest), language)
              .text(List.of(MarkState.UNTRUSTED, MarkState.ALTERABLE));
      HeaderField field = SubjectMark.before(Optional.empty(), text);
      assertThat(field.decodedValue()).isEqualTo(text);
      assertThat(new String(field.raw(), UTF_8).lines())
          .allMatch(line -> line.length() <= 76 && line.chars().allMatch(c -> c < 127));
      assertThat(Stream.of(field.value().split(" "))).allMatch(word -> word.length() <= 75);
    }
  }
}
