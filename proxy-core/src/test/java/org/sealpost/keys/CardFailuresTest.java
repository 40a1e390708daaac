package org.sealpost.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Told;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;

class CardFailuresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AGENT_UNREACHABLE | 451 | 4.3.0 | cannot be used. Do this.
          VERSION_MISMATCH  | 451 | 4.3.0 | cannot be used. Do this.
          TOKEN_ABSENT      | 451 | 4.7.5 | Insert the card
          KEY_ABSENT        | 451 | 4.7.5 | Insert the right card
          LOCKED            | 451 | 4.7.5 | cannot be used now. Do this.
          PIN_PENDING       | 451 | 4.7.5 | Enter the PIN, then try again
          PIN_CANCELLED     | 451 | 4.7.5 | sealpost unlock
          PIN_WRONG         | 451 | 4.7.5 | cannot be used now. Do this.
          PIN_BLOCKED       | 451 | 4.7.5 | unblocked
          NO_PROMPT         | 451 | 4.7.5 | sealpost unlock
          TOKEN_FAILED      | 451 | 4.7.5 | failed. Do this.
          TIMEOUT           | 451 | 4.7.5 | Try again
          NOT_SUPPORTED     | 554 | 5.7.6 | cannot do
          BAD_REQUEST       | 554 | 5.7.5 | refuses
          """)
  void eachErrorSaysWhatToDo(CardError error, int reply, String enhanced, String advice) {
    Failure failure = CardFailures.of(new CardException(error, "Do this."));

    assertThat(failure.replyCode()).isEqualTo(reply);
    assertThat(failure.enhancedCode()).isEqualTo(enhanced);
    assertThat(failure.text()).contains(advice);
  }

  @ParameterizedTest
  @EnumSource(CardError.class)
  void noErrorIsWithoutWordsOrLeavesAscii(CardError error) {
    String text =
        CardFailures.of(new CardException(error, "自然人憑證\r\n250 OK\u0000 3 tries left")).text();

    assertThat(text).matches("[ -~]{20,}").doesNotContain("{0}");
  }

  @Test
  void whatTheCardSaysReachesTheUser() {
    CardException e = new CardException(CardError.PIN_WRONG, "2 tries left.");

    assertThat(CardFailures.of(e).text()).endsWith(" 2 tries left.");
    assertThat(CardFailures.of(e)).hasCause(e);
  }

  @Test
  void theCardSaysItInTheUsersLanguage() {
    Told told = new Told("The PIN is wrong. 2 tries left.", "PIN 碼錯誤，還可再試 2 次。");
    Failure failure = CardFailures.of(new CardException(CardError.PIN_WRONG, told));

    assertThat(failure.words().in(Phrase.TAIWAN)).isEqualTo("目前無法使用卡片。PIN 碼錯誤，還可再試 2 次。");
    assertThat(failure.text()).endsWith(told.english());
  }

  @Test
  void howToStartTheAgentIsSaidOnce(@TempDir Path folder) {
    Path socket = folder.resolve("agent.sock");
    try (CardAgent agent = new CardAgentClient(socket, "test", Duration.ofSeconds(10))) {
      assertThatExceptionOfType(CardException.class)
          .isThrownBy(agent::tokens)
          .satisfies(
              e ->
                  assertThat(CardFailures.of(e).text())
                      .contains(socket.toString())
                      .containsOnlyOnce("tart it with")
                      .containsOnlyOnce("sealpost agent"));
    }
  }
}
