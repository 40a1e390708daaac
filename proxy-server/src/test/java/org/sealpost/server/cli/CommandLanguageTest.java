package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Phrase;

class CommandLanguageTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "LANG=zh_TW.UTF-8, zh-TW",
    "LANG=zh_TW, zh-TW",
    "LANG=zh_HK.UTF-8, zh-TW",
    "LANG=zh_CN.UTF-8, en",
    "LANG=en_GB.UTF-8, en",
    "LANG=de_DE.UTF-8, en",
    "LANG=en_US.UTF-8 LC_MESSAGES=zh_TW.UTF-8, zh-TW",
    "LANG=zh_TW.UTF-8 LC_MESSAGES=en_US.UTF-8, en",
    "LANG=en_US.UTF-8 LC_MESSAGES=en_US.UTF-8 LC_ALL=zh_TW.UTF-8, zh-TW",
    "LANG=zh_TW.UTF-8 LC_ALL=C.UTF-8, en",
    "LANG=zh_TW.UTF-8 LC_CTYPE=C.UTF-8, zh-TW",
    "LANG=en_US.UTF-8 LANGUAGE=zh_TW:en, zh-TW",
    "LANG=zh_TW.UTF-8 LANGUAGE=en, en",
    "LANG=zh_TW.UTF-8 LANGUAGE=de:zh_TW, zh-TW",
    "LANG=zh_TW.UTF-8 LANGUAGE=de:fr, zh-TW",
    "LANG=C LANGUAGE=zh_TW, en",
    "LANG=POSIX, en",
  })
  void theEnvironmentSaysItAsForOtherPrograms(String environment, String language) {
    Map<String, String> variables =
        Arrays.stream(environment.split(" "))
            .map(it -> it.split("="))
            .collect(Collectors.toMap(it -> it[0], it -> it[1]));
    assertThat(CommandLanguage.of(variables)).contains(Locale.forLanguageTag(language));
  }

  @Test
  void anEnvironmentThatSaysNothingLeavesItToTheSystem() {
    assertThat(CommandLanguage.of(Map.of("LC_CTYPE", "C.UTF-8", "LANG", ""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--language zh-TW doctor, zh-TW",
    "doctor --language=ZH_tw, zh-TW",
    "doctor --language en, en",
    "--language zh-TW --language en lock, en",
  })
  void theOptionStandsAnywhere(String arguments, String language) {
    assertThat(CommandLanguage.among(arguments.split(" ")))
        .contains(Locale.forLanguageTag(language));
  }

  @Test
  void whatIsNoOptionSaysNothing() {
    assertThat(CommandLanguage.among("open", "--", "--language=zh-TW")).isEmpty();
    assertThat(CommandLanguage.among("open", "--language")).isEqualTo(Optional.empty());
    assertThat(Phrase.TAIWAN.toLanguageTag()).isEqualTo("zh-TW");
  }

  @Test
  void aLanguageThatThereIsNotIsRefused() {
    CommandRun run = CommandRun.of(home, "lock", "--language", "fr");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--language", "\"fr\" is not a language that there is");
  }

  @ParameterizedTest
  @CsvSource({
    "lock now, 多餘的參數：now",
    "lock --nwo, 沒有這個選項：--nwo",
    "open, 缺少：FILE",
    "open --at x m.eml, --at：「x」不是時間",
    "book export --format x --all, --format 不接受「x」這個值",
    "book, sealpost book：缺少子命令",
    "allow, 請指定要寄給誰",
    "card list, 卡片代理程式（card-agent）沒有在執行",
  })
  void whatIsWrongIsSaidInTheLanguage(String arguments, String words) {
    CommandRun run = CommandRun.of(home, ("--language zh-TW " + arguments).split(" "));
    assertThat(run.status()).isNotZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("sealpost: ").contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "lock --json, 1",
    "open --json, 2",
    "card list --json, 1",
    "sent --json --limit 0, 2"
  })
  void aProgramReadsWhyACommandFailedInEnglish(String arguments, int status) {
    CommandRun run = CommandRun.of(home, ("--language zh-TW " + arguments).split(" "));
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.jsonLines())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.get("status").getAsInt()).isEqualTo(status);
              assertThat(object.get("error").getAsString()).matches("\\p{ASCII}+");
            });
    assertThat(run.err()).startsWith("sealpost: ");
  }
}
