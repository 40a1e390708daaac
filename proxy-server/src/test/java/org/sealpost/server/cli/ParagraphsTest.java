package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ParagraphsTest {
  @Test
  void aLineIsBrokenBetweenWordsAndAStepStaysIndented() {
    assertThat(new Paragraphs(OptionalInt.of(24)).of("Mail\n1. Open the menu New Account\n  two"))
        .isEqualTo("Mail\n1. Open the menu New\n   Account\n  two");
  }

  @Test
  void aQuestionKeepsTheBlankBehindIt() {
    assertThat(new Paragraphs(OptionalInt.of(80)).of("Your mail address: "))
        .isEqualTo("Your mail address: ");
  }

  @Test
  void chineseIsBrokenWithoutBlanks() {
    assertThat(new Paragraphs(OptionalInt.of(20)).of("印記詞會出現在檢查過的郵件主旨之前。"))
        .isEqualTo("印記詞會出現在檢查過\n的郵件主旨之前。");
  }

  @Test
  void withoutATerminalNothingIsBroken() {
    String text = "word ".repeat(100);
    assertThat(new Paragraphs(OptionalInt.empty()).of(text)).isEqualTo(text);
  }
}
