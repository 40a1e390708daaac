package org.sealpost.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.server.session.Loan;

/** When which generation of the proxy's parts is closed. */
class GenerationsTest {
  private final List<String> happened = new ArrayList<>();
  private final Generations<Named> generations = new Generations<>();
  private String fails = "nothing";

  private final class Named implements Generations.Parts {
    private final String name;

    private Named(String name) {
      this.name = name;
    }

    @Override
    public void begin() {
      happened.add(name + " begins");
      failAt("begin");
    }

    @Override
    public void end() {
      happened.add(name + " ends");
      failAt("end");
    }

    @Override
    public void close() {
      happened.add(name + " closed");
      failAt("close");
    }

    private void failAt(String step) {
      if (step.equals(fails)) {
        throw new IllegalStateException("as the test wants it");
      }
    }
  }

  private Loan<String> lend() {
    return generations.lend(named -> named.name);
  }

  @Test
  void aSessionKeepsWhatItBeganWithAndTheNextGetsTheNew() {
    generations.first(new Named("old"));
    Loan<String> before = lend();
    assertThat(generations.replaceBy(new Named("new"))).isTrue();
    assertThat(before.value()).isEqualTo("old");
    assertThat(lend().value()).isEqualTo("new");
    assertThat(happened)
        .as("a session works with it still")
        .containsExactly("old ends", "new begins");
  }

  @Test
  void theOldIsClosedWhenTheLastOfItsSessionsEnds() {
    generations.first(new Named("old"));
    Loan<String> one = lend();
    Loan<String> other = lend();
    assertThat(generations.replaceBy(new Named("new"))).isTrue();
    one.close();
    assertThat(happened).containsExactly("old ends", "new begins");
    other.close();
    assertThat(happened).containsExactly("old ends", "new begins", "old closed");
  }

  @Test
  void oneThatNobodyWorksWithIsClosedAtOnce() {
    generations.first(new Named("old"));
    lend().close();
    assertThat(happened).as("it is in use for those who come").isEmpty();
    assertThat(generations.replaceBy(new Named("new"))).isTrue();
    assertThat(happened).containsExactly("old ends", "new begins", "old closed");
  }

  @Test
  void atTheEndOnlyTheLastIsLeftToClose() {
    generations.first(new Named("old"));
    assertThat(generations.replaceBy(new Named("new"))).isTrue();
    happened.clear();
    generations.close();
    assertThat(happened).containsExactly("new closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "begin", "close"})
  void whateverFailsAfterTheNextIsInUseIsToldAndStopsNothingElse(String step) {
    generations.first(new Named("old"));
    fails = step;
    assertThat(generations.replaceBy(new Named("new"))).isFalse();
    assertThat(lend().value()).isEqualTo("new");
    assertThat(happened).containsExactly("old ends", "new begins", "old closed");
  }
}
