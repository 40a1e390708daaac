package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** What an answer must say to count, also of expired certificates. */
class OcspAnswerRulesTest extends OcspFixture {
  @Test
  void anAnswerForAnotherCertificateIsNotTaken() {
    X509Certificate other = AUTHORITY.holder().certificate();
    assertNotReliable(ask(responder().answersFor(other)), "answered for another certificate");
  }

  /** The same number at another CA of the same name. */
  @Test
  void anAnswerForTheSameNumberOfAnotherCaIsNotTaken() {
    TestResponder responder =
        new TestResponder(STRANGER.ca(), now)
            .answersFor(holder.certificate())
            .signedBy(AUTHORITY.ca(), AUTHORITY.ca().certificate());
    assertNotReliable(ask(responder), "answered for another certificate");
  }

  @Test
  void theCertificateMayBeNamedByAnotherDigest() {
    assertThat(ask(responder().names(NISTObjectIdentifiers.id_sha256)))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aReplayedAnswerIsNotTaken() throws Exception {
    ask(responder());
    byte[] earlier = responder().answer(server.requests().getFirst().body());
    for (Path file : kept()) {
      Files.delete(file);
    }
    assertNotReliable(ask(responder().replays(earlier)), "its nonce is another");
  }

  @Test
  void anAnswerWithAnotherNonceIsNotTaken() {
    assertNotReliable(ask(responder().otherNonce()), "its nonce is another");
  }

  @Test
  void anAnswerThatWasMadeAheadOfTimeIsTaken() {
    assertThat(ask(responder().withoutNonce())).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void anAnswerThatRanOutIsNotTaken() {
    assertThat(ask(responder().withoutNonce().updates(days(-2), days(-1))))
        .isEqualTo(
            new RevocationStatus.Unknown(
                new Cause.Outdated(server.at("/ocsp").toString(), days(-1))));
  }

  @Test
  void anAnswerFromTheFutureIsNotTaken() {
    Instant soon = start.plus(Duration.ofMinutes(6));
    assertNotReliable(ask(responder().updates(soon, days(1))), "dated in the future");
  }

  @Test
  void aClockThatIsALittleAheadIsBorne() {
    Instant soon = start.plus(Duration.ofMinutes(4));
    assertThat(ask(responder().updates(soon, days(1)))).isInstanceOf(RevocationStatus.Good.class);
  }

  @ParameterizedTest
  @CsvSource({"23, true", "25, false"})
  void anAnswerThatDoesNotSayHowLongItHoldsHoldsForADay(int hours, boolean taken) {
    TestResponder responder = responder().withoutNextUpdate(start.minus(Duration.ofHours(hours)));
    assertThat(ask(responder) instanceof RevocationStatus.Good).isEqualTo(taken);
  }

  @Test
  void aCriticalExtensionThatIsNotUnderstoodIsNotPassedOver() {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    assertNotReliable(ask(responder().extension(id, true, DERNull.INSTANCE)), "not understood");
    now = now.plus(Duration.ofMinutes(2));
    assertNotReliable(
        ask(responder().singleExtension(id, true, DERNull.INSTANCE)), "not understood");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(ask(responder().singleExtension(id, false, DERNull.INSTANCE)))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  // Expired certificates

  private Holder expired() {
    return AUTHORITY.request("CN=Ming", server.at("/ocsp")).valid(days(-100), days(-10)).issue();
  }

  private RevocationStatus askForExpired(TestResponder responder) {
    server.answers("/ocsp", responder::answer);
    return ask(client(), expired(), PATIENCE);
  }

  @Test
  void ofAnExpiredCertificateAResponderMayHaveForgottenTheRevocation() {
    assertThat(askForExpired(responder()))
        .isEqualTo(
            new RevocationStatus.Unknown(
                new Cause.ExpiredBefore(
                    server.at("/ocsp").toString(), start.minus(Duration.ofHours(1)))));
  }

  @ParameterizedTest
  @CsvSource({"-11, true", "-9, false"})
  void aResponderThatRemembersLongEnoughIsBelievedOfExpiredCertificates(int day, boolean known) {
    TestResponder responder =
        responder()
            .singleExtension(
                OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff,
                false,
                new ASN1GeneralizedTime(Date.from(days(day))));
    assertThat(askForExpired(responder) instanceof RevocationStatus.Good).isEqualTo(known);
  }

  @Test
  void theRevocationOfAnExpiredCertificateIsTold() {
    assertThat(askForExpired(responder().revoked(days(-20), 1)))
        .isInstanceOf(RevocationStatus.Revoked.class);
  }
}
