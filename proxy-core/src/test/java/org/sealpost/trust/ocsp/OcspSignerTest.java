package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** Who may answer for a CA (RFC 6960 §4.2.2.2). */
class OcspSignerTest extends OcspFixture {
  @Test
  void aDelegateOfTheIssuerIsBelieved() {
    assertThat(ask(responder().delegate(AUTHORITY.delegate())))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aDelegateOfAnotherCaIsNotBelieved() {
    assertNotReliable(
        ask(responder().delegate(STRANGER.delegate())), "nor by anyone that the issuer appointed");
  }

  /** The other CA has the same name, as the generations of one CA do. */
  @Test
  void anotherCaOfTheSameNameIsNotBelieved() {
    assertNotReliable(ask(responder().delegate(STRANGER.ca()).namedByName()), "does not hold");
  }

  @Test
  void aSignatureThatOnlyClaimsToBeTheIssuersIsNotBelieved() {
    assertNotReliable(
        ask(responder().signedBy(STRANGER.ca(), AUTHORITY.ca().certificate())), "does not hold");
  }

  @Test
  void aSignatureThatOnlyClaimsToBeADelegatesIsNotBelieved() {
    X509Certificate delegate = AUTHORITY.delegate().certificate();
    assertNotReliable(
        ask(responder().signedBy(STRANGER.ca(), delegate).encloses(delegate)), "does not hold");
  }

  @Test
  void anAnswerThatWasAlteredIsNotTaken() {
    assertNotReliable(ask(responder().tampered()), "does not hold");
  }

  @Test
  void anotherHolderOfTheSameCaCannotAnswer() {
    assertNotReliable(ask(responder().delegate(AUTHORITY.holder())), "not meant for OCSP answers");
  }

  @Test
  void theHolderCannotAnswerForItself() {
    assertNotReliable(ask(responder().delegate(holder)), "not meant for OCSP answers");
  }

  @Test
  void anyExtendedKeyUsageIsNoAppointment() {
    Holder delegate =
        Authority.noCheck(
                Authority.purpose(
                    AUTHORITY.request("CN=Responder"), KeyPurposeId.anyExtendedKeyUsage))
            .issue();
    assertNotReliable(ask(responder().delegate(delegate)), "not meant for OCSP answers");
  }

  @Test
  void aDelegateWhoseKeyIsNotForSignaturesIsNotBelieved() {
    Holder delegate =
        Authority.noCheck(AUTHORITY.delegateRequest()).usage(KeyUsage.keyEncipherment).issue();
    assertNotReliable(ask(responder().delegate(delegate)), "not meant for OCSP answers");
  }

  @Test
  void aDelegateWhoseCertificateRanOutIsNotBelieved() {
    Holder delegate =
        Authority.noCheck(AUTHORITY.delegateRequest())
            .valid(start.minus(Duration.ofDays(9)), start.minusSeconds(1))
            .issue();
    assertNotReliable(ask(responder().delegate(delegate)), "expired or not yet valid");
  }

  /** One that a delegate appoints is not appointed by the issuer (RFC 6960 §4.2.2.2). */
  @Test
  void aDelegateCannotAppointAnother() {
    Holder delegate = AUTHORITY.delegate();
    Holder second =
        new TestPki("CN=Unused", KeyKind.P256)
            .certificate(delegate, "CN=Second")
            .key(KeyKind.P256)
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning))
            .extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)
            .issue();
    assertNotReliable(
        ask(responder().delegate(second).encloses(second.certificate(), delegate.certificate())),
        "nor by anyone that the issuer appointed");
  }

  @Test
  void aDelegateThatNamesNowhereToAskIsBelievedIfItLivesShortly() {
    Holder brief = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(89)).issue();
    assertThat(ask(responder().delegate(brief))).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aDelegateThatNamesNowhereToAskIsNotBelievedIfItLivesLong() {
    Holder lasting = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(91)).issue();
    assertNotReliable(ask(responder().delegate(lasting)), "whether it was revoked itself");
  }

  @Test
  void aDelegateThatIsNotRevokedIsBelieved() {
    ofDelegates =
        new RevocationStatus.Good(
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    Holder lasting = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(400)).issue();
    assertThat(ask(responder().delegate(lasting))).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aDelegateThatIsRevokedIsNotBelieved() {
    ofDelegates =
        new RevocationStatus.Revoked(
            revokedAt,
            RevocationReason.KEY_COMPROMISE,
            Optional.empty(),
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    assertNotReliable(
        ask(responder().delegate(AUTHORITY.delegateRequest().issue())), "that is revoked");
  }

  @Test
  void aDelegateWhoseListCannotBeHadIsNotBelieved() {
    ofDelegates =
        new RevocationStatus.Unknown(
            new Cause.NotReached("http://ca.example/", Phrase.verbatim("No.")));
    assertNotReliable(
        ask(responder().delegate(AUTHORITY.delegateRequest().issue())),
        "whether it was revoked itself");
  }

  @Test
  void aSignatureWithMd5IsNotBelieved() {
    Authority old = new Authority("CN=Old", KeyKind.RSA_2048);
    Holder theirs = old.holder(server.at("/ocsp"));
    server.answers("/ocsp", new TestResponder(old.ca(), now).algorithm("MD5withRSA")::answer);
    assertNotReliable(
        client().status(theirs.certificate(), old.ca().certificate(), PATIENCE), "relies on MD5");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, SHA256withRSA",
    "RSA_2048, SHA512withRSA",
    "RSA_2048, SHA256withRSAandMGF1",
    "P384, SHA384withECDSA",
  })
  void theSignaturesInUseAreUnderstood(KeyKind key, String algorithm) {
    Authority authority = new Authority("CN=Other", key);
    Holder theirs = authority.holder(server.at("/ocsp"));
    server.answers("/ocsp", new TestResponder(authority.ca(), now).algorithm(algorithm)::answer);
    assertThat(client().status(theirs.certificate(), authority.ca().certificate(), PATIENCE))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aSignatureWithSha1IsBorne() {
    assertThat(ask(responder().algorithm("SHA1withECDSA")))
        .isInstanceOf(RevocationStatus.Good.class);
  }
}
