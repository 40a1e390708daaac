package org.sealpost.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource({
    "zh-TW, zh-TW",
    "zh-Hant-TW, zh-TW",
    "zh-Hant, zh-TW",
    "zh-HK, zh-TW",
    "zh-CN, en",
    "zh-Hans-HK, en",
    "zh, en",
    "en-GB, en",
    "de, en",
    "und, en"
  })
  void readersOfTraditionalChineseGetItAndAllOthersEnglish(String reader, String told) {
    assertThat(Language.nearest(Locale.forLanguageTag(reader)))
        .isEqualTo(Locale.forLanguageTag(told));
  }

  /** What is put together from several sources would else be half in one and half in the other. */
  @ParameterizedTest
  @CsvSource({
    "zh-TW, 無法寄出。無法寄出。",
    "zh-HK, 無法寄出。無法寄出。",
    "zh-Hant, 無法寄出。無法寄出。",
    "zh-CN, It can't be sent. It can't be sent.",
    "zh, It can't be sent. It can't be sent.",
    "de, It can't be sent. It can't be sent.",
    "en, It can't be sent. It can't be sent."
  })
  void wordsAndPhrasesAreInThatLanguage(String reader, String told) {
    Locale locale = Locale.forLanguageTag(reader);
    Phrase phrase = Phrase.of(LanguageTest.class, "plain");
    Phrase twice = new Phrase.Sentences(List.of(phrase, phrase.told()));

    assertThat(twice.in(locale)).isEqualTo(told);
    assertThat(told).startsWith(Words.beside(LanguageTest.class, locale).text("plain"));
    assertThat(twice.in(Language.nearest(locale))).isEqualTo(told);
    assertThat(Phrase.list(List.of(phrase, phrase)).in(locale).contains("、"))
        .isEqualTo(Language.nearest(locale).equals(Phrase.TAIWAN));
  }
}
