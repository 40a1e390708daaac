package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowCommandTest {
  @TempDir private Path home;

  @BeforeEach
  void configure() throws Exception {
    Path folder = Files.createDirectories(home.resolve(".config/sealpost"));
    Files.writeString(
        folder.resolve("sealpost.conf"),
        """
        sealpost.accounts = [{
          address = "ming@example.tw", aliases = ["wang@example.tw"]
          smtp = { host = smtp.example.tw, port = 465, tls = implicit }
          pop3 = { host = pop.example.tw, port = 995, tls = implicit }
        }]
        """);
  }

  @Test
  void aRecipientMayForTenMinutes() {
    CommandRun run = allow("Ann@Example.TW");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Mails to ann@example.tw from all accounts may leave unencrypted until")
        .contains("Send the refused mail again.")
        .doesNotContain("newer word");
    assertThat(term(listed())).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @CsvSource({"30m, 30", "2h, 120", "2 Hours, 120", "1 minute, 1", "24h, 1440", "5min, 5"})
  void orForTheTimeThatIsSaid(String written, int minutes) {
    assertThat(allow("ann@example.tw", "--for", written).status()).isZero();
    assertThat(term(listed())).isEqualTo(Duration.ofMinutes(minutes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "0m", "-5m", "25h", "1441m", "2 days", "forever", "99999999999m"})
  void whatIsNoTimeIsAMistake(String written) {
    CommandRun run = allow("ann@example.tw", "--for", written);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("30m or 2h").contains("--for-good");
    assertThat(allow("--list", "--json").json()).isEmpty();
  }

  @Test
  void forGoodIsToldWithItsLimit() {
    CommandRun run = allow("ann@example.tw", "--for-good");

    assertThat(run.out()).contains("from now on").contains("in 10 minutes: it is your newer word");
    assertThat(listed().has("until")).isFalse();
    assertThat(allow("--list").out()).contains("ann@example.tw", "all accounts", "for good");
  }

  @Test
  void severalAreAllowedAtOnce() {
    allow("ann@example.tw", "bob@example.tw");

    assertThat(allow("--list", "--json").json())
        .extracting(it -> it.get("recipient").getAsString())
        .containsExactly("ann@example.tw", "bob@example.tw");
  }

  @Test
  void anAccountIsNamedByItsAddressOrAnAlias() {
    allow("ann@example.tw", "--account", "Wang@example.tw");

    assertThat(listed().get("account").getAsString()).isEqualTo("ming@example.tw");
    assertThat(allow("--list").out()).contains("ming@example.tw");
    CommandRun run = allow("ann@example.tw", "--account", "mei@example.tw");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("not an account");
  }

  @Test
  void itCanBeTakenBack() {
    allow("ann@example.tw", "--for-good");

    CommandRun run = allow("--remove", "ann@example.tw");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Mails to ann@example.tw from all accounts may leave unencrypted no more.");
    assertThat(allow("--list").out()).contains("Nobody");
    assertThat(allow("--remove", "ann@example.tw").status()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-address",
        "@example.tw",
        "--list ann@example.tw",
        "--list --remove",
        "ann@example.tw --for 10m --for-good",
        "--remove ann@example.tw --for-good",
        "--list --for-good"
      })
  void whatCannotGoTogetherIsAMistakeAndAllowsNobody(String arguments) {
    CommandRun run = allow(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("sealpost allow");
    assertThat(allow("--list", "--json").json()).isEmpty();
  }

  private JsonObject listed() {
    return allow("--list", "--json").json().getFirst();
  }

  private static Duration term(JsonObject listed) {
    return Duration.between(
        Instant.parse(listed.get("since").getAsString()),
        Instant.parse(listed.get("until").getAsString()));
  }

  private CommandRun allow(String... arguments) {
    return CommandRun.of(
        home, Stream.concat(Stream.of("allow"), Stream.of(arguments)).toArray(String[]::new));
  }
}
