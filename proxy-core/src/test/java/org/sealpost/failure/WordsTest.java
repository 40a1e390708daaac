package org.sealpost.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private final Words words = Words.beside(WordsTest.class);

  @Test
  void aDoubledApostropheIsOneWithOrWithoutArguments() {
    assertThat(words.text("plain")).isEqualTo("It can't be sent.");
    assertThat(words.text("card", "Anna")).startsWith("The card “Anna” isn't in");
  }

  @Test
  void argumentsAreNotReadAsPatterns() {
    assertThat(words.text("card", "{0} '{1}'")).contains("“{0} '{1}'”");
  }

  @Test
  void numbersAreGroupedUnlessTheyArePorts() {
    assertThat(words.text("count", 12345)).isEqualTo("12,345 mails");
    assertThat(words.text("port", 12345)).isEqualTo("Nothing listens on port 12345.");
  }

  @Test
  void aLanguageHasItsWordsAndEnglishWhereItLacksThem() {
    Words chinese = Words.beside(WordsTest.class, Locale.TRADITIONAL_CHINESE);

    assertThat(chinese.text("plain")).isEqualTo("無法寄出。");
    assertThat(chinese.text("port", 25)).isEqualTo("Nothing listens on port 25.");
  }

  @Test
  void anUnknownKeyIsAMistakeInTheCode() {
    assertThatThrownBy(() -> words.text("none")).isInstanceOf(MissingResourceException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain words|plain words",
        "'a\r\n250 OK'|a 250 OK",
        "'a\n\n\tb'|a b",
        "'a\u0000b\u007fc\u0085d'|a b c d",
        "' ends '|ends",
        "Jörg Ångström|Jorg Angstrom",
        "保密 <a@保.tw>|?? <a@?.tw>",
        "x\ud83d\ude00y|x?y",
        "~!@|~!@"
      })
  void repliesAreOneLineOfPrintableAscii(String text, String reply) {
    assertThat(Words.ascii(text)).isEqualTo(reply);
  }
}
