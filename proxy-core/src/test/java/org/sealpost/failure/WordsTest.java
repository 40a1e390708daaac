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

  /** What turns the direction of writing, ends a line in UTF-8, or hides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a\r\n250 OK'|a 250 OK",
        "'a\u0085250 OK'|a 250 OK",
        "'a\u2028b\u2029c'|a b c",
        "'a\u202egpj.exe'|a gpj.exe",
        "'\u2066a\u2069 b\u200fc'|a b c",
        "'a\u200b\ufeffb'|a b",
        "'a\ud83db'|a?b",
        "'a\ue000b'|a?b",
        "' a\u3000\tb '|a b",
      })
  void attackNothingInALineEndsItOrTurnsIt(String text, String line) {
    assertThat(Words.line(text)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({"保密 <a@保.tw>", "Jörg Ångström", "x😀y", "הודעה"})
  void honestWordsOfAnyScriptStandInALine(String text) {
    assertThat(Words.line(text)).isEqualTo(text);
  }

  @Test
  void aPhraseAmongTheArgumentsIsPutInTheSameLanguage() {
    Phrase phrase = words.phrase("plain");
    Words chinese = Words.beside(WordsTest.class, Locale.TRADITIONAL_CHINESE);

    assertThat(chinese.text("card", phrase)).contains("無法寄出。");
    assertThat(words.text("card", phrase)).contains("It can't be sent.");
    assertThat(phrase).hasToString("It can't be sent.");
  }
}
