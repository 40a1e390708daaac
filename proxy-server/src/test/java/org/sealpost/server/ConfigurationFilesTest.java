package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.EffectiveSettings.Setting;
import org.sealpost.server.EffectiveSettings.Source;
import org.sealpost.server.Settings.AccountSettings;

/** What the user sets stands before what is set for the machine, key by key. */
class ConfigurationFilesTest {
  private static final String ACCOUNT =
      "{ address = \"%s\", smtp { host = mail.test, port = 465, tls = implicit },"
          + " pop3 { host = mail.test, port = 995, tls = implicit } }";

  @TempDir Path folder;

  private Path home;
  private Path machine;
  private Path user;

  @BeforeEach
  void nameFiles() throws IOException {
    home = folder.resolve("home");
    machine = folder.resolve("etc/sealpost.conf");
    user = home.resolve(".config/sealpost/sealpost.conf");
    Files.createDirectories(machine.getParent());
    Files.createDirectories(user.getParent());
  }

  private Surroundings surroundings() {
    return new Surroundings(home, Map.of(), Optional.of(machine));
  }

  private Settings load() throws SettingsException {
    return Settings.load(Optional.empty(), surroundings());
  }

  @Test
  void theUsersFileStandsBeforeTheMachinesKeyByKey() throws Exception {
    Files.writeString(
        machine,
        "sealpost { listen { smtp = \"127.0.0.1:2601\", pop3 = \"127.0.0.1:1601\" },"
            + " policy.sign = never }");
    Files.writeString(user, "sealpost { listen.smtp = \"127.0.0.1:2700\" }");
    Settings settings = load();
    assertThat(settings.listen().smtp().orElseThrow().getPort()).isEqualTo(2700);
    assertThat(settings.listen().pop3().orElseThrow().getPort()).isEqualTo(1601);
    assertThat(settings.file()).contains(user);
    assertThat(settings.files().paths()).containsExactly(user, machine);
  }

  @Test
  void eachSettingNamesTheFileThatItIsFrom() throws Exception {
    Files.writeString(
        machine,
        "sealpost {\n listen.smtp = \"127.0.0.1:2601\"\n listen.pop3 = \"127.0.0.1:1601\"\n}\n");
    Files.writeString(user, "sealpost.listen.smtp = \"127.0.0.1:2700\"\n");
    List<Setting> settings =
        EffectiveSettings.read(load().files()).groups().stream()
            .flatMap(group -> group.settings().stream())
            .toList();
    assertThat(source(settings, "sealpost.listen.smtp"))
        .isEqualTo(new Source.Line(user.toString(), 1));
    assertThat(source(settings, "sealpost.listen.pop3"))
        .isEqualTo(new Source.Line(machine.toString(), 3));
    assertThat(source(settings, "sealpost.listen.console")).isEqualTo(new Source.Standard());
  }

  private static Source source(List<Setting> settings, String path) {
    return settings.stream()
        .filter(it -> it.path().equals(path))
        .findFirst()
        .orElseThrow()
        .source();
  }

  @Test
  void theUsersListOfAccountsTakesThePlaceOfTheMachines() throws Exception {
    Files.writeString(
        machine, "sealpost.accounts = [" + ACCOUNT.formatted("all@example.test") + "]");
    Files.writeString(user, "sealpost.accounts = [" + ACCOUNT.formatted("ming@example.test") + "]");
    assertThat(load().accounts())
        .map(AccountSettings::account)
        .map(account -> account.address())
        .containsExactly("ming@example.test");
  }

  @Test
  void aRelativePathStartsAtTheFolderOfTheFileThatItIsIn() throws Exception {
    Files.writeString(machine, "sealpost { trust.anchors = [ca.pem] \n include \"more.conf\" }");
    Files.writeString(
        machine.resolveSibling("more.conf"), "upstream.trusted-certificates = [tls.pem]");
    Files.writeString(user, "sealpost.state-dir = state");
    Settings settings = load();
    assertThat(settings.trust().anchors()).containsExactly(machine.resolveSibling("ca.pem"));
    assertThat(settings.upstream().trustedCertificates())
        .containsExactly(machine.resolveSibling("tls.pem"));
    assertThat(settings.stateDir()).isEqualTo(user.resolveSibling("state"));
  }

  @Test
  void aNamedFileStandsAlone() throws Exception {
    Files.writeString(machine, "sealpost.listen.smtp = \"127.0.0.1:2601\"");
    Files.writeString(user, "sealpost.listen.pop3 = \"127.0.0.1:1700\"");
    Path named = Files.writeString(folder.resolve("named.conf"), "sealpost.language = en");
    Settings settings = Settings.load(Optional.of(named), surroundings());
    assertThat(settings.listen().smtp().orElseThrow().getPort()).isEqualTo(2525);
    assertThat(settings.listen().pop3().orElseThrow().getPort()).isEqualTo(1110);
    assertThat(settings.files().arguments()).containsExactly("--config", named.toString());
  }

  @Test
  void theMachinesFileServesAUserWithoutOne() throws Exception {
    Files.writeString(machine, "sealpost.listen.smtp = \"127.0.0.1:2601\"");
    assertThat(load().listen().smtp().orElseThrow().getPort()).isEqualTo(2601);
  }

  @Test
  void mistakesInBothFilesAreToldAtOnceEachWithItsFile() throws Exception {
    Files.writeString(machine, "sealpost {\n listne.smtp = x\n}");
    Files.writeString(user, "sealpost.card-agent.pin-tries = many");
    SettingsException wrong = catchThrowableOfType(SettingsException.class, this::load);
    assertThat(wrong.found())
        .map(SettingProblem::place)
        .containsExactlyInAnyOrder(machine + ":2", user + ":1");
    assertThat(wrong.found())
        .map(problem -> problem.key().orElse(""))
        .containsExactlyInAnyOrder("sealpost.listne", "sealpost.card-agent.pin-tries");
  }

  @Test
  void filesThatAreNoHoconAreToldBoth() throws Exception {
    Files.writeString(machine, "sealpost {\n");
    Files.writeString(user, "sealpost = [\n");
    SettingsException wrong = catchThrowableOfType(SettingsException.class, this::load);
    assertThat(wrong.found())
        .map(problem -> problem.file().orElse(""))
        .containsExactlyInAnyOrder(machine.toString(), user.toString());
  }
}
