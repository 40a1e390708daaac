package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.crl.Ca.NOW;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.sealpost.trust.revocation.RevocationStatus.Good;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/** What a list that amends another adds to it (RFC 5280 §5.2.4). */
class DeltaListTest extends StoreFixture {

  void assertUnknown(RevocationStatus status, Class<? extends Cause> cause) {
    assertThat(status)
        .isInstanceOfSatisfying(Unknown.class, u -> assertThat(u.cause()).isInstanceOf(cause));
  }

  private static X509Certificate withDelta(long serial) {
    return CA.issue(serial, points -> points.at(LIST).deltasAt(DELTA));
  }

  @Test
  void aDeltaAddsAndRemoves() {
    web.put(LIST, CA.list().number(5).revokes(1, 6).revokes(2, 1).lists(3).der());
    web.put(DELTA, CA.list().deltaOf(5).number(6).revokes(1, 8).revokes(2, 8).revokes(4, 1).der());
    assertThat(ask(withDelta(1))).as("released from hold").isInstanceOf(Good.class);
    assertThat(ask(withDelta(2))).as("revoked for good").isInstanceOf(Revoked.class);
    assertThat(ask(withDelta(3))).as("in the base alone").isInstanceOf(Revoked.class);
    assertThat(ask(withDelta(4))).as("in the delta alone").isInstanceOf(Revoked.class);
    assertThat(ask(withDelta(5))).as("in neither").isInstanceOf(Good.class);
  }

  @Test
  void aDeltaMakesAHoldFinal() {
    web.put(LIST, CA.list().number(5).revokes(1, 6).der());
    web.put(DELTA, CA.list().deltaOf(5).number(6).revokes(1, 1).der());
    assertThat(ask(withDelta(1)))
        .isInstanceOfSatisfying(
            Revoked.class,
            revoked -> assertThat(revoked.reason()).isEqualTo(RevocationReason.KEY_COMPROMISE));
  }

  @Test
  void theListItselfMayNameItsDelta() {
    web.put(LIST, CA.list().number(5).deltasAt(DELTA).der());
    web.put(DELTA, CA.list().deltaOf(4).number(6).lists(1).der());
    assertThat(ask(holder(1))).isInstanceOf(Revoked.class);
  }

  @Test
  void aDeltaOfALaterListIsNotApplied() {
    web.put(LIST, CA.list().number(5).revokes(1, 6).der());
    web.put(DELTA, CA.list().deltaOf(6).number(7).revokes(1, 8).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
  }

  @Test
  void aDeltaThatIsNotNewerIsNotApplied() {
    web.put(LIST, CA.list().number(5).revokes(1, 6).der());
    web.put(DELTA, CA.list().deltaOf(4).number(5).revokes(1, 8).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
  }

  @Test
  void aDeltaThatIsOutdatedIsNotApplied() {
    web.put(LIST, CA.list().number(5).revokes(1, 6).der());
    web.put(
        DELTA, CA.list().deltaOf(5).number(6).until(NOW.minusSeconds(3000)).revokes(1, 8).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
  }

  @Test
  void withoutItsDeltaTheListStillSpeaks() {
    web.put(LIST, CA.list().number(5).lists(2).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Good.class);
    assertThat(ask(withDelta(2))).isInstanceOf(Revoked.class);
  }

  private ListMint longBase() {
    return CA.list().number(5).until(NOW.plus(Duration.ofDays(30)));
  }

  private ListMint dailyDelta() {
    return CA.list().deltaOf(5).number(6).until(NOW.plus(Duration.ofDays(1)));
  }

  /** Whoever can block one address must not make a revoked certificate good again. */
  @Test
  void blockingTheDeltasAddressDoesNotUndoARevocation() throws IOException {
    web.put(LIST, longBase().der());
    web.put(DELTA, dailyDelta().revokes(1, 1).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
    web.remove(DELTA);
    clock.pass(Duration.ofDays(2));
    assertThat(askAtOnce(withDelta(1))).as("without waiting").isInstanceOf(Revoked.class);
    assertThat(ask(withDelta(1))).as("after trying").isInstanceOf(Revoked.class);
    reopen();
    assertThat(ask(withDelta(1))).as("after a restart").isInstanceOf(Revoked.class);
  }

  @Test
  void blockingBothAddressesDoesNotUndoARevocationThatOnlyTheDeltaHas() {
    web.put(LIST, longBase().der());
    web.put(DELTA, dailyDelta().revokes(1, 1).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
    web.remove(LIST).remove(DELTA);
    clock.pass(Duration.ofDays(40));
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
    assertUnknown(ask(withDelta(2)), Cause.Outdated.class);
  }

  @Test
  void anOlderCompleteListDoesNotHideARevocationInTheDeltaOfANewer() {
    web.put(LIST, longBase().der());
    web.put(DELTA, CA.list().deltaOf(6).number(7).revokes(1, 1).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
    assertThat(ask(withDelta(2))).isInstanceOf(Good.class);
  }

  /** What it would have been released from, or put on, cannot be told. */
  @Test
  void whileADeltaThatWasHadCannotBeRenewedNothingIsGood() {
    web.put(LIST, longBase().revokes(3, 6).der());
    web.put(DELTA, dailyDelta().revokes(2, 6).revokes(3, 8).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Good.class);
    web.remove(DELTA);
    clock.pass(Duration.ofDays(2));
    assertUnknown(ask(withDelta(1)), Cause.Outdated.class);
    assertUnknown(ask(withDelta(2)), Cause.Outdated.class);
    assertThat(ask(withDelta(3))).as("on hold in the complete list").isInstanceOf(Revoked.class);
  }

  @Test
  void aDeltaThatIsRenewedIsReliedOnAgain() {
    web.put(LIST, longBase().der());
    web.put(DELTA, dailyDelta().revokes(2, 6).der());
    assertThat(ask(withDelta(2))).isInstanceOf(Revoked.class);
    clock.pass(Duration.ofDays(2));
    web.put(
        DELTA,
        CA.list()
            .deltaOf(5)
            .number(7)
            .from(NOW.plus(Duration.ofDays(2)))
            .until(NOW.plus(Duration.ofDays(3)))
            .der());
    assertThat(ask(withDelta(1))).isInstanceOf(Good.class);
    assertThat(ask(withDelta(2))).as("released").isInstanceOf(Good.class);
  }

  @Test
  void aCompleteListNewerThanTheDeltaSpeaksForItself() {
    web.put(LIST, longBase().der());
    web.put(DELTA, dailyDelta().revokes(2, 6).der());
    assertThat(ask(withDelta(2))).isInstanceOf(Revoked.class);
    web.remove(DELTA);
    clock.pass(Duration.ofDays(2));
    web.put(
        LIST,
        CA.list()
            .number(8)
            .from(NOW.plus(Duration.ofDays(2)))
            .until(NOW.plus(Duration.ofDays(30)))
            .der());
    store.refreshAll();
    assertThat(ask(withDelta(1))).isInstanceOf(Good.class);
    assertThat(ask(withDelta(2))).as("released").isInstanceOf(Good.class);
  }

  @Test
  void ofTwoAddressesOfDeltasOneThatAnswersSuffices() {
    X509Certificate certificate = CA.issue(1, points -> points.at(LIST).deltasAt(DELTA, OTHER));
    web.put(LIST, longBase().der());
    web.put(DELTA, dailyDelta().der());
    web.put(OTHER, CA.list().deltaOf(5).number(6).until(NOW.plus(Duration.ofDays(9))).der());
    assertThat(ask(certificate)).isInstanceOf(Good.class);
    web.remove(DELTA);
    clock.pass(Duration.ofDays(2));
    assertThat(ask(certificate)).isInstanceOf(Good.class);
  }

  @Test
  void aDeltaInThePlaceOfTheListSaysNothing() {
    web.put(LIST, CA.list().deltaOf(5).number(6).lists(2).der());
    assertUnknown(ask(holder(1)), Cause.NotReliable.class);
  }

  @Test
  void aDeltaOfAnotherKeyIsNotApplied() {
    web.put(LIST, CA.list().number(5).revokes(1, 6).der());
    web.put(
        DELTA,
        CA.list().signedWith(Ca.keys("EC", 256, "thief")).deltaOf(5).number(6).revokes(1, 8).der());
    assertThat(ask(withDelta(1))).isInstanceOf(Revoked.class);
  }
}
