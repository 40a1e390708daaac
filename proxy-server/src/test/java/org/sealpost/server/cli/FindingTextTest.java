package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.doctor.Finding;

class FindingTextTest {
  private static final Finding FINDING =
      new Finding(
          Finding.Check.ACCOUNT,
          Phrase.verbatim("ming@example.tw"),
          Finding.State.FAILED,
          Phrase.verbatim(
              "Cannot sign: the signing certificate carries no mail address, so recipients could not"
                  + " tell that it is 王小明 王小明 王小明 王小明 王小明 王小明's."),
          Phrase.verbatim("Have your address put into the certificate."));

  private static String printed(boolean colours, OptionalInt width) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    new FindingText(
            new Screen(stream, stream, width.isPresent(), colours, false, Locale.ENGLISH), width)
        .print(FINDING);
    return out.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(printed(false, OptionalInt.of(width)).lines())
        .hasSizeGreaterThan(3)
        .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(width));
  }

  @Test
  void elsewhereAFindingIsALineAndWhatToDoAnother() {
    assertThat(printed(false, OptionalInt.empty()).lines())
        .hasSize(2)
        .first()
        .satisfies(
            line ->
                assertThat(line).startsWith("failed   account      ming@example.tw: Cannot sign:"));
    assertThat(printed(false, OptionalInt.empty()))
        .endsWith("\n" + " ".repeat(22) + "→ Have your address put into the certificate.\n");
  }

  @Test
  void coloursMoveNothing() {
    String colourless = printed(false, OptionalInt.of(80));
    assertThat(printed(true, OptionalInt.of(80)))
        .isNotEqualTo(colourless)
        .isEqualTo(colourless.replaceFirst("failed", "\033[31mfailed\033[0m"));
  }

  @Test
  void aUserWhoSetsNoColorGetsNone() {
    assertThat(Screen.noColour(Map.of("NO_COLOR", "1"))).isTrue();
    assertThat(Screen.noColour(Map.of("NO_COLOR", ""))).isFalse();
    assertThat(Screen.noColour(Map.of())).isFalse();
  }
}
