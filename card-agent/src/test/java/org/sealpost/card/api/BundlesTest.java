package org.sealpost.card.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundlesTest {
  @ParameterizedTest
  @CsvSource({
    "zh-TW, true",
    "zh-Hant-TW, true",
    "zh-Hant, true",
    "zh-HK, true",
    "zh-MO, true",
    "zh-CN, false",
    "zh-Hans-HK, false",
    "zh, false",
    "de, false",
    "en, false",
    "en-HK, false",
    "und, false"
  })
  void whoReadsTraditionalCharactersIsToldInChineseAndAllOthersInEnglish(
      String reader, boolean chinese) {
    Locale locale = Locale.forLanguageTag(reader);

    assertThat(Bundles.isChinese(locale)).isEqualTo(chinese);
    assertThat(Bundles.beside(Bundles.class, locale).getLocale())
        .isEqualTo(chinese ? Locale.TRADITIONAL_CHINESE : Locale.ROOT);
    assertThat(new Told("card", "卡片").in(locale)).isEqualTo(chinese ? "卡片" : "card");
  }
}
