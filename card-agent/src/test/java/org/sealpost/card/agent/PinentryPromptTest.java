package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.token.FakePinentry;

class PinentryPromptTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private FakePinentry program;
  private PinentryPrompt prompt;

  @BeforeEach
  void make() throws IOException {
    program = FakePinentry.in(folder);
    prompt = new PinentryPrompt(Optional.of(program.path()), Locale.ENGLISH);
  }

  private static Question question(Purpose purpose, boolean lastWrong, Duration patience) {
    Question question = Questions.about(purpose).with(patience);
    return lastWrong ? question.with(new PinPrompt.Remark.Wrong()) : question;
  }

  private static Question question(Purpose purpose) {
    return question(purpose, false, PATIENCE);
  }

  private static void assertGiven(Answer answer, String pin) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    try (Pin given = ((Answer.Given) answer).pin()) {
      assertThat(new String(given.characters())).isEqualTo(pin);
    }
  }

  @ParameterizedTest
  @CsvSource({"D 1234,1234", "D a%25%20b,a% b", "D 密碼,密碼", "empty,''"})
  void takesWhatTheUserTypes(String line, String pin) throws IOException {
    program.answers(line);
    assertGiven(prompt.ask(question(Purpose.unlock(""))), pin);
    assertThat(program.told()).endsWith("GETPIN", "BYE");
  }

  @Test
  void saysWhichCardAndWhatFor() throws IOException {
    program.answers("D 1");
    assertGiven(prompt.ask(question(Purpose.signMail("ming@example.tw", "100%@example.tw"))), "1");
    assertThat(program.told())
        .contains(
            "SETTITLE Sealpost",
            "SETDESC Please enter the PIN of the card \"ming\" (/cards/ming.p12).%0A"
                + "It is wanted to sign a mail of ming@example.tw to 100%25@example.tw.",
            "SETPROMPT PIN:",
            "SETTIMEOUT 60")
        .noneMatch(line -> line.startsWith("SETERROR"))
        .noneMatch(line -> line.contains("external-password-cache"));
  }

  @Test
  void theWarningBeforeTheLastTryStandsOut() throws IOException {
    program.answers("D 1");
    Question question =
        new Question(
            Questions.CARD,
            new Purpose(Purpose.Kind.UNLOCK_FINAL_TRY, "", "", ""),
            Optional.of(new PinPrompt.Remark.Wrong()),
            OptionalInt.of(1),
            true,
            PATIENCE);
    assertGiven(prompt.ask(question), "1");
    assertThat(program.told())
        .contains(
            "SETERROR The PIN given before was wrong.%0A"
                + "WARNING: one more wrong PIN locks the card.",
            "SETDESC Please enter the PIN of the card \"ming\" (/cards/ming.p12).");
  }

  @Test
  void saysThatTheLastPinWasWrong() throws IOException {
    program.answers("D 1");
    assertGiven(prompt.ask(question(Purpose.unlock(""), true, PATIENCE)), "1");
    assertThat(program.told()).contains("SETERROR The PIN given before was wrong.");
  }

  @Test
  void aSenderCannotInjectCommands() throws IOException {
    program.answers("D 1");
    String sender = "mei@example.tw\nSETDESC Enter the PIN of your bank\nOPTION ttyname=/dev/tty9";
    assertGiven(prompt.ask(question(Purpose.openMail("ming@example.tw", sender))), "1");
    assertThat(program.told().stream().filter(line -> line.startsWith("SETDESC"))).hasSize(1);
    assertThat(program.told()).noneMatch(line -> line.startsWith("OPTION ttyname=/dev/tty9"));
  }

  @Test
  void theTerminalOfTheUserIsNamed() throws IOException {
    program.answers("D 1");
    assertGiven(prompt.ask(question(Purpose.unlock("/dev/pts/77"))), "1");
    assertThat(program.told()).contains("OPTION ttyname=/dev/pts/77");
    assertThat(program.told()).anyMatch(line -> line.startsWith("OPTION ttytype="));
  }

  @Test
  void closingItIsACancel() throws IOException {
    program.answers(FakePinentry.CANCEL);
    assertThat(prompt.ask(question(Purpose.unlock("")))).isInstanceOf(Answer.Cancelled.class);
  }

  @Test
  void itsOwnTimeoutIsATimeout() throws IOException {
    program.answers("ERR 83886142 Timeout <Pinentry>");
    assertThat(prompt.ask(question(Purpose.unlock("")))).isInstanceOf(Answer.TimedOut.class);
  }

  @ParameterizedTest
  @CsvSource({"ERR 83918950 Inappropriate ioctl for device <Pinentry>", "crash"})
  void oneThatCannotAskLeavesItToTheNextWay(String answer) throws IOException {
    program.answers(answer);
    assertThat(prompt.ask(question(Purpose.unlock(""))))
        .isInstanceOfSatisfying(
            Answer.Unavailable.class,
            a -> assertThat(a.reason().english()).contains(program.path()));
  }

  @Test
  void oneThatHangsIsKilledWithItsChildren() throws IOException {
    program.answers("hang");
    Answer answer = prompt.ask(question(Purpose.unlock(""), false, Duration.ofMillis(1500)));
    assertThat(answer).isInstanceOf(Answer.TimedOut.class);
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void oneThatIsUpCanBeWithdrawn() throws Exception {
    program.answers("hang");
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> prompt.ask(question(Purpose.unlock(""))));
    while (program.prompts() == 0) {
      Thread.onSpinWait();
    }
    prompt.withdraw();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Cancelled.class);
  }

  @Test
  void aMissingProgramLeavesItToTheNextWay() {
    Answer absent =
        new PinentryPrompt(Optional.of("/nowhere/pinentry"), Locale.ENGLISH)
            .ask(question(Purpose.unlock("")));
    assertThat(absent)
        .isInstanceOfSatisfying(
            Answer.Unavailable.class,
            a -> assertThat(a.reason().english()).contains("/nowhere/pinentry"));
    Answer notOnPath =
        new PinentryPrompt(Optional.of("no-such-pinentry"), Locale.ENGLISH)
            .ask(question(Purpose.unlock("")));
    assertThat(notOnPath).isInstanceOf(Answer.Unavailable.class);
  }

  @Test
  void whatIsNoProgramLeavesItToTheNextWay() {
    Answer folderAsProgram =
        new PinentryPrompt(Optional.of(folder.toString()), Locale.ENGLISH)
            .ask(question(Purpose.unlock("")));
    assertThat(folderAsProgram).isInstanceOf(Answer.Unavailable.class);
  }

  @Test
  void aNoticeForThePadStaysUpUntilItIsWithdrawn() throws Exception {
    program.answers("hang");
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> prompt.notice(question(Purpose.unlock(""))));
    while (program.told().stream().noneMatch("CONFIRM --one-button"::equals)) {
      Thread.onSpinWait();
    }
    assertThat(program.told())
        .contains("SETOK Cancel")
        .anyMatch(line -> line.startsWith("SETDESC Please type the PIN") && line.contains("pad"))
        .noneMatch(line -> line.startsWith("GETPIN"));
    assertThat(answer).isNotDone();
    prompt.withdraw();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Cancelled.class);
  }

  @Test
  void theButtonOfANoticeCancels() throws IOException {
    program.answers("empty");
    assertThat(prompt.notice(question(Purpose.unlock("")))).isInstanceOf(Answer.Cancelled.class);
  }
}
