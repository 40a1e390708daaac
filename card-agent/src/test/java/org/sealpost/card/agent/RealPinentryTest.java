package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.token.Programs;

/** Against the pinentry that GnuPG's people wrote, on a pseudo-terminal. */
class RealPinentryTest {
  private static CompletableFuture<Answer> asking(String terminal) {
    PinentryPrompt prompt = new PinentryPrompt(Optional.of("pinentry-curses"), Locale.ENGLISH);
    Question question = Questions.about(Purpose.unlock(terminal));
    return CompletableFuture.supplyAsync(() -> prompt.ask(question));
  }

  @ParameterizedTest
  @CsvSource({"1234", "a%b c"})
  void pinentryCursesShowsTheCardAndGivesThePin(String pin) throws Exception {
    Programs.assumePresent("pinentry-curses");
    Programs.assumePresent("script");
    try (PseudoTerminal terminal = new PseudoTerminal()) {
      CompletableFuture<Answer> answer = asking(terminal.device());
      assertThat(terminal.readUntil("PIN:")).contains("ming");
      terminal.type(pin + "\r");
      assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Given.class);
      try (Pin given = ((Answer.Given) answer.get()).pin()) {
        assertThat(new String(given.characters())).isEqualTo(pin);
      }
    }
  }

  @Test
  void theCancelButtonOfPinentryCursesIsACancel() throws Exception {
    Programs.assumePresent("pinentry-curses");
    Programs.assumePresent("script");
    try (PseudoTerminal terminal = new PseudoTerminal()) {
      CompletableFuture<Answer> answer = asking(terminal.device());
      String _ = terminal.readUntil("PIN:");
      // To OK, to Cancel, press.
      terminal.type("\t\t\r");
      assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Cancelled.class);
    }
  }
}
