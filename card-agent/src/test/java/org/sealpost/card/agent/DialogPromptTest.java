package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Card;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.agent.PinentryProgram.Found;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.token.Programs;

/** The agent's own window, on a display without a screen, with real keys. */
class DialogPromptTest {
  private static final Question QUESTION =
      new Question(
          new Card("HiCOS PKI Smart Card", "王小明", "Reader 0"),
          Purpose.signMail("ming@example.tw", "mei@example.tw"),
          Optional.of(new Remark.Wrong()),
          OptionalInt.of(2),
          false,
          Duration.ofSeconds(60));

  private VirtualDisplay display;
  private PinentryPrompt prompt;

  @BeforeEach
  void show() throws IOException {
    Programs.assumePresent("Xvfb");
    display = new VirtualDisplay();
    prompt = new PinentryPrompt(display::dialog, Locale.ENGLISH);
  }

  @AfterEach
  void end() {
    if (display != null) {
      prompt.withdraw();
      display.close();
    }
  }

  private CompletableFuture<Answer> asking(Question question) {
    return CompletableFuture.supplyAsync(() -> prompt.ask(question));
  }

  private static Answer answer(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS);
  }

  @Test
  void takesThePinThatIsTypedAndEnterAccepts() throws Exception {
    CompletableFuture<Answer> answer = asking(QUESTION);
    String _ = display.play("135790", "enter", "gone");
    assertThat(answer(answer)).isInstanceOf(Answer.Given.class);
    try (Pin pin = ((Answer.Given) answer.get()).pin()) {
      assertThat(new String(pin.characters())).isEqualTo("135790");
    }
  }

  @Test
  void escapeCancels() throws Exception {
    CompletableFuture<Answer> answer = asking(QUESTION);
    String _ = display.play("135790", "escape", "gone");
    assertThat(answer(answer)).isInstanceOf(Answer.Cancelled.class);
  }

  @Test
  void goesAwayWhenNobodyAnswers() throws Exception {
    CompletableFuture<Answer> answer = asking(QUESTION.with(Duration.ofSeconds(4)));
    String _ = display.play("gone");
    assertThat(answer(answer)).isInstanceOf(Answer.TimedOut.class);
  }

  @Test
  void goesAwayWhenItIsWithdrawn() throws Exception {
    CompletableFuture<Answer> answer = asking(QUESTION);
    String _ = display.play();
    prompt.withdraw();
    assertThat(answer(answer)).isInstanceOf(Answer.Cancelled.class);
    assertThat(ProcessHandle.current().descendants().filter(DialogPromptTest::isDialog)).isEmpty();
  }

  private static boolean isDialog(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(DialogPinentry.class.getName()))
        .isPresent();
  }

  @Test
  void aNoticeForThePadHasOneButtonThatEndsIt() throws Exception {
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> prompt.notice(QUESTION));
    String _ = display.play("enter", "gone");
    assertThat(answer(answer)).isInstanceOf(Answer.Cancelled.class);
  }

  @Test
  void withoutADisplayItLeavesItToTheNextWay() {
    assertThat(DialogProgram.find(Map.of())).isInstanceOf(Found.Absent.class);
    PinentryPrompt gone =
        new PinentryPrompt(
            () -> {
              display.close();
              return display.dialog();
            },
            Locale.ENGLISH);
    assertThat(gone.ask(QUESTION)).isInstanceOf(Answer.Unavailable.class);
  }
}
