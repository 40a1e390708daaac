package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long millis;

  private Screen screen(boolean terminal, Locale language) {
    PrintStream stream = new PrintStream(err, true, UTF_8);
    return new Screen(stream, stream, terminal, false, terminal, language);
  }

  private Progress progress(Screen screen, int columns) {
    return new Progress(
        screen,
        screen.text("progress.opening"),
        () -> TimeUnit.MILLISECONDS.toNanos(millis),
        columns);
  }

  private List<String> lines() {
    return Arrays.stream(err.toString(UTF_8).split("\r\033\\[K", -1)).skip(1).toList();
  }

  @Test
  void itSaysHowManyOfHowManyTheRateAndTheTimeLeft() {
    Progress progress = progress(screen(true, Locale.ENGLISH), 80);
    progress.done(0, 400);
    millis += 10_000;
    progress.done(100, 400);
    assertThat(lines())
        .containsExactly(
            "[------------------------] opening mails 0/400 (0%)",
            "[######------------------] opening mails 100/400 (25%), 10/s, 0:30 left");
  }

  @Test
  void itChangesAtMostTenTimesASecond() {
    Progress progress = progress(screen(true, Locale.ENGLISH), 80);
    for (int i = 0; i < 1000; i++) {
      progress.done(i, 1000);
      millis++;
    }
    assertThat(lines()).hasSize(10);
  }

  @Test
  void itGoesAwayBeforeAnythingElseIsWrittenAndAtTheEnd() {
    Progress progress = progress(screen(true, Locale.ENGLISH), 80);
    progress.done(1, 3);
    progress.clear();
    progress.clear();
    assertThat(lines()).hasSize(2).last().isEqualTo("");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80})
  void itStaysOnOneLineOfANarrowTerminalAlsoInChinese(int columns) {
    Progress progress = progress(screen(true, Phrase.TAIWAN), columns);
    millis += 5000;
    progress.done(3, 12345);
    millis += 5000;
    progress.came(123_456_789);
    assertThat(lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThan(columns));
    assertThat(lines().getFirst()).contains("正在開啟郵件");
  }

  @Test
  void inAPipeNothingIsWritten() {
    Progress progress = progress(screen(false, Locale.ENGLISH), 80);
    progress.done(1, 3);
    progress.came(7);
    progress.close();
    assertThat(err.size()).isZero();
  }
}
