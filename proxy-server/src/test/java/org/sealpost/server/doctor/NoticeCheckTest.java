package org.sealpost.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.server.notice.DesktopReach;

class NoticeCheckTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SHOWN  | OK      | shows notices     | 可顯示通知
          NO_BUS | WARNING | no session bus    | 沒有可顯示通知的
          NOBODY | WARNING | no program on the | 沒有程式顯示通知
          """)
  void itIsToldWhetherNoticesAreSeen(
      DesktopReach reach, State state, String english, String chinese) {
    Finding finding = NoticeCheck.finding(reach);

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.detail().english()).contains(english);
    assertThat(finding.detail().in(Phrase.TAIWAN)).contains(chinese);
    assertThat(finding.tellsHow()).isEqualTo(state != State.OK);
  }

  @Test
  void whereNoneAreWantedTheBusIsNotLookedFor() throws Exception {
    Map<String, String> broken = Map.of("DBUS_SESSION_BUS_ADDRESS", "nonsense");

    assertThat(NoticeCheck.begin(false, broken).finding(PATIENCE).state()).isEqualTo(State.SKIPPED);
  }

  @Test
  void aBusThatIsNotThereIsWarnedOf() throws Exception {
    String address = "unix:path=" + folder.resolve("bus");

    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of("DBUS_SESSION_BUS_ADDRESS", address))) {
      Finding finding = NoticeCheck.begin(true, environment).finding(PATIENCE);
      assertThat(finding.state()).isEqualTo(State.WARNING);
      assertThat(finding.detail().english()).contains("no session bus");
    }
  }
}
