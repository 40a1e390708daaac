package org.sealpost.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;

class ConfigurationEditTest {
  private static final String OWN =
      """
      // my own file\t
      sealpost {
        language = zh-TW   # I like it
        accounts = [
          { address = "ming@example.tw", // mine
            smtp { host = old.example.tw, port = 25, tls = none, login = optional } # "}"
            pop3 = { host = pop.example.tw, port = 995, tls = implicit }
          }
          # the other one
          { address = "ann@example.org", smtp = { host = s.example.org, port = 465, tls = implicit },
            pop3 = { host = p.example.org, port = 995, tls = implicit } }
        ]
        listen.smtp = "127.0.0.1:2526"
      }
      """;

  @TempDir Path folder;

  private static Wanted wanted(String address, Map<String, String> listen, String... servers) {
    return new Wanted(
        address,
        servers.length > 0 ? MailServer.parse(MailProtocol.SMTP, servers[0]) : Optional.empty(),
        servers.length > 1 ? MailServer.parse(MailProtocol.POP3, servers[1]) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new LinkedHashMap<>(listen),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private String edited(String before, Wanted wanted) throws Exception {
    String after = ConfigurationEdit.of(before, wanted, Locale.ENGLISH);
    Path first = Files.writeString(folder.resolve("before.conf"), before);
    Path second = Files.writeString(folder.resolve("after.conf"), after);
    EditCheck.of(first, second, wanted);
    assertThat(Settings.load(Optional.of(second), new Surroundings(folder, Map.of()))).isNotNull();
    return after;
  }

  @Test
  void onlyTheValuesChangeAndEveryOtherByteStays() throws Exception {
    String after =
        edited(
            OWN, wanted("ming@example.tw", Map.of("smtp", "127.0.0.1:2700"), "new.example.tw:465"));
    assertThat(after)
        .isEqualTo(
            OWN.replace(
                    "host = old.example.tw, port = 25, tls = none,",
                    "host = \"new.example.tw\", port = 465, tls = implicit,")
                .replace("127.0.0.1:2526", "127.0.0.1:2700"));
  }

  @Test
  void whatIsSaidAlreadyChangesNothing() throws Exception {
    Wanted same = wanted("ann@example.org", Map.of("smtp", "127.0.0.1:2526"));
    assertThat(edited(OWN, same)).isEqualTo(OWN);
  }

  @Test
  void aFurtherAccountComesBehindTheOthers() throws Exception {
    String after =
        edited(OWN, wanted("bob@example.net", Map.of(), "s.example.net", "p.example.net"));
    assertThat(ConfigFactory.parseString(after).getConfigList("sealpost.accounts")).hasSize(3);
    assertThat(ConfigurationEdit.difference(OWN, after)).noneMatch(line -> line.contains("mine"));
    assertThat(after).startsWith(OWN.substring(0, OWN.indexOf("} }") + 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing yet\n",
        "sealpost { }\n",
        "sealpost.listen.console = \"\"\n",
        "sealpost { accounts = [] }\n",
        "sealpost {\n  accounts = [\n  ]\n}\n",
        "{ \"sealpost\" : { \"language\" : \"en\" } }\n"
      })
  void theFirstAccountFindsItsPlaceInAnyFile(String before) throws Exception {
    String after =
        edited(before, wanted("ming@example.tw", Map.of(), "s.example.tw", "p.example.tw"));
    assertThat(
            ConfigFactory.parseString(after)
                .getConfigList("sealpost.accounts")
                .getFirst()
                .getString("smtp.host"))
        .isEqualTo("s.example.tw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mine = [{ address = \"a@b.c\" }]\nsealpost.accounts = ${mine}\n",
        "sealpost.accounts = [{ address = \"a@b.c\" }] [{ address = \"d@e.f\" }]\n",
        "sealpost.accounts += { address = \"a@b.c\" }\n"
      })
  void whatIsWrittenInAWayThatWouldBeLostIsLeftToItsOwner(String before) {
    Wanted wanted = wanted("ming@example.tw", Map.of(), "s.example.tw", "p.example.tw");
    assertThatThrownBy(() -> ConfigurationEdit.of(before, wanted, Locale.ENGLISH))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Change it by hand");
  }

  @Test
  void anEditThatChangedAnythingElseIsNotTaken() throws Exception {
    Wanted wanted = wanted("ming@example.tw", Map.of("smtp", "127.0.0.1:2700"));
    String after = ConfigurationEdit.of(OWN, wanted, Locale.ENGLISH).replace("zh-TW", "en");
    Path first = Files.writeString(folder.resolve("before.conf"), OWN);
    Path second = Files.writeString(folder.resolve("after.conf"), after);
    assertThatThrownBy(() -> EditCheck.of(first, second, wanted)).isInstanceOf(IOException.class);
  }

  @Test
  void aNewFileIsReadAsItIsMeantInBothLanguages() throws Exception {
    Wanted wanted =
        new Wanted(
            "ming@example.tw",
            MailServer.parse(MailProtocol.SMTP, "[::1]:2465/implicit"),
            MailServer.parse(MailProtocol.POP3, "pop.example.tw"),
            Optional.of("M\"ing"),
            Optional.of(true),
            new LinkedHashMap<>(Map.of("pop3", "127.0.0.1:1111")),
            List.of("/home/ming/card \"1\".p12"),
            Optional.of("none"),
            List.of("/home/ming/ca.pem"),
            Optional.empty());
    for (Locale language : List.of(Locale.ENGLISH, Phrase.TAIWAN)) {
      String text = NewConfiguration.of(wanted, language);
      Path file = Files.writeString(folder.resolve("new.conf"), text);
      Settings settings = Settings.load(Optional.of(file), new Surroundings(folder, Map.of()));
      assertThat(settings.accounts().getFirst().logins()).containsExactly("m\"ing");
      assertThat(settings.accounts().getFirst().smtp().orElseThrow().port()).isEqualTo(2465);
      assertThat(settings.accounts().getFirst().account().signWithoutAddress()).isTrue();
      assertThat(settings.listen().pop3().orElseThrow().getPort()).isEqualTo(1111);
      assertThat(settings.listen().smtp().orElseThrow().getPort()).isEqualTo(2525);
      assertThat(settings.cardAgent().pkcs12())
          .containsExactly(Path.of("/home/ming/card \"1\".p12"));
      assertThat(settings.cardAgent().modules()).contains(List.of());
      assertThat(text.lines()).allMatch(line -> line.length() <= 110);
      assertThat(text.contains("電子郵件")).isEqualTo(language.equals(Phrase.TAIWAN));
    }
  }
}
