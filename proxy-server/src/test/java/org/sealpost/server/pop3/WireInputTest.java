package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireInputTest {
  @ParameterizedTest
  @CsvSource({
    "a\\n, BARE_LF",
    "\\n, BARE_LF",
    "a\\rb\\r\\n, BARE_CR",
    "a\\r\\r\\n, BARE_CR",
    "a\\0b\\r\\n, NUL",
    "123456789\\r\\n, TOO_LONG",
    "12345678901234567890, TOO_LONG"
  })
  void aLineThatIsNoneIsRefused(String octets, FramingException.Fault fault) {
    assertThatThrownBy(() -> input(octets).line(10))
        .isInstanceOfSatisfying(
            FramingException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  @Test
  void linesEndInCrLf() throws IOException {
    WireInput input = input("12345678\\r\\n\\r\\n\u00e9\t\\r\\n");
    assertThat(input.line(10)).contains("12345678");
    assertThat(input.line(10)).contains("");
    assertThat(input.line(10)).contains("\u00e9\t");
    assertThat(input.line(10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a", "a\\r"})
  void aLineThatDoesNotEndIsNoLine(String octets) {
    assertThatThrownBy(() -> input(octets).line(10)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> input("a").line(10)).isInstanceOf(EOFException.class);
  }

  @Test
  void nothingIsWaitedForBeforeTheOtherSideHasItsAnswer() throws IOException {
    AtomicInteger flushed = new AtomicInteger();
    WireInput input =
        new WireInput(
            new MultiLineInputTest.Chunks(MultiLineInputTest.octets("a\\r\\nb\\r\\nc\\r\\n"), 6),
            flushed::incrementAndGet);
    input.line(10);
    input.line(10);
    assertThat(flushed).hasValue(1);
    input.line(10);
    assertThat(flushed).hasValue(2);
  }

  private static WireInput input(String octets) {
    return new WireInput(new ByteArrayInputStream(MultiLineInputTest.octets(octets)), () -> {});
  }
}
