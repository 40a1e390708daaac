package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command without a terminal, as a script runs it. No server and no network is needed. */
class SetupCommandTest {
  /** Servers that nobody can reach, without a name being looked up. */
  private static final String[] SERVERS = {
    "--smtp", "127.0.0.1:1/implicit", "--pop3", "127.0.0.1:1/implicit", "--untested"
  };

  @TempDir Path home;

  private CommandRun setup(String... arguments) {
    return run(new String[] {"setup"}, arguments);
  }

  private CommandRun first(String... arguments) {
    return run(
        new String[] {"setup", "--address", "ming@example.tw", "--module", "none", "--yes"},
        SERVERS,
        arguments);
  }

  private CommandRun run(String[]... parts) {
    return CommandRun.of(
        home,
        java.util.Arrays.stream(parts).flatMap(java.util.Arrays::stream).toArray(String[]::new));
  }

  private Path file() {
    return home.resolve(".config/sealpost/sealpost.conf");
  }

  @Test
  void whatIsMissingIsSaidAtOnceAndNothingIsWritten() {
    CommandRun run = setup();
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--address, --yes");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFirstConfigurationIsForItsOwnerAloneAndCanBeUsed() throws IOException {
    CommandRun run = first();
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("is written untested", "sealpost start", "User name        ming@example.tw");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(setup("--client", "generic").out()).contains("127.0.0.1");
  }

  @Test
  void aServerThatCannotBeUsedStopsTheSetUpBeforeAnythingIsWritten() {
    CommandRun run =
        setup(
            "--address",
            "ming@example.tw",
            "--yes",
            "--smtp",
            "127.0.0.1:1/implicit",
            "--pop3",
            "127.0.0.1:1/implicit");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("nothing was written", "--untested");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aServerWithoutTlsIsRefusedUnlessItIsAllowed() {
    CommandRun run =
        setup(
            "--address",
            "ming@example.tw",
            "--yes",
            "--untested",
            "--smtp",
            "127.0.0.1:1/none",
            "--pop3",
            "127.0.0.1:1/none");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--allow-plain-text");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aSecondRunChangesOnlyWhatIsNamedAndKeepsTheFileBefore() throws IOException {
    first();
    String own = Files.readString(file()).replace("# login = \"ming\"", "# my own words");
    Files.writeString(file(), own);
    CommandRun run = setup("--user-name", "Ming", "--yes");
    assertThat(run.status()).isZero();
    assertThat(Files.readString(file()).replaceFirst("\n *login : \"Ming\"", "")).isEqualTo(own);
    assertThat(file().resolveSibling("sealpost.conf~")).hasContent(own);
    assertThat(setup("--client", "thunderbird").out()).contains("user name Ming.");
    assertThat(setup("--user-name", "Ming", "--yes").out()).contains("it stays as it is");
  }

  @Test
  void theAnswersOfAFileCountAfterTheOptions() throws IOException {
    Path answers =
        Files.writeString(
            home.resolve("answers.conf"),
            """
            address = "ming@example.tw"
            smtp = "127.0.0.1:1/implicit"
            pop3 = "127.0.0.1:1/implicit"
            untested = true
            module = none
            user-name = someone
            yes = yes
            """);
    CommandRun run = setup("--answers", answers.toString(), "--user-name", "ming", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonObject result = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(result.get("file").getAsString()).isEqualTo(file().toString());
    assertThat(result.get("changed").getAsBoolean()).isTrue();
    JsonObject smtp = result.getAsJsonObject("client").getAsJsonObject("smtp");
    assertThat(smtp.get("userName").getAsString()).isEqualTo("ming");
    assertThat(smtp.get("security").getAsString()).isEqualTo("none");
  }

  @Test
  void propertiesAreAnswersToo() throws IOException {
    Path answers =
        Files.writeString(
            home.resolve("answers.properties"),
            """
            address=ming@example.tw
            smtp=127.0.0.1:1/implicit
            pop3=127.0.0.1:1/implicit
            untested=true
            module=none
            yes=true
            sign-without-address=true
            """);
    assertThat(setup("--answers", answers.toString()).status()).isZero();
    assertThat(Files.readString(file())).contains("allow-certificate-without-address = true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"adress = \"ming@example.tw\"", "address = ming@example.tw", "smtp = nowhere:7"})
  void answersThatCannotBeMeantAreSaid(String content) throws IOException {
    Path answers = Files.writeString(home.resolve("answers.conf"), content + "\nyes = true\n");
    CommandRun run = setup("--answers", answers.toString());
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains("answers.conf");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aChosenSealWordIsKeptInTheStateAndNeitherShownNorInTheConfiguration() throws IOException {
    CommandRun run = first("--seal-word", "松風明月");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out() + run.err() + Files.readString(file())).doesNotContain("松風明月");
    assertThat(home.resolve(".local/state/sealpost/seal-word")).hasContent("松風明月");
  }

  @Test
  void aConfigurationThatIsWrongIsNotBuiltOn() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "sealpost.acounts = []\n");
    CommandRun run = first();
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("acounts");
    assertThat(file()).hasContent("sealpost.acounts = []");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsSaidBeforeAnythingElse() throws IOException {
    Path folder = Files.createDirectories(home.resolve(".config"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    assumeTrue(!Files.isWritable(folder), "root can write everywhere");
    assertThat(first().err()).contains("cannot be made", "Correct its permissions");
  }

  @Test
  void aFileThatIsAFolderIsSaid() throws IOException {
    Files.createDirectories(file());
    CommandRun run = first();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is no file");
  }

  @Test
  void someoneElsesFileIsLeftAlone() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "");
    Files.setOwner(
        file(),
        file().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    CommandRun run = first();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("belongs to nobody");
    assertThat(file()).isEmptyFile();
  }

  @Test
  void aLinkToWhereTheUserKeepsSuchFilesStaysOne() throws IOException {
    Path kept = Files.writeString(home.resolve("dotfile"), "# mine\n");
    Files.createDirectories(file().getParent());
    Files.createSymbolicLink(file(), kept);
    assertThat(first().status()).isZero();
    assertThat(file()).isSymbolicLink();
    assertThat(Files.readString(kept)).startsWith("# mine\n").contains("ming@example.tw");
  }

  @Test
  void aFileForAClientIsWrittenOnceAndOnlyWhereThereIsOne() {
    first();
    String file = home.resolve("example.tw.xml").toString();
    assertThat(setup("--client", "thunderbird", "--output", file).status()).isZero();
    assertThat(Path.of(file)).content().contains("<clientConfig version=\"1.1\">");
    assertThat(setup("--client", "thunderbird", "--output", file).status()).isEqualTo(1);
    assertThat(setup("--client", "evolution", "--output", file + "2").status()).isEqualTo(2);
    assertThat(setup("--client", "pine").err()).contains("thunderbird, outlook, apple-mail");
    assertThat(setup("--output", file).err()).contains("--output needs --client");
  }
}
