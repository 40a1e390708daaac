package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssuanTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private Assuan assuan(byte[] received) {
    return new Assuan(new ByteArrayInputStream(received), sent);
  }

  private Assuan assuan(String received) {
    return assuan(received.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "D 1234|1234",
        "D a%25b%0Ac%0D|a%b<LF>c<CR>",
        "D %e5%AF%86碼|密碼",
        "D 100%|100%",
        "D 12\\nD 34|1234",
        "S PROGRESS\\n# comment\\nD 1 2 |1 2 ",
        "D |''",
        "S nothing|''"
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void decodesWhatWasTyped(String lines, String pin) throws IOException {
    try (Assuan assuan = assuan(lines.replace("\\n", "\n") + "\nOK\n");
        Pin data = command(assuan)) {
      assertThat(new String(data.characters()))
          .isEqualTo(pin.replace("<LF>", "\n").replace("<CR>", "\r").replace("''", ""));
    }
  }

  private static Pin command(Assuan assuan) throws IOException {
    assertThat(assuan.command("GETPIN")).isEmpty();
    return assuan.data();
  }

  @ParameterizedTest
  @CsvSource({
    "ERR 83886179 Operation cancelled <Pinentry>,true,false",
    "ERR 99,true,false",
    "ERR 83886194 Not confirmed,true,false",
    "ERR 83886278 Fully cancelled,true,false",
    "ERR 83886142 Timeout <Pinentry>,false,true",
    "ERR 83918950 Inappropriate ioctl for device <Pinentry>,false,false",
    "ERR nonsense,false,false"
  })
  void tellsCancelFromTimeoutFromFailure(String line, boolean cancel, boolean timeout)
      throws IOException {
    try (Assuan assuan = assuan(line + "\n")) {
      assertThat(assuan.command("GETPIN"))
          .hasValueSatisfying(
              failure -> {
                assertThat(failure.isCancel()).isEqualTo(cancel);
                assertThat(failure.isTimeout()).isEqualTo(timeout);
              });
    }
  }

  @Test
  void anArgumentCannotBecomeACommand() throws IOException {
    try (Assuan assuan = assuan("OK\n")) {
      assertThat(assuan.command("SETDESC", "100%\nGETPIN\r\nBYE")).isEmpty();
    }
    assertThat(sent.toString(StandardCharsets.UTF_8))
        .isEqualTo("SETDESC 100%25%0AGETPIN%0D%0ABYE\n");
  }

  @Test
  void aQuestionBackIsRefused() throws IOException {
    try (Assuan assuan = assuan("INQUIRE QUALITY 12\nERR 99\n")) {
      assertThat(assuan.command("GETPIN")).isPresent();
    }
    assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("GETPIN\nCAN\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 100_000})
  void aLineThatIsTooLongIsRefused(int length) throws IOException {
    try (Assuan assuan = assuan("D " + "a".repeat(length) + "\nOK\n")) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> assuan.command("GETPIN"));
    }
  }

  @Test
  void endlessDataIsRefused() throws IOException {
    try (Assuan assuan = assuan(("D " + "a".repeat(900) + "\n").repeat(10) + "OK\n")) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> assuan.command("GETPIN"));
    }
  }

  @FuzzTest
  void anyReplyEndsInAnAnswerOrAnIoException(byte[] received) {
    try (Assuan assuan = assuan(received)) {
      var failure = assuan.command("GETPIN");
      try (Pin pin = assuan.data()) {
        assertThat(failure.isPresent() || pin.characters().length <= received.length).isTrue();
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
