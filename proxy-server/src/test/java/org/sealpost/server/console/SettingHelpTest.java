package org.sealpost.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Phrase;
import org.sealpost.server.EffectiveSettings;
import org.sealpost.server.EffectiveSettings.Group;
import org.sealpost.server.EffectiveSettings.Setting;
import org.sealpost.server.SettingsException;

/** What settings mean, in both languages. */
class SettingHelpTest {
  private final SettingHelp help = new SettingHelp();

  @Test
  void whatIsExplainedInReferenceConfIsExplainedInChineseAndNothingElse() throws SettingsException {
    Set<String> explained = new TreeSet<>();
    for (Group group : EffectiveSettings.read(Optional.empty()).groups()) {
      if (!group.help().isEmpty()) {
        explained.add(group.path());
      }
      for (Setting setting : group.settings()) {
        if (!setting.help().isEmpty()) {
          explained.add(setting.path());
        }
      }
    }
    assertThat(help.paths()).isEqualTo(explained);
  }

  @Test
  void everyExplanationIsInItsLanguage() throws SettingsException {
    for (Group group : EffectiveSettings.read(Optional.empty()).groups()) {
      for (Setting setting : group.settings()) {
        help.of(setting.path(), setting.help())
            .ifPresent(
                phrase -> {
                  assertThat(phrase.in(Phrase.TAIWAN))
                      .as(setting.path())
                      .containsPattern("\\p{IsHan}");
                  assertThat(phrase.english()).isEqualTo(setting.help());
                });
      }
    }
  }

  @Test
  void whatIsNotExplainedHasNoHelp() {
    assertThat(help.of("sealpost.accounts[0].address", "")).isEmpty();
  }
}
