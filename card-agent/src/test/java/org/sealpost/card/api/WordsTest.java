package org.sealpost.card.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private static final Pattern PLACE = Pattern.compile("\\{([0-9])");

  private static Properties bundle(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(Words.class.getResourceAsStream(name)),
            StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties;
  }

  private static Set<String> places(String text) {
    return new TreeSet<>(PLACE.matcher(text).results().map(MatchResult::group).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "agent", "token"})
  void everyTextIsInBothLanguagesAndSaysTheSameThings(String name) throws IOException {
    Properties english = bundle("/org/sealpost/card/" + name + "/messages.properties");
    Properties chinese = bundle("/org/sealpost/card/" + name + "/messages_zh_TW.properties");
    assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(places(chinese.getProperty(key)))
          .as(key)
          .isEqualTo(places(english.getProperty(key)));
    }
  }

  @Test
  void whatIsToldInsideASentenceIsInItsLanguage() {
    Words words = Words.beside(WordsTest.class);
    Told inner = words.told("agent.timeout");
    Told outer = words.told("agent.absent", inner);
    assertThat(outer.in(Locale.ENGLISH)).contains(inner.english());
    assertThat(outer.in(Locale.TRADITIONAL_CHINESE)).contains(inner.chinese());
  }

  @Test
  void whatAnOlderAgentToldInEnglishAloneIsToldInEnglish() {
    assertThat(new Told("It failed.", "").in(Locale.TRADITIONAL_CHINESE)).isEqualTo("It failed.");
    assertThat(Told.NOTHING.then(new Told("a", "")).in(Locale.TRADITIONAL_CHINESE)).isEqualTo("a");
  }

  @Test
  void onlyTraditionalChineseIsNotEnglish() {
    Told told = new Told("card", "卡片");
    assertThat(told.in(Locale.TRADITIONAL_CHINESE)).isEqualTo("卡片");
    assertThat(told.in(Locale.SIMPLIFIED_CHINESE)).isEqualTo("card");
    assertThat(told.in(Locale.GERMANY)).isEqualTo("card");
  }
}
