package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Mint.Minted;

/** What else a verdict depends on: the mathematics, the time, and who signed. */
class JudgementTest {
  private static final String MING = "ming@example.tw";

  private final Minted root = Mint.authority("CN=Root").make();
  private final CertificateTrust trust =
      new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(root.certificate()))));

  @Test
  void aBrokenSignatureIsInvalidWhoeverMadeIt() {
    SignatureCheck broken =
        Checks.outcome(
            new SignatureCheck.Outcome.Broken(Phrase.verbatim("The content was altered.")));
    assertThat(trust.judge(broken, List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("invalid: The content was altered.");
  }

  @Test
  void whatCannotBeToldIsUntrustedWithTheReason() {
    SignatureCheck unknown =
        Checks.outcome(new SignatureCheck.Outcome.Undecidable(Phrase.verbatim("MD5 is refused.")));
    assertThat(trust.judge(unknown, List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("untrusted: MD5 is refused.");
  }

  @Test
  void withoutACertificateNothingIsTrusted() {
    SignatureCheck nobody = Checks.outcome(new SignatureCheck.Outcome.Holds());
    assertThat(trust.judge(nobody, List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("untrusted: The signer's certificate is not in the mail.");
  }

  @Test
  void aWeakSignatureCountsAndIsMarked() {
    assertThat(trust.judge(Checks.weak(signer(MING)), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo(
            "unchecked: "
                + Verdicts.NOT_ASKED
                + " The signature is weak: it is made with SHA-1 and EC-256.");
  }

  @Test
  void attackAClaimOfTheSignerDoesNotBringAnExpiredCertificateToLife() {
    Instant claimed = Instant.parse("2024-12-31T08:30:00Z");
    assertThat(trust.judge(Checks.at(claimed, expired()), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo(
            "untrusted: The certificate of Ming expired on 2025-01-01. The signer claims to have"
                + " signed on 2024-12-31 08:30 UTC, before that; but only the signer says so.");
  }

  @Test
  void aMailSignedAfterTheCertificateExpiredIsUntrusted() {
    Instant claimed = Instant.parse("2025-01-02T00:00:00Z");
    assertThat(trust.judge(Checks.at(claimed, expired()), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("untrusted: The certificate of Ming expired on 2025-01-01.");
  }

  @Test
  void aMailSignedBeforeTheCertificateWasIssuedIsUntrusted() {
    Instant claimed = Instant.parse("2019-12-30T00:00:00Z");
    assertThat(trust.judge(Checks.at(claimed, signer(MING)), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("untrusted: The certificate of Ming is valid only from 2020-01-01 on.");
    assertThat(trust.judge(Checks.at(claimed, expired()), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("untrusted: The certificate of Ming expired on 2025-01-01.");
  }

  @Test
  void withoutASigningTimeItIsJudgedAtTheTimeGiven() {
    assertThat(trust.judge(Checks.by(expired()), List.of(MING), NOW))
        .isInstanceOf(Verdict.Untrusted.class);
    assertThat(
            trust.judge(Checks.by(expired()), List.of(MING), Instant.parse("2024-06-01T00:00:00Z")))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void attackASigningTimeInTheFutureDoesNotBringACertificateToLife() {
    X509Certificate tomorrow =
        Mint.holder("CN=Ming", MING)
            .by(root)
            .valid("2027-01-01", "2029-01-01")
            .make()
            .certificate();
    Instant claimed = Instant.parse("2028-01-01T00:00:00Z");
    assertThat(trust.judge(Checks.at(claimed, tomorrow), List.of(MING), NOW))
        .isInstanceOf(Verdict.Untrusted.class);
  }

  @Test
  void aSigningTimeInTheFutureIsTold() {
    Instant claimed = Instant.parse("2028-01-01T00:00:00Z");
    assertThat(trust.judge(Checks.at(claimed, signer(MING)), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo(
            "unchecked: "
                + Verdicts.NOT_ASKED
                + " The signer claims to have signed on 2028-01-01 00:00 UTC, which is in the future; the certificate was judged as of 2026-06-01 12:00 UTC.");
  }

  @Test
  void aClockThatIsAFewMinutesAheadIsNoFuture() {
    Instant claimed = NOW.plus(Duration.ofMinutes(5));
    assertThat(trust.judge(Checks.at(claimed, signer(MING)), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("unchecked: " + Verdicts.NOT_ASKED);
  }

  @ParameterizedTest
  @CsvSource({
    "ming@example.tw, ming@example.tw",
    "ming@example.tw, Ming@Example.TW",
    "MING@EXAMPLE.TW, ming@example.tw",
    "ming@xn--fsqu00a.xn--kpry57d, ming@例子.台灣",
    "ming@bücher.example, ming@xn--bcher-kva.example",
    "ming@example.tw, \"ming\"@example.tw",
  })
  void theSenderIsRecognisedInEverySpellingOfTheAddress(String carried, String from) {
    X509Certificate signer =
        Mint.nameless("CN=Ming").internationalAddress(carried).by(root).make().certificate();
    assertThat(trust.judge(Checks.by(signer), List.of(from), NOW))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @ParameterizedTest
  @CsvSource({
    "mallory@example.tw, ming@example.tw",
    "ming@example.tw.evil.example, ming@example.tw",
    "ming@fass.example, ming@faß.example",
    "ming@еxample.tw, ming@example.tw",
    "ming@sub.example.tw, ming@example.tw",
    "ming+x@example.tw, ming@example.tw",
  })
  void attackAnAddressThatOnlyLooksLikeTheSendersIsNotTheSenders(String carried, String from) {
    X509Certificate signer =
        Mint.nameless("CN=Ming").internationalAddress(carried).by(root).make().certificate();
    assertThat(trust.judge(Checks.by(signer), List.of(from), NOW))
        .isInstanceOf(Verdict.NotTheSender.class);
  }

  @Test
  void someoneElseIsNamedByAddress() {
    X509Certificate mallory =
        Mint.holder("CN=Ming", "mallory@example.org").by(root).make().certificate();
    Verdict verdict = trust.judge(Checks.by(mallory), List.of(MING), NOW);
    assertThat(verdict)
        .extracting(Verdicts::told)
        .isEqualTo(
            "not-the-sender: The signature is by mallory@example.org; that is not the sender.");
    assertThat(VerdictWords.reason(verdict).english())
        .isEqualTo("The signature is by mallory@example.org; that is not the sender.");
  }

  @Test
  void aCertificateWithoutAddressIsACaseOfItsOwn() {
    X509Certificate nameless =
        Mint.nameless("C=TW,CN=王小明,SERIALNUMBER=0000000112345678").by(root).make().certificate();
    Verdict verdict = trust.judge(Checks.by(nameless), List.of(MING), NOW);
    assertThat(verdict)
        .extracting(Verdicts::told)
        .isEqualTo(
            "not-the-sender: The signature is by 王小明, whose certificate carries no mail address; that is not the sender.");
    assertThat(VerdictWords.sentence(verdict).english())
        .isEqualTo(
            "The mail is signed by 王小明, whose certificate carries no mail address; that is not"
                + " the sender.");
  }

  @Test
  void anyOfTheCertificatesAddressesMayBeTheSenders() {
    X509Certificate signer =
        Mint.holder("CN=Ming", "ming@work.example").address(MING).by(root).make().certificate();
    assertThat(trust.judge(Checks.by(signer), List.of(MING), NOW))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void theSubjectsAddressCountsOnlyWhereTheAlternativeNameHasNone() {
    X509Certificate old = Mint.nameless("CN=Ming,E=ming@example.tw").by(root).make().certificate();
    assertThat(trust.judge(Checks.by(old), List.of(MING), NOW))
        .isInstanceOf(Verdict.Unchecked.class);
    X509Certificate withHost =
        Mint.nameless("CN=Ming,E=ming@example.tw")
            .name(new GeneralName(GeneralName.dNSName, "host.example.tw"))
            .by(root)
            .make()
            .certificate();
    assertThat(trust.judge(Checks.by(withHost), List.of(MING), NOW))
        .isInstanceOf(Verdict.Unchecked.class);
    X509Certificate other =
        Mint.holder("CN=Ming,E=ming@example.tw", "mallory@example.org")
            .by(root)
            .make()
            .certificate();
    assertThat(trust.judge(Checks.by(other), List.of(MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo(
            "not-the-sender: The signature is by mallory@example.org; that is not the sender.");
  }

  @Test
  void attackOneOfSeveralSendersDoesNotSignForTheOthers() {
    X509Certificate mallory =
        Mint.holder("CN=Mallory", "mallory@example.org").by(root).make().certificate();
    assertThat(trust.judge(Checks.by(mallory), List.of(MING, "mallory@example.org"), NOW))
        .extracting(Verdicts::told)
        .isEqualTo(
            "not-the-sender: The signature is by mallory@example.org; that is not the sender.");
    assertThat(trust.judge(Checks.by(mallory), List.of("mallory@example.org", MING), NOW))
        .extracting(Verdicts::told)
        .isEqualTo(
            "not-the-sender: The signature is by mallory@example.org; that is not the sender.");
  }

  @Test
  void aSignerWhoseCertificateCarriesAllSendersIsTheSender() {
    X509Certificate both =
        Mint.holder("CN=Ming", MING).address("ming@example.org").by(root).make().certificate();
    assertThat(trust.judge(Checks.by(both), List.of("Ming@Example.org", MING), NOW))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void attackASenderThatIsNoAddressIsNobodysBesideAnHonestOne() {
    assertThat(trust.judge(Checks.by(signer(MING)), List.of(MING, "root"), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("not-the-sender: The signature is by ming@example.tw; that is not the sender.");
  }

  @Test
  void oneSenderWrittenTwiceIsOneSender() {
    assertThat(trust.judge(Checks.by(signer(MING)), List.of(MING, "Ming@example.tw"), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("unchecked: " + Verdicts.NOT_ASKED);
  }

  @Test
  void aMailFromNobodyIsSignedBySomeoneElse() {
    assertThat(trust.judge(Checks.by(signer(MING)), List.of(), NOW))
        .extracting(Verdicts::told)
        .isEqualTo("not-the-sender: The signature is by ming@example.tw; that is not the sender.");
  }

  @Test
  void attackACaForOneDomainDoesNotReachAnotherByAnInternationalAddress() {
    Minted limited = Mint.authority("CN=Limited").permits("example.org").by(root).make();
    X509Certificate outside =
        Mint.nameless("CN=Ming").internationalAddress(MING).by(limited).make().certificate();
    assertThat(trust.judge(Checks.by(outside, limited.certificate()), List.of(MING), NOW))
        .isInstanceOf(Verdict.Untrusted.class);
    X509Certificate inside =
        Mint.nameless("CN=Ming")
            .internationalAddress("ming@example.org")
            .by(limited)
            .make()
            .certificate();
    assertThat(
            trust.judge(Checks.by(inside, limited.certificate()), List.of("ming@example.org"), NOW))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void attackANameWithLineEndsAndDirectionMarksStaysOneHarmlessLine() {
    X509Certificate crooked =
        Mint.nameless("CN=Ming\r\nX-Sealpost: valid\u202Egpj").by(root).make().certificate();
    Verdict verdict = trust.judge(Checks.by(crooked), List.of(MING), NOW);
    assertThat(verdict)
        .extracting(Verdicts::told)
        .isEqualTo(
            "not-the-sender: The signature is by Ming X-Sealpost: valid gpj, whose certificate carries no mail address; that is not the sender.");
  }

  @Test
  void untrustedComesBeforeNotTheSender() {
    X509Certificate stranger = Mint.holder("CN=X", "x@example.org").make().certificate();
    assertThat(trust.judge(Checks.by(stranger), List.of(MING), NOW))
        .isInstanceOf(Verdict.Untrusted.class);
  }

  private X509Certificate signer(String address) {
    return Mint.holder("CN=Ming", address).by(root).make().certificate();
  }

  private X509Certificate expired() {
    return Mint.holder("CN=Ming", MING)
        .by(root)
        .valid("2020-01-01", "2025-01-01")
        .make()
        .certificate();
  }
}
