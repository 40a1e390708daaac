package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;

class ConfigCommandTest {
  private static final String RICH =
      """
      sealpost {
        state-dir = "/tmp/state"
        listen.smtp = "127.0.0.1:2601"
        accounts = [{
          address = "ming@example.test"
          smtp { host = smtp.example.test, port = 465, tls = implicit }
          pop3 { host = pop.example.test, port = 995, tls = implicit }
          policy.recipients = [{ for = "@example.org", encrypt = required }]
        }]
        directories.ldap = [{
          name = ministry, host = "ldap.example.test", tls = implicit, base = ""
          user = "cn=ming", password-file = "/tmp/ldap.password"
        }]
        policy.triggers.encrypt = ["[encrypt]", "[\u52a0\u5bc6]"]
      }
      """;

  @TempDir Path home;

  private Path file(String text) throws IOException {
    Path file = Files.writeString(home.resolve("sealpost.conf"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private CommandRun run(Path file, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--config";
    all[1] = file.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CommandRun.of(home, all);
  }

  @Test
  void allMistakesAreToldAtOnceWithFileLineKeyAndTheNearestSetting() throws Exception {
    Path file =
        file(
            """
            sealpost {
              listen.smtp = "0.0.0.0:25"
              card-agent.pin-tris = 3
              trust.revocation = maybe
            }
            """);
    CommandRun run = CommandRun.of(home, "config", "check", file.toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out())
        .contains(file + ":2: sealpost.listen.smtp is \"0.0.0.0:25\"")
        .contains(file + ":3: sealpost.card-agent.pin-tris is not a setting")
        .contains("the nearest is sealpost.card-agent.pin-tries")
        .contains(file + ":4: sealpost.trust.revocation")
        .contains("3 mistakes");
  }

  @Test
  void aProgramIsToldEachMistakeTakenApart() throws Exception {
    Path file = file("sealpost {\n card-agent.pin-tries = many\n}\n");
    CommandRun run = run(file, "config", "check", "--json");
    assertThat(run.status()).isEqualTo(2);
    JsonObject told = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(told.get("usable").getAsBoolean()).isFalse();
    JsonObject problem = told.getAsJsonArray("problems").get(0).getAsJsonObject();
    assertThat(problem.get("file").getAsString()).isEqualTo(file.toString());
    assertThat(problem.get("line").getAsInt()).isEqualTo(2);
    assertThat(problem.get("key").getAsString()).isEqualTo("sealpost.card-agent.pin-tries");
    assertThat(problem.get("text").getAsString()).contains("must be a number from 1 to 15");
    assertThat(problem.getAsJsonObject("zh-TW").get("text").getAsString())
        .contains("sealpost.card-agent.pin-tries", "1", "15")
        .doesNotContain("number");
  }

  @Test
  void whatIsUnusualIsAWarningAndNoMistake() throws Exception {
    Path file = file(RICH + "sealpost.card-agent.pin-idle = 2 days\nsealpost.smime.allow-rc2=on\n");
    CommandRun run = run(file, "config", "check");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Warning: " + file + ":16: sealpost.card-agent.pin-idle is longer")
        .contains("sealpost.smime.allow-rc2")
        .contains(file + ": can be used.");
  }

  @Test
  void everyWarningIsInBothLanguagesForAProgram() throws Exception {
    Path file =
        file(
            """
            sealpost {
              accounts = [{
                address = "ming@example.tw"
                smtp { host = smtp.example.tw, port = 587, tls = none, login = optional }
                pop3 { host = pop.example.tw, port = 110, tls = none }
              }]
              policy.sign = never
              trust.revocation = off
            }
            """);
    JsonObject told =
        JsonParser.parseString(run(file, "config", "check", "--json").out()).getAsJsonObject();
    assertThat(told.get("usable").getAsBoolean()).isTrue();
    assertThat(told.getAsJsonArray("warnings"))
        .hasSize(5)
        .map(JsonElement::getAsJsonObject)
        .allSatisfy(
            warning -> {
              assertThat(warning.get("text").getAsString()).matches("\\p{ASCII}+");
              assertThat(warning.getAsJsonObject("zh-TW").get("text").getAsString())
                  .matches(".*\\p{IsHan}.*");
            });
  }

  @Test
  void aSecretThatOthersCanReadIsWarnedOfAndNotShown() throws Exception {
    Path file = file(RICH + "sealpost.marks.seal-word = hemlight\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    CommandRun run = run(file, "config", "check");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("chmod 600 " + file).doesNotContain("hemlight");
  }

  @Test
  void aGoodConfigurationIsSaidToBeGoodWithoutAnyWarning() throws Exception {
    CommandRun run = run(file(RICH), "config", "check");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(home.resolve("sealpost.conf") + ": can be used.\n");
  }

  @Test
  void onlyWhatAFileSetsIsShownUnlessAllIsAskedFor() throws Exception {
    Path file = file("sealpost {\n listen.smtp = \"127.0.0.1:2601\"\n}\n");
    assertThat(run(file, "config", "show").out())
        .isEqualTo("sealpost.listen.smtp = \"127.0.0.1:2601\"  # " + file + ":2\n");
    assertThat(run(file, "config", "show", "listen").out())
        .contains("sealpost.listen.smtp = \"127.0.0.1:2601\"  # " + file + ":2\n")
        .contains("sealpost.listen.pop3 = \"127.0.0.1:1110\"  # default\n")
        .doesNotContain("sealpost.trust");
    assertThat(run(file, "config", "show", "--all").out()).contains("sealpost.trust.patience");
  }

  @Test
  void allOfItIsAConfigurationWithTheSameSettings() throws Exception {
    Path file = file(RICH);
    CommandRun run = run(file, "config", "show", "--all");
    assertThat(run.status()).as(run.err()).isZero();
    Path again = Files.writeString(home.resolve("again.conf"), run.out());
    assertThat(comparable(again)).isEqualTo(comparable(file));
  }

  private String comparable(Path file) throws Exception {
    Settings settings = Settings.load(Optional.of(file), new Surroundings(home, Map.of()));
    return settings.toString().replace(file.toString(), "FILE");
  }

  @Test
  void attackTheSealWordIsShownToWhoLooksOverTheShoulder() throws Exception {
    Path file = file("sealpost.marks.seal-word = hemlight\n");
    CommandRun run = run(file, "config", "show", "--all");
    assertThat(run.out())
        .contains("# sealpost.marks.seal-word = (hidden)  # " + file + ":1")
        .doesNotContain("hemlight");
    CommandRun json = run(file, "config", "show", "marks.seal-word", "--json");
    assertThat(json.out()).doesNotContain("hemlight");
    assertThat(json.json().getFirst().get("secret").getAsBoolean()).isTrue();
  }

  @Test
  void honestSettingWithAWordInItsNameIsShown() throws Exception {
    CommandRun run = run(file(RICH), "config", "show", "directories.ldap");
    assertThat(run.out()).contains("password-file = \"/tmp/ldap.password\"");
  }

  @Test
  void aSettingThatIsNoneIsRefusedWithTheNearest() throws Exception {
    CommandRun run = run(file(RICH), "config", "show", "listen.smpt");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("the nearest is sealpost.listen.smtp");
  }

  @Test
  void aProgramGetsValuesAsValues() throws Exception {
    CommandRun run =
        run(file(RICH), "config", "show", "accounts", "listen.max-connections", "--json");
    assertThat(run.json()).hasSize(2);
    JsonObject accounts = run.json().getFirst();
    assertThat(accounts.get("key").getAsString()).isEqualTo("sealpost.accounts");
    assertThat(
            accounts.getAsJsonArray("value").get(0).getAsJsonObject().get("address").getAsString())
        .isEqualTo("ming@example.test");
    assertThat(accounts.get("line").getAsInt()).isEqualTo(4);
    assertThat(run.json().get(1).get("value").getAsInt()).isEqualTo(100);
    assertThat(run.json().get(1).get("source").getAsString()).isEqualTo("default");
  }
}
