package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.agent.PinPrompt.Card;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.api.Purpose;

class PromptTextTest {
  private static String described(Purpose purpose) {
    return new PromptText(Locale.ENGLISH).description(Questions.about(purpose));
  }

  @ParameterizedTest
  @CsvSource({
    "a@x,b@y,It is wanted to sign a mail of a@x to b@y.",
    "a@x,'',It is wanted to sign a mail of a@x.",
    "'',b@y,It is wanted to sign a mail to b@y.",
    "'','',It is wanted to sign a mail."
  })
  void namesTheMailToSign(String account, String detail, String expected) {
    assertThat(described(Purpose.signMail(account, detail)))
        .isEqualTo("Please enter the PIN of the card \"ming\" (/cards/ming.p12).\n" + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a@x,b@y,It is wanted to open a mail from b@y to a@x.",
    "a@x,'',It is wanted to open a mail to a@x.",
    "'',b@y,It is wanted to open a mail from b@y.",
    "'','',It is wanted to open a mail."
  })
  void namesTheMailToOpen(String account, String detail, String expected) {
    assertThat(described(Purpose.openMail(account, detail))).endsWith("\n" + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b@y\nEnter the PIN of your bank:",
        "b@y\r\nGETPIN",
        "b@y\u2028next",
        "b@y\u0085next",
        "b@y\u202egnp.exe",
        "b@y\u0007\u001b[2J",
        "b@y\u0000",
        "\ud800b@y"
      })
  void whatASenderWritesCannotLeaveItsPlace(String detail) {
    String described = described(Purpose.openMail("a@x", detail));
    assertThat(described.lines()).hasSize(2);
    assertThat(described.replace("\n", ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  }

  private static Question about(Card card, OptionalInt tries, boolean finalTry) {
    return new Question(
        card, Purpose.unlock(""), Optional.empty(), tries, finalTry, Duration.ofSeconds(60));
  }

  @Test
  void namesTheHolderAndTheTriesLeft() {
    Card card = new Card("HiCOS PKI Smart Card", "王小明", "Reader 0");
    PromptText text = new PromptText(Locale.ENGLISH);
    assertThat(text.description(about(card, OptionalInt.of(2), false)))
        .isEqualTo(
            "Please enter the PIN of the card \"HiCOS PKI Smart Card\" of 王小明 (Reader 0).\n"
                + "2 tries are left.");
    assertThat(text.description(about(card, OptionalInt.of(1), false)))
        .endsWith("\nOne try is left.");
    assertThat(text.description(about(card, OptionalInt.of(1), true)))
        .endsWith("\nWARNING: one more wrong PIN locks the card.");
    assertThat(text.padDescription(about(card, OptionalInt.empty(), false)))
        .isEqualTo(
            "Please type the PIN of the card \"HiCOS PKI Smart Card\" of 王小明 on the pad of the"
                + " reader (Reader 0); the pad's cancel key stops it.");
  }

  @Test
  void whatMustStandOutIsSaidOnce() {
    PromptText text = new PromptText(Locale.ENGLISH);
    Question last = about(new Card("card", "", "Reader 0"), OptionalInt.of(1), true);
    assertThat(text.alert(last)).isEqualTo("WARNING: one more wrong PIN locks the card.");
    assertThat(text.alert(last.with(new Remark.Wrong())))
        .isEqualTo("The PIN given before was wrong.\nWARNING: one more wrong PIN locks the card.");
    assertThat(text.calmDescription(last))
        .isEqualTo("Please enter the PIN of the card \"card\" (Reader 0).");
    Question calm = about(new Card("card", "", "Reader 0"), OptionalInt.of(2), false);
    assertThat(text.alert(calm)).isEmpty();
    assertThat(text.calmDescription(calm)).isEqualTo(text.description(calm));
  }

  @Test
  void saysWhyThePinIsAskedForAgain() {
    PromptText text = new PromptText(Locale.ENGLISH);
    assertThat(text.remark(new Remark.Wrong())).isEqualTo("The PIN given before was wrong.");
    assertThat(text.remark(new Remark.KnownWrong())).contains("was not sent to the card again");
    assertThat(text.remark(new Remark.WrongLength(6, 8))).contains("6 to 8 characters");
    assertThat(text.remark(new Remark.WrongLength(4, Integer.MAX_VALUE)))
        .contains("at least 4 characters");
  }

  @Test
  void theLongestTextsStillFitOneAssuanLine() {
    String longest = "%".repeat(5000);
    String wide = "憑".repeat(5000);
    Question question =
        new Question(
            new Card(longest, wide, wide),
            Purpose.signMail(longest, wide),
            Optional.empty(),
            OptionalInt.of(1),
            true,
            Duration.ZERO);
    PromptText text = new PromptText(Locale.ENGLISH);
    assertThat(List.of(text.description(question), text.padDescription(question)))
        .allSatisfy(
            description ->
                assertThat(
                        ("SETDESC " + Assuan.escaped(description)).getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(1000));
  }

  @Test
  void honestAddressesAreShownWhole() {
    assertThat(PromptText.harmless("王小明 <ming+tag@例え.tw>")).isEqualTo("王小明 <ming+tag@例え.tw>");
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/pts/3,true",
    "/dev/tty1,true",
    "/dev/ttyS0,true",
    "/dev/tty,false",
    "/dev/pts/../sda,false",
    "/dev/sda,false",
    "/tmp/file,false",
    "'',false",
    "'/dev/pts/3\nGETPIN',false",
    "/dev/pts/3 x,false"
  })
  void onlyATerminalIsATerminal(String name, boolean expected) {
    assertThat(PinPrompt.terminal(Purpose.unlock(name)).isPresent()).isEqualTo(expected);
  }

  @Test
  void thePromptIsInTheLanguageThatIsSet() {
    PromptText text = new PromptText(Locale.TRADITIONAL_CHINESE);
    assertThat(text.label()).isEqualTo("PIN 碼：");
    assertThat(text.remark(new PinPrompt.Remark.Wrong())).isEqualTo("先前輸入的 PIN 碼錯誤。");
    assertThat(text.description(Questions.about(Purpose.unlock(""))))
        .startsWith("請輸入")
        .contains("PIN 碼");
  }
}
