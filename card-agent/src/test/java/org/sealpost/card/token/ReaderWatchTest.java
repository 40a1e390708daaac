package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be said of a card without its module. */
final class ReaderWatchTest {
  private static final String READER = "Reader 00 00";
  private static final String LONG =
      "A reader whose maker tells in its name all that it can do: xxx";

  private final FakePcsc pcsc = new FakePcsc();
  private final ReaderWatch watch = new ReaderWatch(pcsc);

  @BeforeEach
  void putACardIn() {
    pcsc.plug(READER);
    pcsc.insert(READER);
  }

  private ReaderWatch.Sighting seen() {
    return watch.see(READER).orElseThrow();
  }

  @Test
  void aCardThatStaysIsNotOver() {
    ReaderWatch.Sighting seen = seen();
    assertThat(watch.isOver(seen)).isFalse();
    assertThat(watch.isOver(seen)).isFalse();
  }

  @Test
  void aCardThatWasTakenOutIsOver() {
    ReaderWatch.Sighting seen = seen();
    pcsc.remove(READER);
    assertThat(watch.isOver(seen)).isTrue();
  }

  @Test
  void aCardThatWasOutForAnInstantIsOver() {
    ReaderWatch.Sighting seen = seen();
    pcsc.remove(READER);
    pcsc.insert(READER);
    assertThat(watch.isOver(seen)).isTrue();
    assertThat(watch.isOver(seen())).isFalse();
  }

  @Test
  void aCardWhoseReaderWasUnpluggedIsOver() {
    ReaderWatch.Sighting seen = seen();
    pcsc.unplug(READER);
    assertThat(watch.isOver(seen)).isTrue();
  }

  @Test
  void whatHappensInAnotherReaderIsAnotherMatter() {
    pcsc.plug("Reader 00 01");
    pcsc.insert("Reader 00 01");
    ReaderWatch.Sighting seen = seen();
    pcsc.remove("Reader 00 01");
    pcsc.unplug("Reader 00 01");
    assertThat(watch.isOver(seen)).isFalse();
  }

  @Test
  void aServiceThatIsStoppedLeavesItOpenAndIsAskedAgain() {
    ReaderWatch.Sighting seen = seen();
    pcsc.stopped = true;
    assertThat(watch.isOver(seen)).isFalse();
    assertThat(watch.see(READER)).isEmpty();
    pcsc.stopped = false;
    assertThat(watch.see(READER)).isPresent();
    assertThat(pcsc.contexts).hasValue(1);
  }

  @Test
  void whatWasSeenBeforeTheServiceWasStartedAnewSaysNothing() {
    pcsc.insert(READER);
    ReaderWatch.Sighting before = seen();
    pcsc.restart();
    pcsc.remove(READER);
    assertThat(watch.isOver(before)).isFalse();
    assertThat(watch.isOver(before)).isFalse();
    pcsc.insert(READER);
    ReaderWatch.Sighting after = seen();
    pcsc.remove(READER);
    assertThat(watch.isOver(after)).isTrue();
  }

  @Test
  void anEmptyReaderShowsNoCard() {
    pcsc.remove(READER);
    assertThat(watch.see(READER)).isEmpty();
  }

  @Test
  void aModuleWithoutReadersIsNotMatched() {
    assertThat(watch.see("SoftHSM slot ID 0x1")).isEmpty();
    assertThat(watch.see("Reader 00 0")).isEmpty();
    assertThat(watch.see("")).isEmpty();
  }

  @Test
  void aNameThatASlotHasNoRoomForIsKnownByItsBeginning() {
    pcsc.plug(LONG + " 00 00");
    pcsc.insert(LONG + " 00 00");
    assertThat(watch.see(LONG + " 0")).isPresent();
    assertThat(watch.see(LONG)).isEmpty();
  }

  @Test
  void twoReadersThatASlotCannotTellApartAreNotTakenForEachOther() {
    pcsc.plug(LONG + " 00 00");
    pcsc.insert(LONG + " 00 00");
    pcsc.plug(LONG + " 01 00");
    assertThat(watch.see(LONG + " 0")).isEmpty();
  }

  @Test
  void theSystemsServiceIsAskedForAReaderThatIsNotThere() {
    assertThat(ReaderWatch.ofSystem().flatMap(system -> system.see("no such reader"))).isEmpty();
  }

  @Test
  void nothingIsLeftOpen() {
    ReaderWatch.Sighting _ = seen();
    watch.close();
    assertThat(pcsc.contexts).hasValue(0);
  }
}
