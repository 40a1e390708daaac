package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.introduction.Introductions;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.Verdicts;

/** What counts as an answer to an introduction, and what someone could pass off as one. */
class IntroductionAnswerTest extends BookFixture {
  private static final String MEI = "mei@example.tw";
  private static final String MALLORY = "mallory@example.org";
  private static final int SIGNING = KeyUsage.digitalSignature;
  private static final int BOTH = KeyUsage.digitalSignature | KeyUsage.keyAgreement;

  private Introductions introductions;
  private CertificateBook listening;

  @BeforeEach
  void introduce() {
    introductions = new Introductions(store);
    listening =
        new CertificateBook(
            store,
            new CertificateTrust(
                TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate())))
                    .withOwnWord(decisions)),
            introductions::answered);
    introductions.introduced(MING, MEI, now);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aVerifiedMailWithACertificateToEncryptToAnswers(boolean queued) {
    SignatureCheck check = check(certificate(CA, MEI, BOTH), Optional.empty());
    if (queued) {
      try (HarvestQueue queue = new HarvestQueue()) {
        queue.harvest(listening, check, Verdicts.unchecked(), MEI, "<1@example.tw>", now);
      }
    } else {
      receive(check, Verdicts.unchecked(), MEI);
    }

    assertThat(answer()).contains(Instant.ofEpochSecond(now.getEpochSecond()));
  }

  @Test
  void aCertificateForEncryptionBesideTheOneForSigningAnswers() {
    receive(
        check(
            certificate(CA, MEI, SIGNING),
            Optional.of(certificate(CA, MEI, KeyUsage.keyAgreement))),
        Verdicts.unchecked(),
        MEI);

    assertThat(answer()).isPresent();
  }

  @Test
  void aKnownCertificateThatComesAgainAnswers() {
    X509Certificate known = certificate(CA, MEI, BOTH);
    book.add(MEI, known, new Source(Source.Kind.FILE, "mei.pem"), now);
    assertThat(answer()).as("an import is no answer").isEmpty();

    receive(check(known, Optional.empty()), Verdicts.unchecked(), MEI);

    assertThat(answer()).isPresent();
  }

  @Test
  void aMailOfSomeoneWhoWasNeverIntroducedChangesNothing() {
    receive(
        check(certificate(CA, "ann@example.tw", BOTH), Optional.empty()),
        Verdicts.unchecked(),
        "ann@example.tw");

    assertThat(listening.forEncryption("ann@example.tw", now)).isPresent();
    assertThat(introductions.all()).hasSize(1);
    assertThat(answer()).isEmpty();
  }

  @Test
  void attackAMailSignedByAnotherAddressDoesNotAnswer() {
    receive(check(certificate(CA, MALLORY, BOTH), Optional.empty()), Verdicts.unchecked(), MALLORY);
    receive(check(certificate(CA, MALLORY, BOTH), Optional.empty()), Verdicts.unchecked(), MEI);

    assertThat(answer()).isEmpty();
    assertThat(listening.forEncryption(MEI, now)).isEmpty();
  }

  @Test
  void attackAnUntrustedSignerDoesNotAnswer() {
    receive(check(certificate(CA, MEI, BOTH), Optional.empty()), Verdicts.untrusted(), MEI);

    assertThat(answer()).isEmpty();
  }

  @Test
  void attackASelfMadeCertificateWithTheirAddressDoesNotAnswer() {
    Holder own = new TestPki("CN=CA", KeyKind.P256).root();
    receive(check(certificate(own, MEI, BOTH), Optional.empty()), Verdicts.unchecked(), MEI);

    assertThat(answer()).isEmpty();
  }

  @Test
  void attackAnAlteredMailDoesNotAnswer() {
    SignatureCheck broken =
        new SignatureCheck(
            Optional.of(certificate(CA, MEI, BOTH)),
            new SignatureCheck.Outcome.Broken(Phrase.verbatim("Altered.")),
            Optional.empty(),
            "SHA-256",
            false,
            "",
            Optional.empty(),
            List.of(CA.certificate()));
    receive(broken, Verdicts.unchecked(), MEI);

    assertThat(answer()).isEmpty();
  }

  @Test
  void aCertificateThatOnlySignsDoesNotAnswer() {
    receive(check(certificate(CA, MEI, SIGNING), Optional.empty()), Verdicts.unchecked(), MEI);

    assertThat(answer()).isEmpty();
  }

  @Test
  void attackSomeoneElsesEncryptionCertificateAnnouncedDoesNotAnswer() {
    receive(
        check(certificate(CA, MEI, SIGNING), Optional.of(certificate(CA, MALLORY, BOTH))),
        Verdicts.unchecked(),
        MEI);

    assertThat(answer()).isEmpty();
  }

  private Optional<Instant> answer() {
    return introductions.stateOf(MEI).orElseThrow().answered();
  }

  private void receive(SignatureCheck check, Verdict verdict, String sender) {
    var _ = listening.harvest(check, verdict, sender, "<1@example.tw>", now);
  }

  private static SignatureCheck check(X509Certificate signer, Optional<X509Certificate> announced) {
    return new SignatureCheck(
        Optional.of(signer),
        new SignatureCheck.Outcome.Holds(),
        Optional.empty(),
        "SHA-256",
        false,
        "",
        announced,
        List.of(signer, CA.certificate()));
  }

  private static X509Certificate certificate(Holder ca, String address, int usage) {
    return PKI.certificate(ca, "CN=Holder")
        .key(KeyKind.P256)
        .usage(usage)
        .address(address)
        .issue()
        .certificate();
  }
}
