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
  static final ASN1ObjectIdentifier EXPIRED_CERTS_ON_CRL = new ASN1ObjectIdentifier("2.5.29.60");

  void assertUnknown(RevocationStatus status, Class<? extends Cause> cause) {
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

  @Test
  void theListsOfMoicaAreFoundByTheFingerprintsOfItsCas() {
    assertThat(PinnedAnchors.moica().sha256()).containsAll(MoicaLists.ALL.keySet());
    assertThat(MoicaLists.ALL.values())
        .allSatisfy(each -> assertThat(each.getFirst().getScheme()).isEqualTo("https"));
  }
}
