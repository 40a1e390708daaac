package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.Decision;

/** What the user imports by hand. */
class FileImportTest extends BookFixture {
  private static final TestPki UNKNOWN = new TestPki("CN=Unknown", KeyKind.P256);

  @Test
  void aCertificateThatACaVouchesForIsAddedUnderEachAddressThatItCarries() throws Exception {
    X509Certificate certificate =
        request(PKI.root(), KeyUsage.keyAgreement)
            .address(MING)
            .address("wang@example.org")
            .issue()
            .certificate();
    assertThat(imported(certificate))
        .containsExactly(
            new Imported.Added(certificate, MING, false, Phrase.verbatim("")),
            new Imported.Added(certificate, "wang@example.org", false, Phrase.verbatim("")));
    assertThat(book.forEncryption(MING, now)).contains(certificate);
    assertThat(book.forEncryption("wang@example.org", now)).contains(certificate);
    assertThat(book.list())
        .allMatch(entry -> entry.source().equals(new Source(Source.Kind.FILE, "import.pem")));
  }

  @Test
  void importingAgainSaysThatItIsKnown() throws Exception {
    X509Certificate certificate = encryption(PKI.root(), MING);
    imported(certificate);
    assertThat(imported(certificate))
        .containsExactly(new Imported.Added(certificate, MING, true, Phrase.verbatim("")));
    assertThat(book.list()).hasSize(1);
  }

  @Test
  void withoutAnAddressTheUserHasToSayWhoseItIs() throws Exception {
    X509Certificate certificate = encryption(PKI.root());
    assertThat(imported(certificate))
        .containsExactly(
            new Imported.Refused(
                certificate,
                Phrase.verbatim(
                    "The certificate of Ming carries no mail address. Say whose it is with"
                        + " --address.")));
    assertThat(book.list()).isEmpty();
    assertThat(imported(Optional.of("Ming@Example.TW"), certificate))
        .containsExactly(new Imported.Added(certificate, MING, false, Phrase.verbatim("")));
    assertThat(book.forEncryption(MING, now)).contains(certificate);
  }

  @Test
  void attackTheAddressThatAFileGivesBesideACertificateIsNotBelieved() throws Exception {
    X509Certificate certificate = encryption(PKI.root());
    Path card =
        Files.writeString(
            folder.resolve("ming.vcf"),
            "BEGIN:VCARD\nVERSION:3.0\nFN:Ming\nEMAIL:%s\nKEY;ENCODING=b:%s\nEND:VCARD\n"
                .formatted(MING, Base64.getEncoder().encodeToString(certificate.getEncoded())));
    assertThat(inEnglish(book.importFile(card, Optional.empty(), false, now)))
        .singleElement()
        .isInstanceOfSatisfying(
            Imported.Refused.class,
            refused -> assertThat(refused.reason().english()).contains("--address " + MING));
    assertThat(book.list()).isEmpty();
    assertThat(inEnglish(book.importFile(card, Optional.of(MING), false, now)))
        .containsExactly(new Imported.Added(certificate, MING, false, Phrase.verbatim("")));
  }

  @Test
  void oneThatCannotBeReadIsToldOfBesideTheOthers() throws Exception {
    X509Certificate certificate = encryption(PKI.root(), MING);
    Path file =
        Files.writeString(
            folder.resolve("two.pem"),
            "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n"
                + Holder.pem(List.of(certificate)));
    assertThat(inEnglish(book.importFile(file, Optional.empty(), false, now)))
        .containsExactly(
            new Imported.Unreadable(
                Phrase.verbatim("block 1"),
                Phrase.verbatim("It is no X.509 certificate, or a damaged one: ask for it again.")),
            new Imported.Added(certificate, MING, false, Phrase.verbatim("")));
  }

  @Test
  void anotherAddressThanTheCertificatesIsTakenOnTheUsersWordAndSaid() throws Exception {
    X509Certificate certificate = encryption(PKI.root(), MING);
    assertThat(imported(Optional.of("alias@example.org"), certificate))
        .containsExactly(
            new Imported.Added(
                certificate,
                "alias@example.org",
                false,
                Phrase.verbatim("The certificate itself is for ming@example.tw.")));
    assertThat(book.forEncryption(MING, now)).isEmpty();
  }

  @Test
  void whatIsNoAddressIsRefused() throws Exception {
    X509Certificate certificate = encryption(PKI.root());
    assertThat(imported(Optional.of("ming"), certificate))
        .containsExactly(
            new Imported.Refused(certificate, Phrase.verbatim("ming is not a mail address.")));
  }

  @Test
  void attackTheCertificatesOfSeveralPeopleDoNotEndUpUnderOneAddress() throws Exception {
    X509Certificate mings = encryption(PKI.root());
    X509Certificate mallorys =
        PKI.certificate("CN=Mallory")
            .key(KeyKind.P256)
            .usage(KeyUsage.keyAgreement)
            .issue()
            .certificate();
    assertThat(imported(Optional.of(MING), mings, mallorys))
        .hasSize(2)
        .allMatch(Imported.Refused.class::isInstance);
    assertThat(book.list()).isEmpty();
  }

  @Test
  void aPersonsTwoCertificatesMayComeTogether() throws Exception {
    X509Certificate signing = request(PKI.root(), KeyUsage.digitalSignature).issue().certificate();
    X509Certificate encryption = encryption(PKI.root());
    List<Imported> results = imported(Optional.of(MING), signing, encryption);
    assertThat(results)
        .containsExactly(
            new Imported.Refused(
                signing,
                Phrase.verbatim("The certificate of Ming is not meant for encrypting mail.")),
            new Imported.Added(encryption, MING, false, Phrase.verbatim("")));
  }

  @Test
  void theCasInTheFileAreKeptOnTheWayToTheAnchors() throws Exception {
    X509Certificate certificate = encryption(CA, MING);
    assertThat(imported(CA.certificate(), certificate))
        .containsExactly(
            new Imported.Intermediate(CA.certificate()),
            new Imported.Added(certificate, MING, false, Phrase.verbatim("")));
    X509Certificate byMail = encryption(CA, "byMail@example.tw");
    book.add("bymail@example.tw", byMail, new Source(Source.Kind.MAIL, ""), now);
    assertThat(book.forEncryption("bymail@example.tw", now)).contains(byMail);
  }

  @Test
  void attackACaInAnImportedFileDoesNotBecomeAnAnchor() throws Exception {
    imported(UNKNOWN.root().certificate());
    X509Certificate byMail = encryption(UNKNOWN.root(), MING);
    book.add(MING, byMail, new Source(Source.Kind.MAIL, ""), now);
    assertThat(book.forEncryption(MING, now)).isEmpty();
  }

  @Test
  void attackACertificateThatTheUserDeniedIsNotUsedBecauseItIsImported() throws Exception {
    X509Certificate certificate = encryption(UNKNOWN.root(), MING);
    decisions.decide(
        certificate, new Decision(Decision.Kind.DENY, now, Optional.empty(), "stolen"));
    assertThat(imported(Optional.of(MING), certificate))
        .singleElement()
        .isInstanceOfSatisfying(
            Imported.Added.class,
            added ->
                assertThat(added.note().english()).startsWith("You said on ").contains("never"));
    assertThat(book.lookup(MING, now))
        .isInstanceOfSatisfying(
            Lookup.None.class, none -> assertThat(none.why()).isEqualTo(Lookup.Why.DENIED));
    decisions.takeBack(certificate);
    assertThat(book.forEncryption(MING, now)).contains(certificate);
  }

  @Test
  void withoutAPathItIsUsedOnTheUsersWordWhichIsSaid() throws Exception {
    X509Certificate certificate = encryption(UNKNOWN.root(), MING);
    assertThat(imported(Optional.of(MING), certificate))
        .singleElement()
        .isInstanceOfSatisfying(
            Imported.Added.class,
            added ->
                assertThat(added.note().english())
                    .startsWith("It is used on your word alone.")
                    .contains("Unknown"));
    assertThat(book.forEncryption(MING, now)).contains(certificate);
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    X509Certificate expired =
        request(PKI.root(), KeyUsage.keyAgreement)
            .address(MING)
            .valid(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"))
            .issue()
            .certificate();
    assertThat(imported(expired))
        .containsExactly(
            new Imported.Refused(
                expired, Phrase.verbatim("The certificate of Ming expired on 2021-01-01.")));
  }

  @Test
  void oneOfTomorrowIsAddedWithTheDayFromWhichItIsUsed() throws Exception {
    X509Certificate later =
        request(PKI.root(), KeyUsage.keyAgreement)
            .address(MING)
            .valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)))
            .issue()
            .certificate();
    assertThat(imported(later))
        .singleElement()
        .isInstanceOfSatisfying(
            Imported.Added.class,
            added -> assertThat(added.note().english()).contains("is valid only from "));
    assertThat(book.forEncryption(MING, now)).isEmpty();
    assertThat(book.forEncryption(MING, now.plus(Duration.ofDays(2)))).contains(later);
  }

  @Test
  void aKeyThatIsTooShortIsRefused() throws Exception {
    X509Certificate weak =
        PKI.certificate("CN=Ming")
            .key(KeyKind.RSA_1024)
            .usage(KeyUsage.keyEncipherment)
            .address(MING)
            .issue()
            .certificate();
    assertThat(imported(weak))
        .containsExactly(
            new Imported.Refused(
                weak, Phrase.verbatim("The key of Ming is too short for new mail: RSA-1024.")));
  }

  @Test
  void aFileThatCannotBeReadIsAnErrorThatNamesIt() {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> book.importFile(missing, Optional.empty(), false, now))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void whatBecameOfItIsSaidInBothLanguages() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("import.pem"), Holder.pem(List.of(encryption(PKI.root()))));
    assertThat(book.importFile(file, Optional.empty(), false, now))
        .singleElement()
        .isInstanceOfSatisfying(
            Imported.Refused.class,
            refused ->
                assertThat(refused.reason().in(Phrase.TAIWAN))
                    .isEqualTo("Ming 的憑證未記載電子郵件地址。請以 --address 指明屬於誰。"));
  }

  private static List<Imported> inEnglish(List<Imported> results) {
    return results.stream().map(BookFixture::inEnglish).toList();
  }

  private List<Imported> imported(X509Certificate... certificates) throws IOException {
    return imported(Optional.empty(), certificates);
  }

  private List<Imported> imported(Optional<String> address, X509Certificate... certificates)
      throws IOException {
    Path file = Files.writeString(folder.resolve("import.pem"), Holder.pem(List.of(certificates)));
    return inEnglish(book.importFile(file, address, false, now));
  }

  private static TestPki.CertificateRequest request(Holder ca, int usage) {
    return PKI.certificate(ca, "CN=Ming").key(KeyKind.P256).usage(usage);
  }

  private static X509Certificate encryption(Holder ca, String... addresses) {
    TestPki.CertificateRequest request = request(ca, KeyUsage.keyAgreement);
    for (String address : addresses) {
      request.address(address);
    }
    return request.issue().certificate();
  }
}
