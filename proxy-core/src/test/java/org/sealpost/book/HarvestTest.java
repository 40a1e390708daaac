package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.Verdicts;

/** What of a verified mail goes into the book. */
class HarvestTest extends BookFixture {
  private static final Holder OTHER_CA =
      PKI.certificate("CN=Other CA").key(KeyKind.P256).authority().issue();
  private static final String MALLORY = "mallory@example.org";
  private static final Verdict HOLDS = Verdicts.unchecked();
  private static final String MESSAGE_ID = "<1@example.tw>";

  @Test
  void theAnnouncedEncryptionCertificateIsKept() {
    X509Certificate signing = signing(CA, "CN=Ming", MING);
    X509Certificate encryption = encryption(CA, "CN=Ming", MING);
    assertThat(harvest(check(signing, Optional.of(encryption)), MING)).contains(encryption);
    assertThat(book.forEncryption(MING, now)).contains(encryption);
    assertThat(book.list())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.source()).isEqualTo(new Source(Source.Kind.MAIL, MESSAGE_ID)));
  }

  @Test
  void theSignersCertificateIsKeptIfItCanBeEncryptedTo() {
    X509Certificate both = dual(CA, "CN=Ming", MING);
    assertThat(harvest(check(both, Optional.empty()), MING)).contains(both);
    assertThat(book.forEncryption(MING, now)).contains(both);
  }

  @Test
  void aSignerWhoOnlySignsLeavesNothing() {
    assertThat(harvest(check(signing(CA, "CN=Ming", MING), Optional.empty()), MING)).isEmpty();
    assertThat(book.list()).isEmpty();
  }

  @Test
  void theCasOnTheWayAreKeptSoThatTheCertificateIsUsableLater() {
    X509Certificate encryption = encryption(CA, "CN=Ming", MING);
    harvest(check(signing(CA, "CN=Ming", MING), Optional.of(encryption)), MING);
    store.close();
    open();
    assertThat(book.forEncryption(MING, now)).contains(encryption);
  }

  @Test
  void anEncryptionCertificateWithoutAddressIsTheSignersIfTheSameCaGaveItTheSameName() {
    X509Certificate signing = signing(CA, "C=TW,CN=Ming,SERIALNUMBER=0001", MING);
    X509Certificate encryption = encryption(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    assertThat(harvest(check(signing, Optional.of(encryption)), MING)).contains(encryption);
  }

  @Test
  void theCertificatesOfASignerBoundToTheAddressAreKept() {
    X509Certificate signing = signing(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    X509Certificate encryption = encryption(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    SignatureCheck check = check(signing, Optional.of(encryption));
    assertThat(harvest(check, MING)).isEmpty();
    decisions.bind(signing, MING, now);
    assertThat(harvest(check, MING)).contains(encryption);
    assertThat(book.forEncryption(MING, now)).contains(encryption);
  }

  @Test
  void attackASignerBoundToOneAddressLeavesNothingUnderAnother() {
    X509Certificate signing = signing(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    X509Certificate encryption = encryption(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    decisions.bind(signing, MALLORY, now);
    assertThat(harvest(check(signing, Optional.of(encryption)), MING)).isEmpty();
    assertThat(book.list()).isEmpty();
  }

  @Test
  void withABindingTakenBackGoesWhatWasHarvestedForItsSake() {
    X509Certificate signing = signing(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    X509Certificate encryption = encryption(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    X509Certificate carrying = encryption(CA, "C=TW,CN=Ming,SERIALNUMBER=0001", MING);
    X509Certificate others = encryption(CA, "C=TW,CN=Someone,SERIALNUMBER=0002");
    decisions.bind(signing, MING, now);
    harvest(check(signing, Optional.of(encryption)), MING);
    harvest(check(signing, Optional.of(carrying)), MING);
    book.add(MING, others, new Source(Source.Kind.FILE, "others.pem"), now);
    assertThat(book.withdraw(MING, signing))
        .extracting(BookEntry::certificate)
        .containsExactly(encryption);
    assertThat(book.list())
        .extracting(BookEntry::certificate)
        .containsExactlyInAnyOrder(carrying, others);
  }

  static Stream<Verdict> verdictsThatDoNotHold() {
    return Stream.of(
        Verdicts.untrusted(),
        new Verdict.Invalid(Phrase.none()),
        new Verdict.NotTheSender(CA.certificate(), List.of(MING)),
        new Verdict.Unsigned(),
        new Verdict.Unknown());
  }

  @ParameterizedTest
  @MethodSource("verdictsThatDoNotHold")
  void nothingIsTakenFromAMailThatIsNotVerified(Verdict verdict) {
    SignatureCheck check = check(dual(CA, "CN=Ming", MING), Optional.empty());
    assertThat(book.harvest(check, verdict, MING, MESSAGE_ID, now)).isEmpty();
    assertThat(book.list()).isEmpty();
  }

  @Test
  void nothingIsTakenFromABrokenSignatureWhateverTheVerdict() {
    SignatureCheck broken =
        new SignatureCheck(
            Optional.of(dual(CA, "CN=Ming", MING)),
            new SignatureCheck.Outcome.Broken(Phrase.verbatim("Altered.")),
            Optional.empty(),
            "SHA-256",
            false,
            "",
            Optional.empty(),
            List.of(CA.certificate()));
    assertThat(harvest(broken, MING)).isEmpty();
  }

  @Test
  void attackSomeoneElsesEncryptionCertificateIsNotTakenForTheSenders() {
    X509Certificate mallory = signing(CA, "CN=Mallory", MALLORY);
    X509Certificate victims = encryption(CA, "CN=Ming", MING);
    assertThat(harvest(check(mallory, Optional.of(victims)), MALLORY)).isEmpty();
    assertThat(book.list()).isEmpty();
  }

  @Test
  void attackAnEncryptionCertificateForAnotherAddressIsNotTakenUnderTheVictims() {
    X509Certificate mallory = signing(CA, "CN=Mallory", MALLORY);
    X509Certificate mallorys = encryption(CA, "CN=Mallory", MALLORY);
    assertThat(harvest(check(mallory, Optional.of(mallorys)), MING)).isEmpty();
    assertThat(book.forEncryption(MING, now)).isEmpty();
  }

  @Test
  void attackSomeoneElsesCertificateWithoutAddressIsNotTaken() {
    X509Certificate mallory = signing(CA, "CN=Mallory", MALLORY);
    X509Certificate victims = encryption(CA, "C=TW,CN=Ming,SERIALNUMBER=0001");
    assertThat(harvest(check(mallory, Optional.of(victims)), MALLORY)).isEmpty();
    assertThat(book.list()).isEmpty();
  }

  @Test
  void attackANamesakeOfAnotherCaEnclosedByAStrangerIsNotTaken() {
    X509Certificate signing = signing(CA, "CN=Ming", MING);
    X509Certificate namesake = encryption(OTHER_CA, "CN=Ming");
    assertThat(harvest(check(signing, Optional.of(namesake)), MING)).isEmpty();
    assertThat(book.list()).isEmpty();
  }

  @Test
  void attackASelfMadeCertificateWithTheSendersAddressIsNotTaken() {
    TestPki own = new TestPki("CN=CA", KeyKind.P256);
    X509Certificate signing = signing(CA, "CN=Ming", MING);
    X509Certificate forged = encryption(own.root(), "CN=Ming", MING);
    assertThat(harvest(check(signing, Optional.of(forged)), MING)).isEmpty();
    assertThat(book.list()).isEmpty();
  }

  @Test
  void aForgedAnnouncementDoesNotKeepTheSignersOwnCertificateOut() {
    X509Certificate both = dual(CA, "CN=Ming", MING);
    X509Certificate victims = encryption(CA, "CN=Someone", "someone@example.org");
    assertThat(harvest(check(both, Optional.of(victims)), MING)).contains(both);
  }

  @Test
  void attackAnOldMailReplayedDoesNotPutAnExpiredCertificateInPlaceOfTheNewOne() {
    X509Certificate current = dual(CA, "CN=Ming", MING);
    harvest(check(current, Optional.empty()), MING);
    X509Certificate expired =
        PKI.certificate(CA, "CN=Ming")
            .key(KeyKind.P256)
            .address(MING)
            .valid(now.minus(Duration.ofDays(800)), now.minus(Duration.ofDays(400)))
            .issue()
            .certificate();
    assertThat(harvest(check(expired, Optional.empty()), MING)).isEmpty();
    assertThat(book.forEncryption(MING, now)).contains(current);
  }

  @Test
  void attackForeignCasEnclosedInAMailAreNotCollected() {
    Holder foreign = new TestPki("CN=Foreign", KeyKind.P256).root();
    SignatureCheck check =
        new SignatureCheck(
            Optional.of(dual(CA, "CN=Ming", MING)),
            new SignatureCheck.Outcome.Holds(),
            Optional.empty(),
            "SHA-256",
            false,
            "",
            Optional.empty(),
            List.of(foreign.certificate(), CA.certificate()));
    assertThat(harvest(check, MING)).isPresent();
    assertThat(new Shelf(store).intermediates()).containsExactly(CA.certificate());
  }

  @Test
  void attackAMessageIdWithLineEndsIsKeptAsOneLine() {
    SignatureCheck check = check(dual(CA, "CN=Ming", MING), Optional.empty());
    book.harvest(check, HOLDS, MING, "<1>\u001b[2J\nming@example.tw trusted", now);
    assertThat(book.list())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.source().detail()).isEqualTo("<1> [2J ming@example.tw trusted"));
  }

  private Optional<X509Certificate> harvest(SignatureCheck check, String address) {
    return book.harvest(check, HOLDS, address, MESSAGE_ID, now);
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
        List.of(signer, CA.certificate(), OTHER_CA.certificate()));
  }

  private static X509Certificate signing(Holder ca, String subject, String... addresses) {
    return issue(ca, subject, KeyUsage.digitalSignature, addresses);
  }

  private static X509Certificate encryption(Holder ca, String subject, String... addresses) {
    return issue(ca, subject, KeyUsage.keyAgreement, addresses);
  }

  private static X509Certificate dual(Holder ca, String subject, String address) {
    return issue(ca, subject, KeyUsage.digitalSignature | KeyUsage.keyAgreement, address);
  }

  private static X509Certificate issue(Holder ca, String subject, int usage, String... addresses) {
    TestPki.CertificateRequest request =
        PKI.certificate(ca, subject).key(KeyKind.P256).usage(usage);
    for (String address : addresses) {
      request.address(address);
    }
    return request.issue().certificate();
  }
}
