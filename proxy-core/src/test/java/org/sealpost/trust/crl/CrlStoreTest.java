package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.crl.Ca.NOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.sealpost.trust.revocation.RevocationStatus.Good;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/** How lists are fetched, kept, shared and given up. */
class CrlStoreTest extends StoreFixture {
  static byte[] list(int day, long... revoked) {
    return CA.list()
        .number(day)
        .from(NOW.plus(Duration.ofDays(day)).minus(Duration.ofHours(1)))
        .until(NOW.plus(Duration.ofDays(day)).plus(Duration.ofHours(23)))
        .lists(revoked)
        .der();
  }

  static Class<?> cause(RevocationStatus status) {
    return status instanceof Unknown(Cause cause) ? cause.getClass() : status.getClass();
  }

  @Test
  void fetchesTheListThatACertificateNamesAndTellsWhatItSays() {
    web.put(LIST, CA.list().lists(2, 3).der());
    assertThat(ask(holder(1)))
        .isEqualTo(
            new Good(
                new Evidence(
                    Evidence.Kind.CRL,
                    LIST.toString(),
                    NOW.minus(Duration.ofHours(1)),
                    Optional.of(NOW.plus(Duration.ofHours(23))))));
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aListAtHandIsNotFetchedAgain() {
    web.put(LIST, CA.list().der());
    ask(holder(1));
    assertThat(askAtOnce(holder(2))).isInstanceOf(Good.class);
    assertThat(web.requests(LIST)).isEqualTo(1);
  }

  @Test
  void aListIsKeptOverARestart() throws Exception {
    web.put(LIST, CA.list().lists(2).der());
    ask(holder(1));
    reopen();
    assertThat(askAtOnce(holder(1))).isInstanceOf(Good.class);
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
    assertThat(web.requests(LIST)).isEqualTo(1);
  }

  @Test
  void aListThatAnotherProcessFetchedIsTakenOver() throws Exception {
    web.put(LIST, list(0));
    assertThat(ask(holder(2))).isInstanceOf(Good.class);
    web.put(LIST, list(0, 2));
    fetchInAnotherProcess();
    clock.pass(Duration.ofSeconds(2));
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aListThatAnotherProcessCouldHaveEndsTheRestAfterAFailure() throws Exception {
    assertThat(cause(ask(holder(2)))).isEqualTo(Cause.NotReached.class);
    web.put(LIST, list(0, 2));
    fetchInAnotherProcess();
    clock.pass(Duration.ofSeconds(2));
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  private void fetchInAnotherProcess() throws Exception {
    CrlStore mine = store;
    open();
    try (CrlStore others = store) {
      clock.pass(Duration.ofMillis(1));
      others.refreshAll();
      ask(holder(2));
    } finally {
      store = mine;
    }
  }

  @Test
  void whatTakesLongGoesOnAndIsKnownLater() throws Exception {
    web.put(LIST, CA.list().lists(2).der());
    CountDownLatch gate = web.hold(LIST);
    assertThat(askAtOnce(holder(2))).isEqualTo(new Unknown(new Cause.NotYet(LIST.toString())));
    gate.countDown();
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
    assertThat(web.requests(LIST)).isEqualTo(1);
  }

  @Test
  void aHundredWhoAskShareOneFetch() throws Exception {
    web.put(LIST, CA.list().lists(2).der());
    CountDownLatch gate = web.hold(LIST);
    X509Certificate revoked = holder(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RevocationStatus>> answers =
          IntStream.range(0, 100).mapToObj(_ -> threads.submit(() -> ask(revoked))).toList();
      while (web.requests(LIST) == 0) {
        Thread.onSpinWait();
      }
      gate.countDown();
      for (Future<RevocationStatus> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Revoked.class);
      }
    }
    assertThat(web.requests(LIST)).isEqualTo(1);
  }

  @Test
  void lookupsHoldWhileTheListIsReplaced() throws Exception {
    web.put(LIST, list(0, 2));
    ask(holder(2));
    X509Certificate revoked = holder(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> lookups =
          threads.submit(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  assertThat(askAtOnce(revoked)).isInstanceOf(Revoked.class);
                }
              });
      for (int i = 1; i <= 10; i++) {
        web.put(LIST, CA.list().number(i).from(NOW.minusSeconds(3000 - i)).lists(2, i + 10).der());
        store.refreshAll();
      }
      lookups.get();
    }
    assertThat(askAtOnce(holder(20))).isInstanceOf(Revoked.class);
  }

  @Test
  void anOutdatedListIsFetchedAgain() {
    web.put(LIST, list(0));
    ask(holder(2));
    clock.pass(Duration.ofDays(1));
    web.put(LIST, list(1, 2));
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void anOutdatedListWithoutANewerSaysNothing() {
    web.put(LIST, list(0));
    ask(holder(2));
    clock.pass(Duration.ofDays(1));
    assertThat(ask(holder(2)))
        .isEqualTo(
            new Unknown(new Cause.Outdated(LIST.toString(), NOW.plus(Duration.ofHours(23)))));
  }

  @Test
  void aRevocationForGoodOutlivesTheListWhenTheNextIsKeptFromUs() {
    web.put(LIST, list(0, 2));
    ask(holder(2));
    clock.pass(Duration.ofDays(1));
    web.remove(LIST);
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aHoldEndsWhenTheEntryVanishes() {
    web.put(LIST, CA.list().number(1).revokes(2, 6).der());
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
    web.put(LIST, CA.list().number(2).from(NOW.minusSeconds(60)).der());
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Good.class);
  }

  @Test
  void aSourceThatFailedIsNotAskedForAMinute() {
    assertThat(cause(ask(holder(2)))).isEqualTo(Cause.NotReached.class);
    assertThat(cause(ask(holder(3)))).isEqualTo(Cause.NotReached.class);
    assertThat(web.requests(LIST)).isEqualTo(1);
    clock.pass(Duration.ofSeconds(61));
    web.put(LIST, CA.list().der());
    assertThat(ask(holder(2))).isInstanceOf(Good.class);
  }

  @Test
  void aSourceWithoutANewerListIsNotAskedForAMinute() {
    web.put(LIST, list(0));
    ask(holder(2));
    clock.pass(Duration.ofDays(1));
    ask(holder(2));
    ask(holder(3));
    assertThat(web.requests(LIST)).isEqualTo(2);
    clock.pass(Duration.ofSeconds(61));
    ask(holder(3));
    assertThat(web.requests(LIST)).isEqualTo(3);
  }

  @Test
  void aClockThatWasAheadKeepsNoListFromBeingFetched() throws Exception {
    web.put(LIST, CA.list().number(1).until(NOW.plus(Duration.ofDays(1))).der());
    ask(holder(2));
    clock.pass(Duration.ofDays(400));
    ask(holder(2));
    clock.pass(Duration.ofDays(-399));
    reopen();
    clock.pass(Duration.ofHours(1));
    web.put(LIST, list(1, 2));
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aDamagedIndexIsNoticedAndFetchedAnew() throws Exception {
    web.put(LIST, CA.list().lists(2).der());
    ask(holder(2));
    close();
    Path index = index();
    byte[] bytes = Files.readAllBytes(index);
    bytes[bytes.length - 30] ^= 1;
    Files.write(index, bytes);
    open();
    assertThat(store.lists()).isEmpty();
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
    assertThat(web.requests(LIST)).isEqualTo(2);
  }

  @Test
  void anUnchangedListIsNotSentAgainAndKept() throws Exception {
    web.put(LIST, CA.list().lists(2).der());
    ask(holder(2));
    clock.pass(Duration.ofHours(2));
    store.refreshAll();
    assertThat(web.notModified()).isEqualTo(1);
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
    CrlReport.Kept kept = store.lists().getFirst().list().orElseThrow();
    assertThat(kept.asked()).isEqualTo(clock.instant());
    reopen();
    assertThat(store.lists().getFirst().list().orElseThrow().asked()).isEqualTo(clock.instant());
  }

  @Test
  void aListIsFetchedInTheSecondHalfOfItsTime() {
    web.put(LIST, list(0));
    ask(holder(2));
    clock.pass(Duration.ofHours(11));
    store.refreshDue();
    assertThat(web.requests(LIST)).isEqualTo(1);
    clock.pass(Duration.ofHours(10));
    web.put(
        LIST, CA.list().from(clock.instant()).until(NOW.plus(Duration.ofDays(2))).lists(2).der());
    store.refreshDue();
    assertThat(web.requests(LIST)).isEqualTo(2);
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aListThatNobodyNeededForAMonthIsDeleted() throws Exception {
    web.put(LIST, CA.list().until(NOW.plus(Duration.ofDays(90))).der());
    ask(holder(2));
    clock.pass(Duration.ofDays(29));
    reopen();
    store.refreshDue();
    assertThat(store.lists()).hasSize(1);
    clock.pass(Duration.ofDays(2));
    store.refreshDue();
    assertThat(store.lists()).isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("crl"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aListThatIsNeededIsKept() {
    web.put(LIST, CA.list().until(NOW.plus(Duration.ofDays(90))).der());
    ask(holder(2));
    clock.pass(Duration.ofDays(29));
    askAtOnce(holder(2));
    clock.pass(Duration.ofDays(2));
    store.refreshDue();
    assertThat(store.lists()).hasSize(1);
  }

  @Test
  void reportsEachSource() {
    web.put(LIST, CA.list().lists(2, 3).der());
    ask(holder(2));
    ask(CA.issue(1, points -> points.at(OTHER)));
    assertThat(store.lists())
        .containsExactly(
            new CrlReport(
                LIST,
                Optional.of(
                    new CrlReport.Kept(
                        "CN=CA",
                        2,
                        false,
                        NOW.minus(Duration.ofHours(1)),
                        NOW.plus(Duration.ofHours(23)),
                        NOW)),
                Optional.empty()),
            new CrlReport(
                OTHER,
                Optional.empty(),
                Optional.of(Phrase.verbatim("http://ca.example/other.crl answers 404."))));
  }

  @Test
  void theFolderIsForThisUserAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("crl"))))
        .isEqualTo("rwx------");
  }

  @Test
  void closingGivesUpWhatIsUnderWay() throws Exception {
    web.put(LIST, CA.list().der());
    web.hold(LIST);
    askAtOnce(holder(1));
    while (web.requests(LIST) == 0) {
      Thread.onSpinWait();
    }
    store.close();
    assertThat(ask(holder(1))).isInstanceOf(Unknown.class);
    try (Stream<Path> files = Files.list(folder.resolve("crl"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aListAboveTheLimitIsNotRead() throws IOException {
    close();
    store =
        new CrlStore(
            folder.resolve("crl"),
            web,
            new CrlSettings(complete, 100, Duration.ofSeconds(60)),
            () -> known,
            CrlProgress.none(),
            clock);
    web.put(LIST, CA.list().der());
    assertThat(cause(ask(holder(1)))).isEqualTo(Cause.NotReached.class);
  }

  private Path index() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("crl"))) {
      return files.filter(file -> file.toString().endsWith(".index")).findFirst().orElseThrow();
    }
  }
}
