package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.crl.Ca.NOW;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.sealpost.trust.PinnedAnchors;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.sealpost.trust.revocation.RevocationStatus.Good;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/** What follows from what lists say (RFC 5280 §6.3.3). */
class ListRulesTest extends StoreFixture {
  private static final ASN1ObjectIdentifier EXPIRED_CERTS_ON_CRL =
      new ASN1ObjectIdentifier("2.5.29.60");

  private void assertUnknown(RevocationStatus status, Class<? extends Cause> cause) {
    assertThat(status)
        .isInstanceOfSatisfying(Unknown.class, u -> assertThat(u.cause()).isInstanceOf(cause));
  }

  @Test
  void aRevocationTellsWhenAndWhy() {
    Instant invalid = NOW.minus(Duration.ofDays(100));
    web.put(
        LIST,
        CA.list().revokes(1, 1).revokes(2, 6).revokesWith(3, ListMint.invalidSince(invalid)).der());
    assertThat(ask(holder(1)))
        .isInstanceOfSatisfying(
            Revoked.class,
            revoked -> {
              assertThat(revoked.since()).isEqualTo(ListMint.REVOKED);
              assertThat(revoked.reason()).isEqualTo(RevocationReason.KEY_COMPROMISE);
              assertThat(revoked.invalidSince()).isEmpty();
            });
    assertThat(ask(holder(2)))
        .isInstanceOfSatisfying(
            Revoked.class,
            revoked -> assertThat(revoked.reason()).isEqualTo(RevocationReason.CERTIFICATE_HOLD));
    assertThat(ask(holder(3)))
        .isInstanceOfSatisfying(
            Revoked.class, revoked -> assertThat(revoked.invalidSince()).contains(invalid));
  }

  @Test
  void aCertificateThatNamesNoListHasNoSource() {
    assertUnknown(ask(CA.issue(1, _ -> {})), Cause.NoSource.class);
  }

  @Test
  void ldapIsNotASource() {
    X509Certificate certificate =
        CA.issue(1, points -> points.at(URI.create("ldap://ca.example/cn=CA")));
    assertUnknown(ask(certificate), Cause.NoSource.class);
  }

  @Test
  void thePartitionThatTheCertificateNamesSpeaks() {
    web.put(LIST, CA.list().partition(LIST).lists(2).der());
    assertThat(ask(holder(1))).isInstanceOf(Good.class);
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aPartitionOfOthersSaysNothing() {
    web.put(LIST, CA.list().partition(OTHER).lists(2).der());
    assertUnknown(ask(holder(1)), Cause.NotReliable.class);
    assertUnknown(ask(holder(2)), Cause.NotReliable.class);
  }

  @Test
  void whereThePartitionIsNotToBeHadTheCompleteListSpeaks() throws IOException {
    complete.put(fingerprint(), List.of(COMPLETE));
    reopen();
    web.put(COMPLETE, CA.list().lists(2).der());
    assertThat(ask(holder(1))).isInstanceOf(Good.class);
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
    assertThat(web.requests(LIST)).isEqualTo(1);
  }

  @Test
  void aConfiguredListSpeaksForACertificateThatNamesNone() throws IOException {
    complete.put(KeyIdentifier.of(CA.certificate()).orElseThrow(), List.of(COMPLETE));
    reopen();
    web.put(COMPLETE, CA.list().partition(COMPLETE).lists(2).der());
    assertThat(ask(CA.issue(2, _ -> {}))).isInstanceOf(Revoked.class);
  }

  @Test
  void aPartitionIsNoCompleteList() throws IOException {
    complete.put(fingerprint(), List.of(COMPLETE));
    reopen();
    web.put(COMPLETE, CA.list().partition(LIST).der());
    assertUnknown(ask(CA.issue(1, _ -> {})), Cause.NotReliable.class);
  }

  private static String fingerprint() {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(CA.certificate().getEncoded()));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSecondAddressOfADistributionPointIsAskedWhenTheFirstFails() {
    web.put(OTHER, CA.list().lists(2).der());
    assertThat(ask(CA.issue(2, points -> points.at(LIST, OTHER)))).isInstanceOf(Revoked.class);
  }

  @Test
  void aListForHoldersSaysNothingOfACa() {
    web.put(LIST, CA.list().onlyHolders().der());
    assertThat(ask(holder(1))).isInstanceOf(Good.class);
    Ca sub = CA.sub("CN=Sub", Ca.keys("EC", 256, "sub"), points -> points.at(LIST));
    assertUnknown(ask(sub.certificate()), Cause.NotReliable.class);
  }

  @Test
  void aListForCasSaysNothingOfAHolder() {
    web.put(LIST, CA.list().onlyAuthorities().lists(1).der());
    assertUnknown(ask(holder(1)), Cause.NotReliable.class);
    Ca sub = CA.sub("CN=Sub", Ca.keys("EC", 256, "sub"), points -> points.at(LIST));
    assertThat(ask(sub.certificate())).isInstanceOf(Good.class);
  }

  @Test
  void aListForSomeReasonsNeverSaysGood() {
    web.put(LIST, CA.list().someReasons().revokes(2, 1).der());
    assertUnknown(ask(holder(1)), Cause.NotReliable.class);
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aDistributionPointForSomeReasonsNeverSaysGood() {
    web.put(LIST, CA.list().revokes(2, 1).der());
    DistributionPoint point =
        new DistributionPoint(
            Ca.Points.full(LIST), new ReasonFlags(ReasonFlags.keyCompromise), null);
    assertUnknown(ask(CA.issue(1, points -> points.point(point))), Cause.NotReliable.class);
    assertThat(ask(CA.issue(2, points -> points.point(point)))).isInstanceOf(Revoked.class);
  }

  @Test
  void aListFromTheFutureIsRefused() {
    web.put(LIST, CA.list().from(NOW.plus(Duration.ofHours(2))).der());
    assertUnknown(ask(holder(1)), Cause.NotReliable.class);
  }

  @Test
  void aClockThatIsAFewMinutesAheadIsBorne() {
    web.put(LIST, CA.list().from(NOW.plus(Duration.ofMinutes(5))).der());
    assertThat(ask(holder(1))).isInstanceOf(Good.class);
  }

  @Test
  void aListWithoutAnEndIsRefused() {
    web.put(LIST, CA.list().forEver().der());
    assertUnknown(ask(holder(1)), Cause.NotReliable.class);
  }

  @Test
  void aListThatRanOutIsOutdated() {
    web.put(LIST, CA.list().until(NOW.minus(Duration.ofMinutes(30))).der());
    assertUnknown(ask(holder(1)), Cause.Outdated.class);
  }

  @Test
  void ofACertificateThatHadExpiredAListSaysNothingGood() {
    X509Certificate expired =
        CA.issue(BigInteger.ONE, NOW.minus(Duration.ofDays(2)), points -> points.at(LIST));
    web.put(LIST, CA.list().lists(2).der());
    assertUnknown(ask(expired), Cause.ExpiredBefore.class);
    X509Certificate revoked =
        CA.issue(BigInteger.TWO, NOW.minus(Duration.ofDays(2)), points -> points.at(LIST));
    assertThat(ask(revoked)).isInstanceOf(Revoked.class);
  }

  @Test
  void unlessTheListKeepsExpiredOnes() {
    X509Certificate expired =
        CA.issue(BigInteger.ONE, NOW.minus(Duration.ofDays(2)), points -> points.at(LIST));
    web.put(
        LIST,
        CA.list()
            .with(
                EXPIRED_CERTS_ON_CRL,
                false,
                new ASN1GeneralizedTime(Date.from(NOW.minus(Duration.ofDays(1000)))))
            .der());
    assertThat(ask(expired)).isInstanceOf(Good.class);
  }

  @Test
  void anIndirectListOfWhomTheCertificateNamesSpeaks() {
    Ca speaker = CA.sub("CN=Lists", Ca.keys("EC", 256, "lists"), _ -> {});
    known.add(speaker.certificate());
    web.put(LIST, speaker.list().indirect().lists(1).revokesWith(2, ListMint.of(CA)).der());
    assertThat(ask(CA.issue(1, points -> points.issuedBy(speaker, LIST)))).isInstanceOf(Good.class);
    assertThat(ask(CA.issue(2, points -> points.issuedBy(speaker, LIST))))
        .isInstanceOf(Revoked.class);
  }

  @Test
  void anIndirectListOfAStrangerIsNotBelieved() {
    Ca stranger = Ca.named("CN=Lists");
    known.add(stranger.certificate());
    web.put(LIST, stranger.list().indirect().der());
    assertUnknown(
        ask(CA.issue(1, points -> points.issuedBy(stranger, LIST))), Cause.NotReliable.class);
  }

  @Test
  void aListOfAnotherThatIsNotIndirectIsNotBelieved() {
    Ca speaker = CA.sub("CN=Lists", Ca.keys("EC", 256, "lists"), _ -> {});
    known.add(speaker.certificate());
    web.put(LIST, speaker.list().der());
    assertUnknown(
        ask(CA.issue(1, points -> points.issuedBy(speaker, LIST))), Cause.NotReliable.class);
  }

  @Test
  void aListOfAnotherThatTheCertificateDoesNotNameIsNotBelieved() {
    Ca speaker = CA.sub("CN=Lists", Ca.keys("EC", 256, "lists"), _ -> {});
    known.add(speaker.certificate());
    web.put(LIST, speaker.list().indirect().der());
    assertUnknown(ask(holder(1)), Cause.NotReliable.class);
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

  @Test
  void theListsOfMoicaAreFoundByTheFingerprintsOfItsCas() {
    assertThat(PinnedAnchors.moica().sha256()).containsAll(MoicaLists.ALL.keySet());
    assertThat(MoicaLists.ALL.values())
        .allSatisfy(each -> assertThat(each.getFirst().getScheme()).isEqualTo("https"));
  }
}
