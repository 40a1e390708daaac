package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.Fingerprint;

/** What a file can do to the addresses that the book knows, and to those that it does not. */
class ImportChangeTest extends BookFixture {
  private static final String BOSS = "boss@example.org";
  private static final String MALLORY = "mallory@example.net";
  private static final Source MAIL = new Source(Source.Kind.MAIL, "<1@example.tw>");

  private final Instant lastYear = now.minus(Duration.ofDays(300));
  private final X509Certificate known = issued(PKI.root(), "CN=Ming", lastYear, MING);
  private final X509Certificate mallorys = selfSigned("CN=Mallory", MALLORY, MING, BOSS);

  @Test
  void attackASelfSignedCertificateDoesNotGoUnderTheAddressesThatItsMakerWroteIntoIt()
      throws Exception {
    assertThat(imported(Optional.empty(), false, mallorys))
        .hasSize(3)
        .allSatisfy(
            result ->
                assertThat(((Imported.Refused) result).reason().english())
                    .contains("--address", Fingerprint.of(mallorys).hex()));
    assertThat(book.list()).isEmpty();
    assertThat(imported(Optional.of(MALLORY), false, mallorys))
        .singleElement()
        .isInstanceOf(Imported.Added.class);
    assertThat(book.list()).extracting(BookEntry::address).containsExactly(MALLORY);
    assertThat(book.forEncryption(MALLORY, now)).contains(mallorys);
  }

  @Test
  void attackAFileDoesNotRedirectTheMailToAKnownCorrespondent() throws Exception {
    book.add(MING, known, MAIL, lastYear);
    imported(Optional.empty(), false, mallorys);
    assertThat(book.openChanges()).isEmpty();
    assertThat(imported(Optional.of(MING), false, mallorys))
        .singleElement()
        .isInstanceOfSatisfying(
            Imported.Waiting.class,
            waiting -> {
              assertThat(waiting.change().address()).isEqualTo(MING);
              assertThat(waiting.change().certificate()).isEqualTo(mallorys);
              assertThat(waiting.change().previous()).isEqualTo(known);
              assertThat(waiting.note().english()).contains("vouches for it");
            });
    assertThat(book.forEncryption(MING, now)).contains(known);
    assertThat(book.openChanges()).singleElement().matches(change -> !change.renewal());
    book.acknowledge(book.openChanges(), now);
    assertThat(book.openChanges()).isEmpty();
    assertThat(book.forEncryption(MING, now)).contains(mallorys);
  }

  @Test
  void attackAnotherHoldersCertificateOfATrustedCaWaitsAsWell() throws Exception {
    X509Certificate strangers = issued(PKI.root(), "CN=Stranger", now.minusSeconds(60), MING);
    book.add(MING, known, MAIL, lastYear);
    assertThat(imported(Optional.empty(), false, strangers))
        .singleElement()
        .isInstanceOf(Imported.Waiting.class);
    assertThat(imported(Optional.empty(), false, strangers))
        .singleElement()
        .isInstanceOf(Imported.Waiting.class);
    assertThat(book.openChanges()).hasSize(1);
    assertThat(book.examine(MING, now))
        .extracting(Examined::standing)
        .containsExactly(new Standing.Chosen(), new Standing.BehindUntilAcknowledged(known));
    book.remove(book.entries(known));
    assertThat(book.forEncryption(MING, now)).contains(strangers);
  }

  @Test
  void attackASelfSignedCertificateWithTheNamesOfACorrespondentAndItsCaIsNoRenewal()
      throws Exception {
    book.add(MING, known, new Source(Source.Kind.FILE, "ming.pem"), lastYear);
    Holder falseCa = new TestPki("CN=Root", KeyKind.P256).root();
    X509Certificate alike = issued(falseCa, "CN=Ming", now.minusSeconds(60), MING);
    assertThat(alike.getIssuerX500Principal()).isEqualTo(known.getIssuerX500Principal());
    assertThat(imported(Optional.of(MING), false, alike))
        .singleElement()
        .isInstanceOfSatisfying(
            Imported.Waiting.class, waiting -> assertThat(waiting.change().renewal()).isFalse());
    assertThat(book.forEncryption(MING, now)).contains(known);
  }

  @Test
  void theRenewalByTheSameCaIsUsedAtOnce() throws Exception {
    X509Certificate renewed = issued(PKI.root(), "CN=Ming", now.minusSeconds(60), MING);
    book.add(MING, known, MAIL, lastYear);
    assertThat(imported(Optional.empty(), false, renewed))
        .containsExactly(new Imported.Added(renewed, MING, false, Phrase.verbatim("")));
    assertThat(book.openChanges()).isEmpty();
    assertThat(book.forEncryption(MING, now)).contains(renewed);
  }

  @Test
  void whoSpeaksForItWithTheImportNeedNotAcknowledgeIt() throws Exception {
    book.add(MING, known, MAIL, lastYear);
    imported(Optional.of(MING), false, mallorys);
    assertThat(imported(Optional.of(MING), true, mallorys))
        .singleElement()
        .isInstanceOf(Imported.Added.class);
    assertThat(book.openChanges()).isEmpty();
    assertThat(book.forEncryption(MING, now)).contains(mallorys);
  }

  @Test
  void whatWaitsCountsAsTheMailsOnceAVerifiedMailBringsIt() throws Exception {
    X509Certificate second = issued(PKI.root(), "CN=Ming Chen", now.minusSeconds(60), MING);
    book.add(MING, known, MAIL, lastYear);
    imported(Optional.empty(), false, second);
    book.add(MING, second, MAIL, now);
    assertThat(book.forEncryption(MING, now)).contains(second);
    assertThat(book.entries(MING).getFirst().source()).isEqualTo(MAIL);
    assertThat(book.openChanges()).hasSize(1);
  }

  private List<Imported> imported(
      Optional<String> address, boolean vouched, X509Certificate... certificates) throws Exception {
    Path file = Files.writeString(folder.resolve("import.pem"), Holder.pem(List.of(certificates)));
    return book.importFile(file, address, vouched, now).stream()
        .map(BookFixture::inEnglish)
        .toList();
  }

  private static X509Certificate issued(
      Holder ca, String subject, Instant from, String... addresses) {
    TestPki.CertificateRequest request =
        PKI.certificate(ca, subject)
            .key(KeyKind.P256)
            .usage(KeyUsage.keyAgreement)
            .valid(from, from.plus(Duration.ofDays(600)));
    for (String address : addresses) {
      request.address(address);
    }
    return request.issue().certificate();
  }

  private static X509Certificate selfSigned(String subject, String... addresses) {
    return issued(new TestPki(subject, KeyKind.P256).root(), subject, Instant.now(), addresses);
  }
}
