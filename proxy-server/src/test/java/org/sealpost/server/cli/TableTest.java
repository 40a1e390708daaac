package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Words;

class TableTest {
  @Test
  void columnsAlignUnderNamesInWideCharacters() {
    Table table = new Table(Words.beside(Table.class), "  ", "subject", "address");
    table.row("陳小明", "ming@example.tw");
    table.row("Ming", "m@example.tw");
    assertThat(printed(table))
        .isEqualTo(
            """
              SUBJECT  ADDRESS
              陳小明   ming@example.tw
              Ming     m@example.tw
            """);
  }

  @Test
  void aNameCannotMoveTheCursorOrTurnTheDirection() {
    Table table = new Table(Words.beside(Table.class), "", "subject");
    table.row("a\u001b[2Jb\u202Ec\nd");
    assertThat(printed(table)).isEqualTo("SUBJECT\na [2Jb c d\n");
  }

  @Test
  void nothingIsPrintedOfATableWithoutRows() {
    assertThat(printed(new Table(Words.beside(Table.class), "", "subject"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "é, 1",
    "e\u0301, 1",
    "王, 2",
    "ｱ, 1",
    "Ａ, 2",
    "한, 2",
    "ひ, 2",
    "「」, 4",
    "😀, 2",
    "ß, 1",
    "–, 1"
  })
  void aTextIsAsWideAsATerminalShowsIt(String text, int columns) {
    assertThat(DisplayWidth.of(text)).isEqualTo(columns);
  }

  private static String printed(Table table) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.print(new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8);
  }
}
