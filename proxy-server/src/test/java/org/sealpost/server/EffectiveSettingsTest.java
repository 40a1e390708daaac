package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.EffectiveSettings.Setting;
import org.sealpost.server.EffectiveSettings.Source;

/** Every setting is told with where it comes from, and nothing secret is. */
class EffectiveSettingsTest {
  @TempDir Path folder;

  private List<Setting> settings(String text) throws IOException, SettingsException {
    Path file = Files.writeString(folder.resolve("sealpost.conf"), text);
    return EffectiveSettings.read(Optional.of(file)).groups().stream()
        .flatMap(group -> group.settings().stream())
        .toList();
  }

  private static Setting named(List<Setting> settings, String path) {
    return settings.stream().filter(it -> it.path().equals(path)).findFirst().orElseThrow();
  }

  @Test
  void aSettingThatNobodySetIsTheDefaultAndExplained() throws Exception {
    Setting setting = named(settings(""), "sealpost.card-agent.pin-wait");

    assertThat(setting.source()).isEqualTo(new Source.Standard());
    assertThat(setting.value()).contains("45 seconds");
    assertThat(setting.standard()).isTrue();
    assertThat(setting.help()).startsWith("How long the proxy waits for a PIN");
  }

  @Test
  void aSettingInAFileNamesItsLine() throws Exception {
    List<Setting> settings =
        settings("sealpost {\n  listen.smtp = \"127.0.0.1:25\"\n  policy.sign = always\n}\n");

    Setting changed = named(settings, "sealpost.listen.smtp");
    assertThat(changed.source())
        .isEqualTo(new Source.Line(folder.resolve("sealpost.conf").toString(), 2));
    assertThat(changed.standard()).isFalse();
    Setting same = named(settings, "sealpost.policy.sign");
    assertThat(same.standard()).isTrue();
    assertThat(same.source())
        .isEqualTo(new Source.Line(folder.resolve("sealpost.conf").toString(), 3));
  }

  @Test
  void whatIsInAListOfAccountsIsToldSettingBySetting() throws Exception {
    List<Setting> settings =
        settings("sealpost.accounts = [{ address = \"a@example.test\"\n smtp.host = mail.test }]");

    assertThat(named(settings, "sealpost.accounts[0].address").value()).contains("a@example.test");
    assertThat(named(settings, "sealpost.accounts[0].smtp.host").value()).contains("mail.test");
  }

  @Test
  void theSealWordStaysHidden() throws Exception {
    assertThat(named(settings("sealpost.marks.seal-word = 松柏"), "sealpost.marks.seal-word").value())
        .isEmpty();
    assertThat(named(settings(""), "sealpost.marks.seal-word").value()).contains("auto");
  }

  @Test
  void theFileOfAPasswordIsNoSecret() throws Exception {
    String text = "sealpost.directories.ldap = [{ name = a, password-file = \"ldap.password\" }]";

    assertThat(named(settings(text), "sealpost.directories.ldap[0].password-file").value())
        .contains("ldap.password");
  }
}
