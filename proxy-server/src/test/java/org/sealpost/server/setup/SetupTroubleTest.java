package org.sealpost.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.server.setup.find.DnsStandIn;
import org.xbill.DNS.Rcode;

/** What goes wrong with a set-up is said, with what to do, before anything is written. */
class SetupTroubleTest {
  @TempDir Path home;
  private SetupStage stage;
  private Person person;

  @BeforeEach
  void begin() throws Exception {
    stage = new SetupStage(home);
    person = stage.person;
  }

  @AfterEach
  void end() throws Exception {
    stage.close();
  }

  @Test
  void aProviderThatOffersNoTlsIsNotFollowedInSilence() {
    stage.page =
        "<clientConfig><outgoingServer type='smtp'><hostname>localhost</hostname><port>%d</port>"
                .formatted(stage.smtp.port())
            + "<socketType>plain</socketType></outgoingServer></clientConfig>";
    assertThatThrownBy(() -> stage.script("ming@nowhere.invalid"))
        .isInstanceOfSatisfying(
            MissingAnswers.class,
            missing -> assertThat(missing.options()).isSubsetOf("--smtp", "--pop3"));
    assertThat(home.resolve(".config")).doesNotExist();
  }

  @Test
  void aPasswordThatIsRefusedStopsWhatANewUserWouldFindOutTomorrow() throws Exception {
    stage.providerTellsItsServers();
    person.there = false;
    Wishes wishes = stage.wishes(true, Optional.of("ming@example.tw"), Optional.empty(), true);
    stage.passwords.add("wrong");
    assertThatThrownBy(() -> stage.run(wishes))
        .isInstanceOf(SetupFailed.class)
        .hasMessageContaining("nothing was written");
    assertThat(person.heard()).contains("does not accept", "ming").doesNotContain("wrong");
    stage.passwords.add("secret");
    person.told.clear();
    assertThat(stage.run(wishes).changed()).isTrue();
    assertThat(person.heard())
        .contains(stage.smtp.port() + "/implicit accepts", stage.pop3.port() + "/implicit accepts")
        .doesNotContain("secret");
    assertThat(Files.readString(stage.file())).doesNotContain("secret");
  }

  private void begins() {
    stage.providerTellsItsServers();
    person
        .answers("Your mail address", "ming@example.tw")
        .answers("Use localhost", "")
        .answers("Use localhost", "")
        .answers("User name", "");
  }

  @Test
  void aPasswordThatWasMistypedIsAskedForAgain() throws Exception {
    begins();
    person
        .answers("Try your mail password", "y")
        .answers("Try another password", "")
        .answers("seal word", "")
        .answers("Write this", "");
    stage.passwords.add("wrong");
    stage.passwords.add("secret");
    assertThat(stage.run(stage.nothing()).changed()).isTrue();
    assertThat(stage.passwords).isEmpty();
    assertThat(person.heard()).contains("does not accept", "/implicit accepts");
  }

  @Test
  void whoEntersNoPasswordAfterAllGoesOn() throws Exception {
    begins();
    person
        .answers("Try your mail password", "y")
        .answers("seal word", "")
        .answers("Write this", "");
    stage.passwords.add("");
    assertThat(stage.run(stage.nothing()).changed()).isTrue();
    assertThat(person.heard()).contains("No password was entered").doesNotContain("accept");
    assertThat(stage.smtp.heard()).doesNotContain("AUTH");
  }

  @Test
  void aDomainThatWasMistypedIsFoundOutAtOnce() throws Exception {
    begins();
    try (DnsStandIn names = DnsStandIn.failing(Rcode.NXDOMAIN)) {
      stage.dns = names.dns();
      person.answers.clear();
      person.answers("Your mail address", "ming@exmaple.tw").answers("Is the address right", "");
      assertThatThrownBy(() -> stage.run(stage.nothing()))
          .hasMessageContaining("has left at: Your mail address");
    }
    assertThat(person.heard()).contains("There is no domain exmaple.tw");
  }

  @ParameterizedTest
  @CsvSource({
    "ming@gmail.com, app password",
    "ming@yahoo.com.tw, app password",
    "ming@icloud.com, app-specific password"
  })
  void whereThePasswordOfTheWebPageIsNotEnoughItIsSaidWhichOneIs(String address, String words)
      throws Exception {
    stage.providerTellsItsServers();
    assertThat(stage.script(address).changed()).isTrue();
    assertThat(person.heard()).containsOnlyOnce(words);
  }

  @ParameterizedTest
  @CsvSource({"ming@outlook.com", "ming@hotmail.com"})
  void aProviderThatLetsNobodyInByPasswordIsNotSetUpByPressingEnter(String address) {
    stage.providerTellsItsServers();
    person.answers("Your mail address", address).answers("Go on all the same", "");
    assertThatThrownBy(() -> stage.run(stage.nothing())).hasMessage("Nothing was written.");
    assertThat(person.heard()).contains("OAuth2", "another provider");
    assertThat(home.resolve(".config")).doesNotExist();
  }

  @Test
  void anotherProviderIsNotTakenForOne() throws Exception {
    stage.providerTellsItsServers();
    stage.script("ming@notgmail.com");
    assertThat(person.heard()).doesNotContain("app password");
  }
}
