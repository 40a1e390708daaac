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
import org.sealpost.server.Settings;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;

/** A person at a terminal sets an account up for the first time; or a script does. */
class SetupFlowTest {
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

  private void pressesEnterAtAllButTheAddress() {
    person
        .answers("Your mail address", "ming@example.tw")
        .answers("Use localhost:" + stage.smtp.port() + "/implicit", "")
        .answers("Use localhost:" + stage.pop3.port() + "/implicit", "")
        .answers("User name", "")
        .answers("Try your mail password", "")
        .answers("seal word", "")
        .answers("Write this", "");
  }

  @Test
  void anAddressIsAllThatHasToBeTypedWhereTheProviderHelps() throws Exception {
    stage.providerTellsItsServers();
    pressesEnterAtAllButTheAddress();
    SetupResult result = stage.run(stage.nothing());
    assertThat(result.changed()).isTrue();
    assertThat(result.settings().accounts().getFirst().logins()).containsExactly("ming");
    assertThat(result.settings().accounts().getFirst().smtp().orElseThrow().port())
        .isEqualTo(stage.smtp.port());
    assertThat(Files.readString(result.settings().sealWordFile()).strip()).hasSize(10);
    assertThat(person.answers).isEmpty();
    assertThat(person.heard()).contains("The cards could not be looked at: There is no agent.");
  }

  @Test
  void ofTwoUserNamesTheOneForSendingIsOfferedAndBothAreTold() throws Exception {
    stage.providerTellsItsServers();
    stage.page = stage.page.replaceFirst("%EMAILLOCALPART%", "ming-fetching");
    pressesEnterAtAllButTheAddress();
    SetupResult result = stage.run(stage.nothing());
    assertThat(result.settings().accounts().getFirst().logins()).containsExactly("ming");
    assertThat(person.heard()).contains("login = [\"ming\", \"ming-fetching\"]");
    assertThat(result.settings().stateDir()).as("made for the services").isDirectory();
  }

  @Test
  void whoLeavesBeforeTheEndLeavesNothingBehind() throws Exception {
    stage.providerTellsItsServers();
    person.answers("Your mail address", "ming@example.tw").answers("Use localhost", "");
    assertThatThrownBy(() -> stage.run(stage.nothing())).hasMessageContaining("has left");
    person.answers.clear();
    person
        .answers("Your mail address", "ming@example.tw")
        .answers("Use localhost", "")
        .answers("Use localhost", "")
        .answers("User name", "")
        .answers("Try your mail password", "")
        .answers("seal word", "")
        .answers("Write this", "n");
    assertThatThrownBy(() -> stage.run(stage.nothing())).hasMessage("Nothing was written.");
    assertThat(home.resolve(".config")).doesNotExist();
    assertThat(home.resolve(".local")).doesNotExist();
  }

  @Test
  void whereNothingIsFoundTheServersAreTypedAndTried() throws Exception {
    person
        .answers("Your mail address", "no address")
        .answers("Your mail address", "")
        .answers("Your mail address", "ming@nowhere.invalid")
        .answers("autoconfig.thunderbird.net", "")
        .answers("Server for outgoing mail", "nonsense here")
        .answers("Server for outgoing mail", "")
        .answers("Server for outgoing mail", stage.smtp.written("implicit"))
        .answers("incoming mail (POP3)", "localhost:1/implicit")
        .answers("Use it all the same", "y")
        .answers("User name", "")
        .answers("Try your mail password", "")
        .answers("seal word", "x")
        .answers("seal word", "松風明月")
        .answers("Write this", "");
    SetupResult result = stage.run(stage.nothing());
    assertThat(person.heard())
        .contains("no address is no mail address")
        .contains("An address is needed", "A server is needed")
        .contains("No server for outgoing mail was found")
        .contains("nonsense here is no server")
        .contains("localhost:1/implicit cannot be used")
        .contains("The domain name system did not answer")
        .contains("Check the network connection and run this again");
    assertThat(result.settings().sealWordFile()).hasContent("松風明月");
    assertThat(result.settings().accounts().getFirst().logins())
        .containsExactly("ming@nowhere.invalid", "ming");
  }

  @Test
  void aScriptThatNamesAllIsAskedNothing() throws Exception {
    stage.providerTellsItsServers();
    SetupResult result = stage.script("ming@example.tw");
    assertThat(result.changed()).isTrue();
    String before = Files.readString(stage.file());
    MailServer other =
        MailServer.parse(MailProtocol.SMTP, stage.smtp.written("implicit")).orElseThrow();
    Wishes sending = stage.wishes(true, Optional.empty(), Optional.of(other), false);
    assertThat(stage.run(sending).changed()).isFalse();
    assertThat(Files.readString(stage.file())).isEqualTo(before);
  }

  @Test
  void theSecondTimeWhatIsThereIsOffered() throws Exception {
    stage.providerTellsItsServers();
    stage.script("ming@example.tw");
    String before = Files.readString(stage.file());
    person.there = true;
    person
        .answers("Your mail address", "")
        .answers("Keep them", "")
        .answers("User name", "Ming")
        .answers("seal word", "")
        .answers("Write this", "");
    assertThat(stage.run(SetupStage.none()).settings().accounts().getFirst().logins())
        .containsExactly("ming");
    assertThat(person.heard()).contains("+       login = \"Ming\"");
    assertThat(person.answers).isEmpty();
    assertThat(Files.readString(stage.file()))
        .isEqualTo(before.replace("login = \"ming\"", "login = \"Ming\""));
    String kept = Files.readString(stage.file());
    Path wordFile = Settings.load(Optional.of(stage.file()), stage.surroundings()).sealWordFile();
    String word = Files.readString(wordFile);
    person.answers("Your mail address", "").answers("Keep them", "").answers("User name", "");
    assertThat(stage.run(SetupStage.none()).changed()).as("by pressing Enter alone").isFalse();
    assertThat(Files.readString(stage.file())).isEqualTo(kept);
    assertThat(wordFile).content().isEqualTo(word);
  }

  @Test
  void thePortsOfTheMachinesConfigurationHoldWhereTheyAreFree() throws Exception {
    stage.providerTellsItsServers();
    stage.machine =
        Optional.of(
            Files.writeString(
                home.resolve("machine.conf"),
                "sealpost.listen { smtp = \"127.0.0.1:%d\", pop3 = \"127.0.0.1:0\", console = \"\" }"
                    .formatted(stage.smtp.port())));
    SetupResult result = stage.script("ming@example.tw");
    int sending = result.settings().listen().smtp().orElseThrow().getPort();
    assertThat(sending).as("its port is taken").isGreaterThan(stage.smtp.port());
    assertThat(result.settings().listen().pop3().orElseThrow().getPort()).isZero();
    assertThat(result.settings().listen().console()).isEmpty();
    assertThat(Files.readString(stage.file())).contains("smtp = \"127.0.0.1:" + sending + "\"");
    assertThat(stage.script("ming@example.tw").changed()).as("the next time").isFalse();
  }
}
