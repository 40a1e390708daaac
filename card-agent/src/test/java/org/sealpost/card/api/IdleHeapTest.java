package org.sealpost.card.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleHeapTest {
  private static final long MB = 1024 * 1024;

  private long used = 9 * MB;
  private long alive = 5 * MB;
  private int collections;

  private final IdleHeap heap =
      new IdleHeap(
          () -> used,
          () -> {
            collections++;
            used = alive;
          });

  private void look(long taken) {
    used += taken;
    heap.look();
  }

  @Test
  void whatAStartLeftIsFreedAtTheFirstRest() {
    look(0);
    assertThat(collections).isZero();
    look(1000);
    assertThat(collections).isOne();
  }

  @Test
  void whoeverWorksIsNotStopped() {
    for (int i = 0; i < 100; i++) {
      look(MB);
    }
    assertThat(collections).isZero();
  }

  @Test
  void memoryThatWasJustFreedIsASignOfWork() {
    look(20 * MB);
    look(-15 * MB);
    assertThat(collections).isZero();
  }

  @Test
  void aProcessAtRestIsCollectedOnceAndAgainOnlyAfterABurst() {
    look(0);
    for (int i = 0; i < 20; i++) {
      look(1000);
    }
    assertThat(collections).isOne();
    look(30 * MB);
    look(0);
    look(0);
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void littleThatWasTakenIsLeftUntilThereIsMore() {
    look(0);
    look(0);
    look(2 * MB);
    look(0);
    assertThat(collections).isOne();
    look(MB);
    look(0);
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void whatWasStillNeededAtOneRestIsFreedAtALaterOne() {
    look(0);
    look(0);
    alive = 30 * MB;
    look(40 * MB);
    look(0);
    assertThat(used).isEqualTo(30 * MB);

    alive = 5 * MB;
    look(MB);
    look(0);
    assertThat(used).isEqualTo(5 * MB);
  }
}
