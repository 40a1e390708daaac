package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.Verdicts;

/**
 * A certificate that says it renews one of the user's own word. Mallory reads the victim's mailbox
 * for a minute, which is all that some CAs ask for.
 */
class RenewalTest extends BookFixture {
  private static final Source FILE = new Source(Source.Kind.FILE, "ming.pem");
  private static final String CITIZEN = "C=TW,CN=王小明,SERIALNUMBER=0000000112345678";

  /** A CA of the same name, as trusted as the other. */
  private static final TestPki OTHER_ROOT = new TestPki("CN=Other Root", KeyKind.P256);

  private static final Holder NAMESAKE =
      OTHER_ROOT.certificate("CN=CA").key(KeyKind.P256).authority().issue();

  @BeforeEach
  void trustBoth() {
    book =
        new CertificateBook(
            store,
            new CertificateTrust(
                TrustBasis.of(
                    TrustAnchors.of(
                        List.of(PKI.root().certificate(), OTHER_ROOT.root().certificate())))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=ming@example.tw",
        "E=ming@example.tw",
        "E=ming@example.tw,CN=Ming@Example.TW,O=Mail Users,C=TW",
        "O=Mail Users"
      })
  void attackACertificateOfWhoeverReadsTheMailboxIsNoRenewal(String subject) {
    assertWaits(issued(CA, subject, 300), issued(CA, subject, 1));
  }

  @Test
  void attackACertificateThatTheCaCallsMailboxValidatedIsNoRenewal() {
    assertWaits(issued(CA, CITIZEN, 300), issued(CA, CITIZEN, 1, "2.23.140.1.5.1.3"));
  }

  @Test
  void attackACertificateOfANamesakeOfTheCaIsNoRenewal() {
    assertWaits(issued(CA, CITIZEN, 300), issued(NAMESAKE, CITIZEN, 1));
  }

  @Test
  void attackANamesakeWithAnotherSerialNumberIsNoRenewal() {
    assertWaits(
        issued(CA, CITIZEN, 300), issued(CA, "C=TW,CN=王小明,SERIALNUMBER=0000000287654321", 1));
  }

  @Test
  void attackOneThatTheUserAcknowledgedIsNotRenewedByAStrangerEither() {
    book.add(MING, issued(CA, CITIZEN, 400), FILE, now);
    X509Certificate acknowledged = issued(CA, "CN=ming@example.tw", 300);
    harvest(acknowledged);
    book.acknowledge(book.openChanges(), now);
    assertThat(book.forEncryption(MING, now)).contains(acknowledged);

    harvest(issued(CA, "CN=ming@example.tw", 1));

    assertThat(book.openChanges()).singleElement().matches(change -> !change.renewal());
    assertThat(book.forEncryption(MING, now)).contains(acknowledged);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CITIZEN,
        "C=TW,CN=王小明",
        "E=ming@example.tw,CN=ming@example.tw,SERIALNUMBER=0000000112345678"
      })
  void anHonestRenewalByTheSameCaIsUsedAtOnce(String subject) {
    book.add(MING, issued(CA, subject, 300), FILE, now);
    X509Certificate renewed = issued(CA, subject, 1);
    harvest(renewed);
    assertThat(book.openChanges()).singleElement().matches(Change::renewal);
    assertThat(book.forEncryption(MING, now)).contains(renewed);
  }

  @Test
  void anHonestRenewalThatACaCheckedMoreThanTheMailboxForIsUsedAtOnce() {
    book.add(MING, issued(CA, CITIZEN, 300, "2.23.140.1.5.4.2"), FILE, now);
    X509Certificate renewed = issued(CA, CITIZEN, 1, "2.23.140.1.5.4.2");
    harvest(renewed);
    assertThat(book.forEncryption(MING, now)).contains(renewed);
  }

  /** It is shown, and used when the user has seen it. */
  private void assertWaits(X509Certificate own, X509Certificate other) {
    book.add(MING, own, FILE, now);
    harvest(other);
    assertThat(book.forEncryption(MING, now)).contains(own);
    assertThat(book.openChanges()).singleElement().matches(change -> !change.renewal());
    assertThat(book.examine(MING, now))
        .extracting(Examined::standing)
        .containsExactly(new Standing.Chosen(), new Standing.BehindOwnWord(own));

    book.acknowledge(book.openChanges(), now);
    assertThat(book.forEncryption(MING, now)).contains(other);
  }

  private void harvest(X509Certificate signer) {
    SignatureCheck check =
        new SignatureCheck(
            Optional.of(signer),
            new SignatureCheck.Outcome.Holds(),
            Optional.of(now),
            "SHA-256",
            false,
            "",
            Optional.empty(),
            List.of(signer, CA.certificate(), NAMESAKE.certificate()));
    assertThat(book.harvest(check, Verdicts.unchecked(), MING, "<1@example.tw>", now))
        .contains(signer);
  }

  private X509Certificate issued(Holder ca, String subject, int daysAgo, String... policies) {
    TestPki.CertificateRequest request =
        PKI.certificate(ca, subject)
            .key(KeyKind.P256)
            .usage(KeyUsage.digitalSignature | KeyUsage.keyAgreement)
            .address(MING)
            .valid(now.minus(Duration.ofDays(daysAgo)), now.plus(Duration.ofDays(600)));
    for (String policy : policies) {
      request.extension(
          Extension.certificatePolicies,
          false,
          new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(policy))));
    }
    return request.issue().certificate();
  }
}
