package org.sealpost.trust.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptAnswersTest {
  @TempDir private Path folder;

  private Instant now = Instant.parse("2026-06-01T12:00:00Z");

  private KeptAnswers kept(long maxBytes) {
    return new KeptAnswers(folder.resolve("kept"), Duration.ofDays(7), maxBytes, () -> now);
  }

  private static Optional<Integer> size(Optional<KeptAnswers.Kept> kept) {
    return kept.map(each -> each.bytes().length);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void whatWasKeptIsFoundUntilItIsTooOld() {
    KeptAnswers kept = kept(1000);
    kept.keep("a1", new byte[3]);
    pass(Duration.ofDays(7));
    assertThat(kept.find("a1").orElseThrow().at()).isEqualTo(now.minus(Duration.ofDays(7)));
    assertThat(kept.find("a2")).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(kept.find("a1")).isEmpty();
  }

  @Test
  void theLatestOfOneNameCounts() {
    KeptAnswers kept = kept(1000);
    kept.keep("a1", new byte[3]);
    kept.keep("a1", new byte[4]);
    assertThat(size(kept.find("a1"))).contains(4);
    kept.forget("a1");
    assertThat(kept.find("a1")).isEmpty();
  }

  @Test
  void whatIsTooOldIsRemovedFromTheDisk() throws Exception {
    KeptAnswers kept = kept(1000);
    kept.keep("a1", new byte[3]);
    pass(Duration.ofDays(8));
    kept.keep("a2", new byte[3]);
    try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
      assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("a2");
    }
  }

  /** Strangers decide how much there is to keep. */
  @Test
  void theOldestGoWhenThereIsTooMuch() {
    KeptAnswers kept = kept(1000);
    for (String name : new String[] {"a1", "a2", "a3", "a4"}) {
      kept.keep(name, new byte[300]);
      pass(Duration.ofMinutes(1));
    }
    assertThat(kept.find("a1")).isEmpty();
    assertThat(size(kept.find("a2"))).contains(300);
    assertThat(size(kept.find("a4"))).contains(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../a1", "a/b", "A1", "a1.tmp"})
  void noNameLeadsOutOfTheFolder(String name) {
    assertThatThrownBy(() -> kept(1000).find(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kept(1000).keep(name, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
