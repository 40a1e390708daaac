package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.store.Store;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

class CertificateBookTest {
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final Holder CA =
      PKI.certificate("CN=CA")
          .key(KeyKind.P256)
          .authority()
          .valid(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"))
          .issue();
  private static final TestPki STRANGERS = new TestPki("CN=Strangers", KeyKind.P256);
  private static final String MING = "ming@example.tw";
  private static final Source MAIL = new Source(Source.Kind.MAIL, "<1@example.tw>");
  private static final Source FILE = new Source(Source.Kind.FILE, "ming.pem");
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path folder;
  private Store store;
  private CertificateBook book;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("state/sealpost.db"));
    book =
        new CertificateBook(
            store, new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(CA.certificate())))));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anAddressIsFoundInEverySpelling() {
    X509Certificate certificate = certificate("2026-01-01", "2027-01-01");
    book.add("Ming@Example.TW", certificate, MAIL, NOW);
    assertThat(book.forEncryption(MING, NOW)).contains(certificate);
    assertThat(book.forEncryption("<MING@example.tw.>", NOW)).contains(certificate);
    assertThat(book.forEncryption("\"ming\"@example.tw", NOW)).contains(certificate);
    assertThat(book.forEncryption("wang@example.tw", NOW)).isEmpty();
  }

  @Test
  void anInternationalDomainIsFoundInEitherForm() {
    X509Certificate certificate = certificate("2026-01-01", "2027-01-01");
    book.add("ming@例子.台灣", certificate, MAIL, NOW);
    assertThat(book.forEncryption("ming@xn--fsqu00a.xn--kpry57d", NOW)).contains(certificate);
  }

  @Test
  void theNewestValidCertificateIsTaken() {
    X509Certificate old = certificate("2025-01-01", "2027-01-01");
    X509Certificate current = certificate("2026-01-01", "2028-01-01");
    X509Certificate expired = certificate("2026-03-01", "2026-05-01");
    X509Certificate later = certificate("2026-09-01", "2029-01-01");
    for (X509Certificate each : List.of(current, later, old, expired)) {
      book.add(MING, each, MAIL, NOW);
    }
    assertThat(book.forEncryption(MING, NOW)).contains(current);
    assertThat(book.forEncryption(MING, Instant.parse("2025-06-01T00:00:00Z"))).contains(old);
    assertThat(book.forEncryption(MING, Instant.parse("2026-10-01T00:00:00Z"))).contains(later);
    assertThat(book.forEncryption(MING, Instant.parse("2030-01-01T00:00:00Z"))).isEmpty();
  }

  @Test
  void anExpiredCertificateIsNeverTakenWhateverItsSource() {
    X509Certificate expired = certificate("2025-01-01", "2026-01-01");
    book.add(MING, expired, MAIL, NOW);
    book.add("file@example.tw", expired, FILE, NOW);
    for (String address : List.of(MING, "file@example.tw")) {
      assertNone(address, Lookup.Why.EXPIRED, "expired on 2026-01-01");
    }
  }

  @Test
  void whyThereIsNoneIsToldForEachCase() {
    assertNone("nobody@example.tw", Lookup.Why.UNKNOWN, "sealpost book import");
    assertNone("not an address", Lookup.Why.NOT_AN_ADDRESS, "is not a mail address");
    book.add("later@example.tw", certificate("2026-07-01", "2028-01-01"), MAIL, NOW);
    assertNone("later@example.tw", Lookup.Why.NOT_YET_VALID, "valid from 2026-07-01");
    book.add("stranger@example.tw", strangers(), MAIL, NOW);
    assertNone("stranger@example.tw", Lookup.Why.NOT_TRUSTED, "sealpost trust import");
    book.add("signer@example.tw", signing(), MAIL, NOW);
    assertNone("signer@example.tw", Lookup.Why.NOT_FOR_ENCRYPTION, "not meant for encryption");
    book.add("weak@example.tw", weak(), MAIL, NOW);
    assertNone("weak@example.tw", Lookup.Why.WEAK, "RSA-1024");
    book.add("weak-file@example.tw", weak(), FILE, NOW);
    assertNone("weak-file@example.tw", Lookup.Why.WEAK, "RSA-1024");
  }

  @Test
  void theReasonIsThatOfTheNewestCertificate() {
    book.add(MING, certificate("2024-01-01", "2025-01-01"), MAIL, NOW);
    book.add(MING, certificate("2025-01-01", "2026-01-01"), MAIL, NOW);
    assertNone(MING, Lookup.Why.EXPIRED, "2026-01-01");
  }

  @Test
  void whatCameByMailNeedsAPathWhatTheUserImportedDoesNot() {
    X509Certificate certificate = strangers();
    book.add(MING, certificate, MAIL, NOW);
    assertThat(book.forEncryption(MING, NOW)).isEmpty();
    book.add(MING, certificate, FILE, NOW);
    assertThat(book.forEncryption(MING, NOW)).contains(certificate);
  }

  @Test
  void theUsersOwnWordIsNotTakenBackByALaterMail() {
    X509Certificate certificate = strangers();
    book.add(MING, certificate, FILE, NOW);
    book.add(MING, certificate, MAIL, NOW.plusSeconds(60));
    assertThat(book.forEncryption(MING, NOW)).contains(certificate);
    assertSeen(certificate, FILE, NOW.plusSeconds(60));
  }

  @Test
  void beingSeenAgainMovesOnlyTheLastTime() {
    X509Certificate certificate = certificate("2026-01-01", "2027-01-01");
    book.add(MING, certificate, MAIL, NOW);
    book.add(MING, certificate, MAIL, NOW.plus(Duration.ofDays(3)));
    book.add(MING, certificate, MAIL, NOW.minus(Duration.ofDays(3)));
    assertSeen(certificate, MAIL, NOW.plus(Duration.ofDays(3)));
  }

  @Test
  void theListIsSortedByAddressAndNewestFirst() {
    X509Certificate old = certificate("2025-01-01", "2027-01-01");
    X509Certificate current = certificate("2026-01-01", "2028-01-01");
    book.add("zhang@example.tw", old, MAIL, NOW);
    book.add(MING, old, MAIL, NOW);
    book.add(MING, current, FILE, NOW);
    assertThat(book.list())
        .extracting(BookEntry::address, BookEntry::certificate)
        .containsExactly(tuple(MING, current), tuple(MING, old), tuple("zhang@example.tw", old));
  }

  @Test
  void theBookOutlivesTheProcess() {
    X509Certificate certificate = certificate("2026-01-01", "2027-01-01");
    book.add(MING, certificate, MAIL, NOW);
    store.close();
    open();
    assertThat(book.forEncryption(MING, NOW)).contains(certificate);
  }

  @Test
  void whatIsNoAddressIsNotAdded() {
    X509Certificate certificate = certificate("2026-01-01", "2027-01-01");
    assertThatThrownBy(() -> book.add("ming", certificate, MAIL, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(book.list()).isEmpty();
  }

  @Test
  void attackAnAddressIsDataAndNeverSql() {
    String odd = "x'or'1'='1@example.tw";
    X509Certificate certificate = certificate("2026-01-01", "2027-01-01");
    book.add(MING, certificate, MAIL, NOW);
    assertThat(book.forEncryption(odd, NOW)).isEmpty();
    book.add(odd, certificate, MAIL, NOW);
    assertThat(book.forEncryption(odd, NOW)).contains(certificate);
  }

  private void assertSeen(X509Certificate certificate, Source source, Instant last) {
    assertThat(book.list())
        .extracting(
            BookEntry::address,
            BookEntry::certificate,
            BookEntry::source,
            BookEntry::firstSeen,
            BookEntry::lastSeen)
        .containsExactly(tuple(MING, certificate, source, NOW, last));
  }

  private void assertNone(String address, Lookup.Why why, String words) {
    assertThat(book.forEncryption(address, NOW)).isEmpty();
    assertThat(book.lookup(address, NOW))
        .isInstanceOfSatisfying(
            Lookup.None.class,
            none -> {
              assertThat(none.why()).isEqualTo(why);
              assertThat(none.reason().english()).contains(words).matches("\\p{ASCII}+");
            });
  }

  private static X509Certificate certificate(String from, String to) {
    return PKI.certificate(CA, "CN=Ming")
        .key(KeyKind.P256)
        .address(MING)
        .usage(KeyUsage.keyAgreement)
        .valid(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"))
        .issue()
        .certificate();
  }

  private static X509Certificate strangers() {
    return STRANGERS
        .certificate("CN=Stranger")
        .key(KeyKind.P256)
        .usage(KeyUsage.keyAgreement)
        .valid(NOW.minusSeconds(1000), NOW.plusSeconds(1000))
        .issue()
        .certificate();
  }

  private static X509Certificate signing() {
    return PKI.certificate(CA, "CN=Signer")
        .key(KeyKind.P256)
        .usage(KeyUsage.digitalSignature)
        .valid(NOW.minusSeconds(1000), NOW.plusSeconds(1000))
        .issue()
        .certificate();
  }

  private static X509Certificate weak() {
    return PKI.certificate(CA, "CN=Weak")
        .key(KeyKind.RSA_1024)
        .usage(KeyUsage.keyEncipherment)
        .valid(NOW.minusSeconds(1000), NOW.plusSeconds(1000))
        .issue()
        .certificate();
  }
}
