package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.token.Programs;

/** On a pseudo-terminal that script(1) makes. */
class TerminalPromptTest {
  private final TerminalPrompt prompt = new TerminalPrompt(Locale.ENGLISH);
  private PseudoTerminal terminal;

  @BeforeEach
  void makeTerminal() throws IOException {
    Programs.assumePresent("script");
    Programs.assumePresent("stty");
    terminal = new PseudoTerminal();
  }

  @AfterEach
  void endTerminal() {
    if (terminal != null) {
      terminal.close();
    }
  }

  private CompletableFuture<Answer> asking(Duration patience) {
    Question question =
        Questions.after(new PinPrompt.Remark.Wrong(), Purpose.unlock(terminal.device()))
            .with(patience);
    return CompletableFuture.supplyAsync(() -> prompt.ask(question));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1234,1234",
        "12x\u007f34,1234",
        "12密\u007f34,1234",
        "\u007f\u007f1234,1234",
        "wrong\u00151234,1234",
        "密碼,密碼",
        "a b ,a b "
      })
  void takesWhatTheUserTypesAndShowsNothingOfIt(String keys, String pin) throws Exception {
    String before = terminal.settings();
    CompletableFuture<Answer> answer = asking(Duration.ofSeconds(60));
    assertThat(terminal.readUntil("PIN: "))
        .contains("The PIN given before was wrong.")
        .contains("Please enter the PIN of the card \"ming\"");
    terminal.type(keys + "\r");
    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Given.class);
    try (Pin given = ((Answer.Given) answer.get()).pin()) {
      assertThat(new String(given.characters())).isEqualTo(pin);
    }
    assertThat(terminal.settings()).isEqualTo(before);
    assertThat(terminal.readUntil("\n").strip()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(chars = {3, 4})
  void interruptCancelsAndPutsTheEchoBack(char key) throws Exception {
    String before = terminal.settings();
    CompletableFuture<Answer> answer = asking(Duration.ofSeconds(60));
    String _ = terminal.readUntil("PIN: ");
    terminal.type("12" + key);
    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Cancelled.class);
    assertThat(terminal.settings()).isEqualTo(before);
  }

  @Test
  void anUnansweredPromptEndsAndPutsTheEchoBack() throws Exception {
    String before = terminal.settings();
    CompletableFuture<Answer> answer = asking(Duration.ofMillis(300));
    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.TimedOut.class);
    assertThat(terminal.settings()).isEqualTo(before);
  }

  @Test
  void aPromptThatIsUpCanBeWithdrawn() throws Exception {
    String before = terminal.settings();
    CompletableFuture<Answer> answer = asking(Duration.ofSeconds(60));
    String _ = terminal.readUntil("PIN: ");
    prompt.withdraw();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Cancelled.class);
    assertThat(terminal.settings()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0003", "\r"})
  void aNoticeForThePadTakesNoPinAndCanBeCancelled(String key) throws Exception {
    String before = terminal.settings();
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> prompt.notice(Questions.about(Purpose.unlock(terminal.device()))));
    assertThat(terminal.readUntil("stops it.")).contains("type the PIN").contains("pad");
    terminal.type("1234" + key);
    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Cancelled.class);
    assertThat(terminal.settings()).isEqualTo(before);
  }

  @Test
  void aTerminalThatIsGoneIsNoWayToAsk() throws Exception {
    String gone = terminal.device();
    terminal.close();
    Question question = Questions.about(Purpose.unlock(gone));
    assertThat(prompt.ask(question)).isInstanceOf(Answer.Unavailable.class);
  }

  @Test
  void theTerminalAProcessWasStartedFromIsFound() throws Exception {
    String stat = Programs.run("script", "-qec", "tty; cat /proc/self/stat", "/dev/null");
    try (BufferedReader lines = new BufferedReader(new java.io.StringReader(stat))) {
      String name = lines.readLine().strip();
      assertThat(ControllingTerminal.parse(lines.readLine()))
          .hasValue(new ControllingTerminal(name, true));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1 (a) S 1 20 20 34819 20 0,/dev/pts/3,true",
    "1 (a) b) S 1 20 20 34819 21 0,/dev/pts/3,false",
    "1 (a) S 1 20 20 1026 20 0,/dev/tty2,true",
    "1 (a) S 1 20 20 35072 20 0,/dev/pts/256,true"
  })
  void procIsUnderstood(String stat, String device, boolean foreground) {
    assertThat(ControllingTerminal.parse(stat))
        .hasValue(new ControllingTerminal(device, foreground));
  }

  @Test
  void aServiceHasNoTerminal() {
    assertThat(ControllingTerminal.parse("1 (a) S 1 20 20 0 -1 0")).isEmpty();
  }
}
