package org.sealpost.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.store.Store;

class JournalTest {
  private static final String MING = "ming@example.tw";
  private static final String BOB = "bob@example.tw";
  private static final String EVE = "eve@example.tw";
  private static final MailIdentity MAIL = new MailIdentity(MING, "a".repeat(64));
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Store store;
  private Journal journal;
  private Instant now = Instant.parse("2026-06-01T12:00:00Z");

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
    journal = journal(store, HOUR, Duration.ofMillis(200), 1000);
  }

  @AfterEach
  void close() {
    journal.close();
    store.close();
  }

  private Journal journal(Store in, Duration remember, Duration patience, int bound) {
    return new Journal(in, folder.resolve("sending.lock"), remember, () -> now, patience, bound);
  }

  private static Sending begin(Journal journal, MailIdentity mail, String... recipients) {
    return journal.begin(mail, List.of(recipients)).orElseThrow();
  }

  private void deliver(MailIdentity mail, String... recipients) {
    try (Sending sending = begin(journal, mail, recipients)) {
      assertThat(sending.ends(List.of(recipients))).isTrue();
      assertThat(sending.accepted(List.of(recipients), "250 queued")).isTrue();
    }
  }

  private boolean isKnown(MailIdentity mail, String recipient) {
    try (Sending sending = begin(journal, mail, recipient)) {
      return sending.acceptance(recipient).isPresent();
    }
  }

  @Test
  void anAcceptedMailIsKnownWithTheServersReplyAndItsTime() {
    deliver(MAIL, BOB);
    Instant then = now;
    now = now.plus(Duration.ofMinutes(59));
    try (Sending sending = begin(journal, MAIL, BOB, EVE)) {
      assertThat(sending.memory()).isEqualTo(Sending.Memory.KEPT);
      assertThat(sending.acceptance(BOB)).contains(new Acceptance(then, "250 queued"));
      assertThat(sending.acceptance(EVE)).isEmpty();
      assertThat(sending.isDoubtful(BOB)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob@EXAMPLE.tw", "Bob@example.tw"})
  void recipientsAreComparedAsAddressesAre(String other) {
    deliver(MAIL, BOB);
    assertThat(isKnown(MAIL, other)).isTrue();
  }

  @Test
  void itIsForgottenAfterItsTimeWhicheverWayTheClockWent() {
    deliver(MAIL, BOB);
    now = now.plus(HOUR);
    assertThat(isKnown(MAIL, BOB)).isFalse();
    deliver(MAIL, BOB);
    now = now.minus(HOUR);
    assertThat(isKnown(MAIL, BOB)).isFalse();
  }

  @Test
  void theSameBytesOfAnotherAccountAreAnotherMailSoThatNobodyLearnsWhatOthersSent() {
    deliver(MAIL, BOB);
    assertThat(isKnown(new MailIdentity("hua@example.tw", MAIL.digest()), BOB)).isFalse();
    assertThat(isKnown(new MailIdentity("MING@example.tw", MAIL.digest()), BOB)).isTrue();
  }

  @Test
  void aMailThatDiffersByABitIsAnotherMail() {
    deliver(MAIL, BOB);
    assertThat(isKnown(new MailIdentity(MING, "b" + "a".repeat(63)), BOB)).isFalse();
  }

  @Test
  void aRefusedMailIsNeitherAcceptedNorDoubtful() {
    try (Sending sending = begin(journal, MAIL, BOB)) {
      sending.ends(List.of(BOB));
      assertThat(sending.refused(List.of(BOB))).isTrue();
    }
    try (Sending sending = begin(journal, MAIL, BOB)) {
      assertThat(sending.acceptance(BOB)).isEmpty();
      assertThat(sending.isDoubtful(BOB)).isFalse();
    }
  }

  @Test
  void aMailWithoutAKnownReplyIsDoubtfulUntilItIsAccepted() {
    try (Sending sending = begin(journal, MAIL, BOB, EVE)) {
      sending.ends(List.of(BOB));
    }
    try (Sending sending = begin(journal, MAIL, BOB, EVE)) {
      assertThat(sending.isDoubtful(BOB)).isTrue();
      assertThat(sending.isDoubtful(EVE)).isFalse();
      sending.ends(List.of(BOB));
      sending.refused(List.of(BOB));
    }
    try (Sending sending = begin(journal, MAIL, BOB)) {
      assertThat(sending.isDoubtful(BOB)).as("after a refusal of the second try").isTrue();
      sending.ends(List.of(BOB));
      sending.accepted(List.of(BOB), "250 OK");
    }
    assertThat(isKnown(MAIL, BOB)).isTrue();
  }

  @Test
  void nothingStaysOfAMailOfWhichNothingWasSent() {
    begin(journal, MAIL, BOB).close();
    assertThat(rows("sending")).isZero();
    assertThat(rows("sending_recipient")).isZero();
  }

  private int rows(String table) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }

  @Test
  void aSecondSessionWaitsForTheFirst() throws Exception {
    journal = journal(store, HOUR, Duration.ofSeconds(20), 1000);
    Sending first = begin(journal, MAIL, BOB);
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> isKnown(MAIL, BOB), Thread::startVirtualThread);
    first.ends(List.of(BOB));
    first.accepted(List.of(BOB), "250 queued");
    assertThat(second).isNotDone();
    first.close();
    assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aSecondSessionGivesUpAfterItsTimeAndHarmsNothing() {
    try (Sending first = begin(journal, MAIL, BOB)) {
      assertThat(journal.begin(MAIL, List.of(BOB))).isEmpty();
      assertThat(first.ends(List.of(BOB))).isTrue();
    }
    assertThat(journal.begin(MAIL, List.of(BOB))).isPresent();
  }

  @Test
  void anotherProxyOnTheStoreWaitsAsLongAsTheFirstLives() {
    try (Store theirs = Store.open(folder.resolve("sealpost.db"));
        Journal other = journal(theirs, HOUR, Duration.ofMillis(200), 1000)) {
      Sending first = begin(journal, MAIL, BOB);
      assertThat(other.begin(MAIL, List.of(BOB))).isEmpty();
      first.ends(List.of(BOB));
      journal.close();
      try (Sending second = begin(other, MAIL, BOB)) {
        assertThat(second.isDoubtful(BOB)).isTrue();
      }
    }
  }

  @Test
  void aStoreThatCannotBeUsedIsSaidAndStopsNobody() {
    store.close();
    try (Sending sending = begin(journal, MAIL, BOB)) {
      assertThat(sending.memory()).isEqualTo(Sending.Memory.FAILING);
      assertThat(sending.ends(List.of(BOB))).isFalse();
      assertThat(sending.accepted(List.of(BOB), "250")).isFalse();
      assertThat(journal.begin(MAIL, List.of(BOB))).as("once at a time all the same").isEmpty();
    }
  }

  @Test
  void aStoreThatFailsLaterIsSaid() {
    try (Sending sending = begin(journal, MAIL, BOB)) {
      assertThat(sending.ends(List.of(BOB))).isTrue();
      store.close();
      assertThat(sending.accepted(List.of(BOB), "250")).isFalse();
    }
  }

  @Test
  void switchedOffItRemembersNothing() {
    journal = journal(store, Duration.ZERO, Duration.ofMillis(200), 1000);
    try (Sending sending = begin(journal, MAIL, BOB)) {
      assertThat(sending.memory()).isEqualTo(Sending.Memory.OFF);
      assertThat(sending.accepted(List.of(BOB), "250")).isFalse();
    }
    assertThat(isKnown(MAIL, BOB)).isFalse();
    assertThat(folder.resolve("sealpost.db")).doesNotExist();
  }

  @Test
  void aMailThatIsForgottenIsANewOneFromThenOn() {
    deliverAndForget();
    assertThat(rows("sending")).isZero();
    assertThat(rows("sending_recipient")).isZero();
    deliver(MAIL, BOB);
    assertThat(isKnown(MAIL, BOB)).isTrue();
  }

  private void deliverAndForget() {
    Sending sending = begin(journal, MAIL, BOB);
    try (sending) {
      sending.ends(List.of(BOB));
      sending.accepted(List.of(BOB), "250 queued");
    }
    sending.forget();
  }

  @Test
  void whatAnotherSessionCameForMeanwhileIsNotForgotten() {
    Sending sending = begin(journal, MAIL, BOB);
    try (sending) {
      assertThat(journal.begin(MAIL, List.of(BOB))).isEmpty();
      sending.ends(List.of(BOB));
      sending.accepted(List.of(BOB), "250 queued");
    }
    sending.forget();
    assertThat(isKnown(MAIL, BOB)).as("to the session that gave up, when it comes again").isTrue();
    deliverAndForget();
    assertThat(isKnown(MAIL, BOB)).as("once it was told").isFalse();
  }

  @Test
  void whatAnotherProxySendsNowIsNotForgotten() {
    try (Store theirs = Store.open(folder.resolve("sealpost.db"));
        Journal other = journal(theirs, HOUR, Duration.ofMillis(200), 1000)) {
      Sending first = begin(journal, MAIL, BOB);
      first.ends(List.of(BOB));
      first.accepted(List.of(BOB), "250 queued");
      first.close();
      try (Sending second = begin(other, MAIL, BOB, EVE)) {
        first.forget();
        assertThat(second.ends(List.of(EVE))).isTrue();
      }
    }
  }

  @Test
  void whatIsTooOldAndWhatIsTooMuchIsForgotten() {
    journal = journal(store, HOUR, Duration.ofMillis(200), 10);
    for (int i = 0; i < 30; i++) {
      now = now.plusSeconds(1);
      deliver(new MailIdentity(MING, "%064x".formatted(i)), BOB);
    }
    assertThat(rows("sending")).isBetween(10, 12);
    assertThat(isKnown(new MailIdentity(MING, "%064x".formatted(29)), BOB)).isTrue();
    now = now.plus(Duration.ofHours(2));
    deliver(MAIL, BOB);
    deliver(MAIL, EVE);
    assertThat(rows("sending")).isOne();
    assertThat(rows("sending_recipient")).isEqualTo(2);
  }

  @Test
  void aCommitWaitsForTheDisk() {
    Optional<Integer> full =
        store
            .jdbi()
            .withHandle(
                handle ->
                    handle.createQuery("pragma synchronous").mapTo(Integer.class).findFirst());
    assertThat(full).contains(2);
  }
}
