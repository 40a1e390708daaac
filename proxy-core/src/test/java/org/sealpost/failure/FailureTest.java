package org.sealpost.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
  @Test
  void fourHundredsAreTemporaryAndFiveHundredsAreNot() {
    assertThat(Failure.of(454, "4.7.0", "locked").temporary()).isTrue();
    assertThat(Failure.of(554, "5.7.1", "refused").temporary()).isFalse();
  }

  @Test
  void theCauseIsForTheLogOnly() {
    IOException cause = new IOException("/secret/path");
    Failure failure = Failure.of(451, "4.3.0", "The mail could not be kept.", cause);

    assertThat(failure).hasCause(cause);
    assertThat(failure.text()).isEqualTo("The mail could not be kept.");
  }

  @Test
  void aSubjectCannotEndTheReplyAndBeginAnother() {
    Failure failure = Failure.of(554, "5.7.1", "No certificate for x\r\n250 2.0.0 accepted");

    assertThat(failure.text()).isEqualTo("No certificate for x 250 2.0.0 accepted");
  }

  @ParameterizedTest
  @CsvSource({"250,2.0.0", "399,4.0.0", "600,5.0.0", "454,5.7.0", "554,4.7.1", "554,5.7", "554,''"})
  void codesThatDisagreeOrSucceedAreMistakesInTheCode(int reply, String enhanced) {
    assertThatThrownBy(() -> Failure.of(reply, enhanced, "text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itIsToldInBothLanguages() {
    Phrase words = Words.beside(WordsTest.class).phrase("plain");
    Failure failure = Failure.of(550, "5.7.1", words);

    assertThat(failure.text()).isEqualTo("It can't be sent.");
    assertThat(failure.words().in(Phrase.TAIWAN)).isEqualTo("無法寄出。");
  }
}
