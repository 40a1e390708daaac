package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.Purpose;

class PromptTextTest {
  private static String described(Purpose purpose) {
    return new PromptText()
        .description(
            new PinPrompt.Question("ming", "/cards/ming.p12", purpose, false, Duration.ZERO));
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

  @Test
  void theLongestTextsStillFitOneAssuanLine() {
    String longest = "%".repeat(5000);
    String wide = "憑".repeat(5000);
    PinPrompt.Question question =
        new PinPrompt.Question(
            longest, wide, Purpose.signMail(longest, wide), false, Duration.ZERO);
    String command = "SETDESC " + Assuan.escaped(new PromptText().description(question));
    assertThat(command.getBytes(StandardCharsets.UTF_8).length).isLessThan(1000);
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
}
