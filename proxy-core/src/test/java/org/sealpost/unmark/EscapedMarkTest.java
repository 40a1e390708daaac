package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.mark.MarkState;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;

/** Marks in files that write their characters behind backslashes. */
class EscapedMarkTest {
  private static final String JSON = "Content-Type: application/json\n\n{\"subject\": \"";
  private static final String RTF = "Content-Type: application/rtf\n\n{\\rtf1\\ansi ";

  @TempDir Path folder;

  private String clean(String mail) throws Exception {
    MarkRemover remover =
        new MarkRemover(Optional.of(new SealWord("松柏")), new SpoolFactory(folder, 1 << 20));
    try (Unmarked clean = remover.remove(Mails.entity(Mails.of(mail)))) {
      return new String(Mails.bytes(clean.mail()), UTF_8).replace("\r\n", "\n");
    }
  }

  private static String mark(MarkState state) {
    return "[松柏 " + state.sign() + state.word(Phrase.TAIWAN) + "] ";
  }

  private interface Unit {
    String written(char unit);
  }

  /** Leaves ASCII as it is. */
  private static String escaped(String text, Unit unit) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(c < 128 ? String.valueOf(c) : unit.written(c));
    }
    return escaped.toString();
  }

  private static String hexadecimal(char unit) {
    return String.format(Locale.ROOT, "\\u%04x", (int) unit);
  }

  private static String octets(char unit) {
    StringBuilder octets = new StringBuilder();
    for (byte octet : String.valueOf(unit).getBytes(Charset.forName("Big5"))) {
      octets.append(String.format(Locale.ROOT, "\\'%02x", octet & 0xff));
    }
    return octets.toString();
  }

  @ParameterizedTest
  @EnumSource
  void attackTheWordIsReadFromAJsonFileThatIsSentBack(MarkState state) throws Exception {
    String mark = escaped(mark(state), EscapedMarkTest::hexadecimal);

    assertThat(clean(JSON + mark + "a\"}\n")).isEqualTo(JSON + "a\"}\n");
  }

  @ParameterizedTest
  @EnumSource
  void attackTheWordIsReadFromAnRtfFileThatIsSentBack(MarkState state) throws Exception {
    String unsigned = escaped(mark(state), unit -> "\\u" + (int) unit + "?");
    String signed = escaped(mark(state), unit -> "\\u" + (short) unit + " ?");
    String withOctets = escaped(mark(state), unit -> "\\u" + (short) unit + octets(unit));

    assertThat(clean(RTF + unsigned + "a}\n")).isEqualTo(RTF + "a}\n");
    assertThat(clean(RTF + signed + "a}\n")).isEqualTo(RTF + "a}\n");
    assertThat(clean(RTF + withOctets + "a}\n")).isEqualTo(RTF + "a}\n");
  }

  @Test
  void attackTheWordIsInOctetsOfBig5() throws Exception {
    String mark = "[" + octets('松') + octets('柏') + " \\u10004?" + octets('簽') + octets('章') + "] ";

    assertThat(clean(RTF + mark + "a}\n")).isEqualTo(RTF + "a}\n");
  }

  @Test
  void attackTheWordIsEscapedAndHasNoBracket() throws Exception {
    String mark = escaped("松柏 ✔簽章 ", EscapedMarkTest::hexadecimal);

    assertThat(clean(JSON + mark + "a\"}\n")).isEqualTo(JSON + "a\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u677e\\u67cf \\u7c3d\\u7ae0",
        "\\u2714 done",
        "C:\\users\\u2714\\'e9",
        "\\u",
        "\\u-",
        "\\u12",
        "\\u99999?",
        "\\'",
        "\\'zz",
        "\\ud83d",
        "[\\u677e\\u67cf \\ud83d] x",
        "\\\\\\",
      })
  void honestEscapesKeepEveryByte(String text) throws Exception {
    assertThat(clean(JSON + text + "\"}\n")).isEqualTo(JSON + text + "\"}\n");
    assertThat(clean(RTF + text)).isEqualTo(RTF + text);
  }
}
