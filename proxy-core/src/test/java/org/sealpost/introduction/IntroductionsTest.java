package org.sealpost.introduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.store.Store;

class IntroductionsTest {
  private static final String MING = "ming@example.tw";
  private static final String WORK = "ming@work.example";
  private static final String MEI = "mei@example.tw";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Instant later = now.plusSeconds(3600);

  @TempDir private Path folder;
  private Store store;
  private Introductions introductions;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("state/sealpost.db"));
    introductions = new Introductions(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void nobodyIsIntroducedBeforeTheFirstTime() {
    assertThat(introductions.all()).isEmpty();
    assertThat(introductions.stateOf(MEI)).isEmpty();
    assertThat(introductions.stateOf("no address")).isEmpty();
  }

  @Test
  void anIntroductionWaitsForItsAnswer() {
    introductions.introduced("Ming@Example.tw", "<Mei@EXAMPLE.tw>", now);

    assertThat(introductions.stateOf("mei@example.TW"))
        .contains(new Introduction(MING, MEI, now, Optional.empty()));
  }

  @Test
  void theAnswerIsRememberedWithItsTime() {
    introductions.introduced(MING, MEI, now);
    introductions.answered("MEI@example.tw", later);

    assertThat(introductions.stateOf(MEI))
        .contains(new Introduction(MING, MEI, now, Optional.of(later)));
  }

  @Test
  void onlyTheFirstAnswerCounts() {
    introductions.introduced(MING, MEI, now);
    introductions.answered(MEI, later);
    introductions.answered(MEI, later.plusSeconds(60));

    assertThat(introductions.stateOf(MEI).orElseThrow().answered()).contains(later);
  }

  @Test
  void oneAnswerServesAllAccounts() {
    introductions.introduced(MING, MEI, now);
    introductions.introduced(WORK, MEI, now.plusSeconds(1));
    introductions.answered(MEI, later);

    assertThat(introductions.all())
        .extracting(Introduction::account, Introduction::answered)
        .containsExactly(tuple(WORK, Optional.of(later)), tuple(MING, Optional.of(later)));
  }

  @Test
  void introducedOnceMoreItWaitsAnew() {
    introductions.introduced(MING, MEI, now);
    introductions.answered(MEI, later);
    introductions.introduced(MING, MEI, later.plusSeconds(60));

    assertThat(introductions.all())
        .containsExactly(new Introduction(MING, MEI, later.plusSeconds(60), Optional.empty()));
  }

  @Test
  void someoneElsesAnswerIsNotTakenForTheirs() {
    introductions.introduced(MING, MEI, now);
    introductions.answered("mei@example.org", later);
    introductions.answered("xmei@example.tw", later);
    introductions.answered("no address", later);

    assertThat(introductions.stateOf(MEI).orElseThrow().answered()).isEmpty();
    assertThat(introductions.all()).hasSize(1);
  }

  @Test
  void whatWasRememberedSurvivesARestart() {
    introductions.introduced(MING, MEI, now);
    store.close();
    open();

    assertThat(introductions.all()).hasSize(1);
  }

  @Test
  void whatIsNoAddressIsNotRemembered() {
    assertThatThrownBy(() -> introductions.introduced(MING, "mei", now))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
