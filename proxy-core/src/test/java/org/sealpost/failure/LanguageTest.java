package org.sealpost.failure;

import static org.assertj.core.api.Assertions.assertThat;

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
}
