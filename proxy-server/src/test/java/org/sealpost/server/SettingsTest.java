package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.RecipientRule;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.TriggerWords;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.IssuerFetching;
import org.sealpost.server.Settings.PinPrompt;
import org.sealpost.server.Settings.RevocationWay;
import org.sealpost.server.Settings.ServerSettings;
import org.sealpost.server.Settings.TrustSettings;
import org.sealpost.server.account.MailAccount.SubmissionLogin;
import org.sealpost.server.account.Upstream;
import org.sealpost.trust.RevocationPolicy;

class SettingsTest {
  private static final String SERVERS =
      """
      smtp = { host = smtp.example.tw, port = 465, tls = implicit }
      pop3 = { host = pop.example.tw, port = 995, tls = implicit }
      """;

  @TempDir Path folder;

  static Stream<String> brokenConfigurations() throws IOException, URISyntaxException {
    return names(resource("settings/broken"));
  }

  @ParameterizedTest
  @MethodSource("brokenConfigurations")
  void aBrokenConfigurationIsRefusedWithALineForEachProblem(String name) throws Exception {
    Path file = resource("settings/broken/" + name + "/sealpost.conf");
    SettingsException refusal =
        catchThrowableOfType(SettingsException.class, () -> load(Optional.of(file)));
    assertThat(refusal).isNotNull();
    String said =
        refusal.problems().stream()
            .map(line -> line.english().replace(file.getParent() + "/", "") + "\n")
            .collect(Collectors.joining());
    assertThat(said).isEqualTo(Files.readString(file.resolveSibling("expected.txt")));
  }

  @Test
  void theConfigurationOfTheDesignLoadsAsItIs() throws Exception {
    Settings settings = load(Optional.of(resource("settings/good/design.conf")));
    assertThat(settings.accounts())
        .singleElement()
        .satisfies(
            account -> {
              assertThat(account.account().address()).isEqualTo("ming@example.tw");
              assertThat(account.account().sign()).isEqualTo(SignPolicy.ALWAYS);
              assertThat(account.account().encrypt()).isEqualTo(EncryptPolicy.WHEN_POSSIBLE);
              assertThat(account.logins()).containsExactly("ming");
              assertThat(account.smtp())
                  .contains(new ServerSettings("smtp.example.tw", 465, Upstream.Mode.IMPLICIT));
              assertThat(account.pop3())
                  .contains(new ServerSettings("pop.example.tw", 995, Upstream.Mode.IMPLICIT));
            });
    assertThat(settings.listen().smtp()).contains(loopback(2525));
    assertThat(settings.listen().pop3()).contains(loopback(1110));
    assertThat(settings.cardAgent().pinIdle()).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings.cardAgent().pinPrompt())
        .containsExactly(PinPrompt.PINENTRY, PinPrompt.TERMINAL);
  }

  @Test
  void theExampleLoadsAsItIs() throws Exception {
    Settings settings = load(Optional.of(Path.of("../conf/sealpost.conf")));
    assertThat(settings.accounts()).hasSize(1);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void theDesignedConfigurationHasAConsole() throws Exception {
    Settings settings = load(Optional.of(resource("settings/good/design.conf")));
    assertThat(settings.warnings()).isEmpty();
    assertThat(settings.listen().console()).contains(loopback(8025));
  }

  @Test
  void modulesAreFoundOrNamedOrNone() throws Exception {
    assertThat(load("").cardAgent().modules()).isEmpty();
    assertThat(load("card-agent.module = none").cardAgent().modules()).contains(List.of());
    assertThat(load("card-agent.module = \"/usr/lib/opensc-pkcs11.so\"").cardAgent().modules())
        .contains(List.of(Path.of("/usr/lib/opensc-pkcs11.so")));
    assertThat(load("card-agent.module = [/lib/a.so, /lib/b.so]").cardAgent().modules())
        .contains(List.of(Path.of("/lib/a.so"), Path.of("/lib/b.so")));
  }

  @Test
  void whatCertificatesAreJudgedByIsReadAsItIsWritten() throws Exception {
    TrustSettings standard = load("").trust();
    assertThat(standard.revocation()).isEqualTo(RevocationPolicy.Mode.PREFER);
    assertThat(standard.ask()).containsExactly(RevocationWay.CRL, RevocationWay.OCSP);
    assertThat(standard.patience()).isEqualTo(Duration.ofSeconds(2));
    assertThat(standard.fetchIssuers()).isEqualTo(IssuerFetching.KNOWN);
    assertThat(standard.systemStore()).isFalse();
    TrustSettings other =
        load("trust { revocation = off, ask = ocsp, fetch-issuers = never, system-store = true }")
            .trust();
    assertThat(other.revocation()).isEqualTo(RevocationPolicy.Mode.OFF);
    assertThat(other.ask()).containsExactly(RevocationWay.OCSP);
    assertThat(other.fetchIssuers()).isEqualTo(IssuerFetching.NEVER);
    assertThat(other.systemStore()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trust.revocation = sometimes | is not one of require, prefer, off",
        "trust.ask = []               | must name crl, ocsp or both, each once",
        "trust.ask = [crl, crl]       | must name crl, ocsp or both, each once",
        "trust.patience = 0           | must be a time longer than zero",
        "trust.fetch-issuers = yes    | is not one of known, any, never",
      })
  void whatCannotBeJudgedByStopsTheStart(String setting, String problem) {
    assertThatThrownBy(() -> load(setting))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void noSettingAtAllMeansTheDefaults() throws Exception {
    Settings settings = load(Optional.empty());
    assertThat(settings.file()).isEmpty();
    assertThat(settings.accounts()).isEmpty();
    assertThat(settings.stateDir()).isEqualTo(folder.resolve(".local/state/sealpost"));
    assertThat(settings.runtimeDir()).isEqualTo(folder.resolve(".local/state/sealpost/run"));
    assertThat(settings.listen().maxConnections()).isEqualTo(100);
    assertThat(settings.upstream().trustedCertificates()).isEmpty();
    assertThat(settings.trust().anchors()).isEmpty();
    assertThat(settings.sending().remember()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.sending().history()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.allowRc2()).isFalse();
    assertThat(settings.spoolMemory()).isEqualTo(256 * 1024);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void theFirstOfTheUsualFilesIsRead() throws Exception {
    Path usual = folder.resolve(".config/sealpost/sealpost.conf");
    Files.createDirectories(usual.getParent());
    Files.writeString(usual, "sealpost.state-dir = /var/lib/mail");
    Settings settings = load(Optional.empty());
    assertThat(settings.file()).contains(usual);
    assertThat(settings.stateDir()).isEqualTo(Path.of("/var/lib/mail"));
  }

  @Test
  void aFileThatIsNamedAndMissingIsAnError() {
    Path missing = folder.resolve("missing.conf");
    assertThatThrownBy(() -> load(Optional.of(missing)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(missing + ": there is no such configuration file");
  }

  @ParameterizedTest
  @CsvSource({
    "~,                /home",
    "~/mail,           /home/mail",
    "/var/mail,        /var/mail",
    "mail,             /mail",
    "../mail,          /../mail",
    "~ming/mail,       /~ming/mail",
  })
  void pathsStartAtTheHomeFolderOrAtTheConfiguration(String written, String meant)
      throws Exception {
    Path home = folder.resolve("home");
    Path file = write("sealpost.state-dir = \"" + written + "\"");
    Settings settings = Settings.load(Optional.of(file), new Surroundings(home, Map.of()));
    Path expected = written.startsWith("/") ? Path.of(meant) : Path.of(folder + meant).normalize();
    assertThat(settings.stateDir()).isEqualTo(expected);
  }

  @Test
  void theRuntimeFolderIsTheSessionsWhereThereIsOne() throws Exception {
    Surroundings session = new Surroundings(folder, Map.of("XDG_RUNTIME_DIR", "/run/user/1000"));
    assertThat(Settings.load(Optional.empty(), session).runtimeDir())
        .isEqualTo(Path.of("/run/user/1000/sealpost"));
  }

  @Test
  void theStateFolderIsWhereTheUserKeepsState() throws Exception {
    Surroundings moved = new Surroundings(folder, Map.of("XDG_STATE_HOME", "/var/lib"));
    assertThat(Settings.load(Optional.empty(), moved).stateDir())
        .isEqualTo(Path.of("/var/lib/sealpost"));
  }

  @Test
  void theAddressAndItsLocalPartAreTheLoginsUnlessTheFileSays() throws Exception {
    assertThat(accounts("address = \"Ming@Example.tw\"\n" + SERVERS))
        .extracting(AccountSettings::logins)
        .containsExactly(List.of("ming@example.tw", "ming"));
    assertThat(accounts("address = \"ming@example.tw\"\nlogin = [A, \"b@c\"]\n" + SERVERS))
        .extracting(AccountSettings::logins)
        .containsExactly(List.of("a", "b@c"));
  }

  @Test
  void aLoginIsNeededToSendUnlessTheFileSaysThatItIsNot() throws Exception {
    assertThat(
            accounts(
                "address = \"ming@example.tw\"\n" + SERVERS,
                "address = \"lan@example.tw\"\n" + SERVERS + "\nsmtp.login = required",
                "address = \"bob@example.tw\"\n" + SERVERS + "\nsmtp.login = optional"))
        .extracting(AccountSettings::smtpLogin)
        .containsExactly(
            SubmissionLogin.REQUIRED, SubmissionLogin.REQUIRED, SubmissionLogin.OPTIONAL);
  }

  @Test
  void aLocalPartOfTwoAccountsIsNobodysLogin() throws Exception {
    assertThat(
            accounts(
                "address = \"ming@example.tw\"\n" + SERVERS,
                "address = \"ming@example.org\"\n" + SERVERS))
        .extracting(AccountSettings::logins)
        .containsExactly(List.of("ming@example.tw"), List.of("ming@example.org"));
  }

  @Test
  void anAccountsPolicyFillsUpFromTheCommonOne() throws Exception {
    Settings settings =
        load(
            """
            policy { sign = never, encrypt = required }
            accounts = [
              { address = "a@example.tw", policy { sign = always }, %1$s }
              { address = "b@example.tw", %1$s }
            ]
            """
                .formatted(SERVERS));
    assertThat(settings.accounts())
        .extracting(a -> a.account().sign() + " " + a.account().encrypt())
        .containsExactly("ALWAYS REQUIRED", "NEVER REQUIRED");
  }

  @Test
  void anAccountsRulesForRecipientsComeBeforeTheCommonOnes() throws Exception {
    Settings settings =
        load(
            """
            policy.recipients = [{ for = "@Example.TW", encrypt = required }]
            accounts = [
              { address = "a@example.tw", policy.recipients = [{ for = "ann@example.org", sign = never }], %1$s }
              { address = "b@example.tw", %1$s }
            ]
            """
                .formatted(SERVERS));
    RecipientRule common =
        new RecipientRule("@example.tw", Optional.empty(), Optional.of(EncryptPolicy.REQUIRED));
    RecipientRule own =
        new RecipientRule("ann@example.org", Optional.of(SignPolicy.NEVER), Optional.empty());
    assertThat(settings.accounts())
        .extracting(a -> a.account().rules())
        .containsExactly(List.of(own, common), List.of(common));
  }

  @Test
  void allAccountsHaveTheKeywordsOfThePolicy() throws Exception {
    Settings settings =
        load(
            """
            policy.triggers { sign = "[Seal]", plain = [], sensitivity = [] }
            accounts = [{ address = "a@example.tw", %1$s }]
            """
                .formatted(SERVERS));
    TriggerWords triggers = settings.accounts().getFirst().account().triggers();
    assertThat(triggers.keywords().stream().map(it -> it.wish().token() + it.text()))
        .containsExactly(
            "encrypt[encrypt]",
            "encrypt[加密]",
            "sign[seal]",
            "sign-only[sign-only]",
            "sign-only[只簽章]",
            "sign-only[不加密]");
    assertThat(triggers.sensitivities()).isEmpty();
  }

  @Test
  void anAccountNeedsNoServerOfAProtocolThatIsSwitchedOff() throws Exception {
    Settings settings =
        load(
            """
            listen.pop3 = ""
            accounts = [{
              address = "a@example.tw"
              smtp { host = smtp.example.tw, port = 587, tls = starttls }
            }]
            """);
    assertThat(settings.listen().pop3()).isEmpty();
    assertThat(settings.accounts()).singleElement().matches(a -> a.pop3().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:2525, 127.0.0.1, 2525",
    "127.8.8.8:0,    127.8.8.8, 0",
    "[::1]:2525,     ::1,       2525",
    "localhost:25,   127.0.0.1, 25",
  })
  void listenersAreOnLoopback(String written, String address, int port) throws Exception {
    assertThat(load("listen.smtp = \"" + written + "\"").listen().smtp())
        .contains(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  @ParameterizedTest
  @CsvSource({
    "pop.example.tw, none,     true",
    "pop.example.tw, starttls, false",
    "127.0.0.1,      none,     false",
    "localhost,      none,     false",
    "'::1',          none,     false",
  })
  void aConnectionInClearTextToAnotherMachineIsWarnedOf(String host, String tls, boolean warned)
      throws Exception {
    Settings settings =
        load(
            """
            listen.smtp = ""
            accounts = [{
              address = "a@example.tw"
              pop3 { host = "%s", port = 110, tls = %s }
            }]
            """
                .formatted(host, tls));
    assertThat(settings.warnings()).hasSize(warned ? 1 : 0);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private List<AccountSettings> accounts(String... accounts) throws Exception {
    String list = Stream.of(accounts).map(a -> "{" + a + "}").collect(Collectors.joining(",\n"));
    return load("accounts = [" + list + "]").accounts();
  }

  private Settings load(String settings) throws Exception {
    return load(Optional.of(write("sealpost {\n" + settings + "\n}\n")));
  }

  private Settings load(Optional<Path> file) throws SettingsException {
    return Settings.load(file, new Surroundings(folder, Map.of()));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("sealpost.conf"), text);
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(SettingsTest.class.getClassLoader().getResource(name).toURI());
  }
}
