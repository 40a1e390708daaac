package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user reads in the mail client when a mail does not leave. */
class RefusalWordsTest {
  @ParameterizedTest
  @ValueSource(strings = {"policy", "outbound"})
  void everyRefusalSaysWhatHappenedWhyAndWhatToDo(String bundle) throws IOException {
    Map<String, String> refusals = refusals(bundle);

    assertThat(refusals).hasSizeGreaterThan(8);
    assertThat(refusals)
        .allSatisfy(
            (key, text) -> {
              assertThat(text).as(key).containsPattern("because |: ");
              assertThat(text).as(key).containsIgnoringCase("send again");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy", "outbound"})
  void allWordsOfOursAreAsciiAsRepliesMustBe(String bundle) throws IOException {
    assertThat(words(bundle))
        .allSatisfy((key, text) -> assertThat(text).as(key).matches("\\p{Print}+"));
  }

  private static Map<String, String> refusals(String bundle) throws IOException {
    return words(bundle).entrySet().stream()
        .filter(entry -> entry.getValue().matches("(Not|Nothing was) sent.*"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, String> words(String bundle) throws IOException {
    Properties words = new Properties();
    try (Reader in =
        new InputStreamReader(
            RefusalWordsTest.class.getResourceAsStream(
                "/org/sealpost/" + bundle + "/messages.properties"),
            UTF_8)) {
      words.load(in);
    }
    return words.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, words::getProperty));
  }
}
