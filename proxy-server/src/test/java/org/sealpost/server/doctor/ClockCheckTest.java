package org.sealpost.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.server.doctor.ServerChecks.ClockEvidence;

class ClockCheckTest {
  private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"AGREES, OK", "NONE, OK", "BEHIND, FAILED", "AHEAD, WARNING"})
  void theServersCertificatesTellOfTheClock(ClockEvidence evidence, State state) {
    Finding finding = ClockCheck.of(LATER, List.of(), List.of(ClockEvidence.AGREES, evidence));
    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.mend().english().isEmpty()).isEqualTo(state == State.OK);
  }

  @Test
  void aClockBeforeTheReleaseIsWrong() {
    Finding finding =
        ClockCheck.of(
            Instant.parse("1970-01-02T00:00:00Z"), List.of(), List.of(ClockEvidence.AGREES));
    assertThat(finding.state()).isEqualTo(State.FAILED);
    assertThat(finding.detail().english()).startsWith("1970-01-0");
    assertThat(finding.mend().english()).contains("timedatectl");
  }

  @Test
  void withoutAServerItIsSaidWhatTheClockWasNotComparedWith() {
    assertThat(ClockCheck.of(LATER, List.of(), List.of()).detail().english())
        .contains("No server was reached");
  }
}
