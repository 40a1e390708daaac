package org.sealpost.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.server.doctor.ListenerChecks.Place;

class ListenerChecksTest {
  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FREE     | false | OK      | is free                   | 未被使用
          FREE     | true  | WARNING | does not listen           | 未在
          TAKEN    | true  | OK      | The running proxy listens | 執行中的代理伺服器
          TAKEN    | false | FAILED  | Another program           | 另一個程式
          UNUSABLE | false | FAILED  | cannot listen             | 無法在
          UNUSABLE | true  | FAILED  | cannot listen             | 無法在
          """)
  void itIsToldWhoListensAndWhatToDo(
      Place place, boolean running, State state, String english, String chinese) {
    Finding finding = ListenerChecks.finding("smtp", "127.0.0.1:1025", place, running);

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.detail().english()).contains(english, "127.0.0.1:1025");
    assertThat(finding.detail().in(Phrase.TAIWAN)).contains(chinese, "127.0.0.1:1025");
    assertThat(finding.tellsHow()).isEqualTo(state != State.OK);
    if (finding.tellsHow()) {
      assertThat(finding.mend().english()).contains("sealpost.listen.smtp");
      assertThat(finding.mend().in(Phrase.TAIWAN)).contains("sealpost.listen.smtp");
    }
  }

  @Test
  void anAddressIsFreeTakenOrOfNoUse() throws Exception {
    InetSocketAddress address;
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      address = new InetSocketAddress(other.getInetAddress(), other.getLocalPort());
      assertThat(ListenerChecks.look(address)).isEqualTo(Place.TAKEN);
    }
    assertThat(ListenerChecks.look(address)).isEqualTo(Place.FREE);
    // TEST-NET-1, RFC 5737 §3: no computer's own.
    assertThat(ListenerChecks.look(new InetSocketAddress("192.0.2.1", 9)))
        .isEqualTo(Place.UNUSABLE);
  }

  @Test
  void eachListenerHasALineWhereAnotherProgramTookOne() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path file =
          Files.writeString(
              home.resolve("doctor.conf"),
              """
              sealpost.listen { smtp = "127.0.0.1:%d", pop3 = "127.0.0.1:0", console = "" }
              """
                  .formatted(other.getLocalPort()));
      Settings settings = Settings.load(Optional.of(file), new Surroundings(home, Map.of()));

      List<Finding> findings = ListenerChecks.of(settings);

      assertThat(findings)
          .extracting(it -> it.subject().english(), Finding::state)
          .containsExactly(
              tuple("smtp", State.FAILED),
              tuple("pop3", State.SKIPPED),
              tuple("console", State.SKIPPED));
    }
  }

  @Test
  void anotherProgramWhereBrowsersLookForTheConsoleFirstIsTold() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.ofLiteral("::1"))) {
      Settings settings = console(other.getLocalPort());

      assertThat(ListenerChecks.of(settings))
          .filteredOn(it -> it.detail().english().contains("[::1]"))
          .extracting(it -> it.subject().english(), Finding::state)
          .containsExactly(tuple("console", State.FAILED));
    }
  }

  @Test
  void theConsolesOtherAddressIsNotListedWhileItIsFree() throws Exception {
    int free;
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.ofLiteral("::1"))) {
      free = taken.getLocalPort();
    }

    assertThat(ListenerChecks.of(console(free)))
        .extracting(it -> it.subject().english())
        .containsExactly("smtp", "pop3", "console");
  }

  private Settings console(int port) throws Exception {
    Path file =
        Files.writeString(
            home.resolve("console.conf"),
            """
            sealpost.listen { smtp = "127.0.0.1:0", pop3 = "127.0.0.1:0", console = "127.0.0.1:%d" }
            """
                .formatted(port));
    return Settings.load(Optional.of(file), new Surroundings(home, Map.of()));
  }
}
