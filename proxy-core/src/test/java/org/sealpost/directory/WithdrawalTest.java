package org.sealpost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.book.CertificateBook;
import org.sealpost.book.Lookup;
import org.sealpost.book.Lookup.Why;
import org.sealpost.book.Source;
import org.sealpost.store.Store;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Decision;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.decisions.Decisions;

/** Whether a mail may leave in the clear because directories have nothing usable any more. */
class WithdrawalTest {
  private static final String ANN = "ann@example.org";
  private static final X509Certificate GOOD = DirectoryFixture.certificate(ANN);
  private static final X509Certificate DENIED = DirectoryFixture.certificate(ANN);
  private static final X509Certificate OF_EVE = DirectoryFixture.certificate("eve@example.org");
  private static final TestPki STRANGERS = new TestPki("CN=Strangers", KeyKind.P256);
  private static final Instant START = DirectoryFixture.NOON;
  private static final Instant LATER = START.plus(Duration.ofDays(2));

  @TempDir private Path folder;
  private Store store;
  private TrustBasis basis;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
    Decisions decisions = new Decisions(store);
    decisions.decide(
        DENIED, new Decision(Decision.Kind.DENY, START, Optional.empty(), "lost her laptop"));
    basis = anchored(DirectoryFixture.PKI).withOwnWord(decisions);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aDirectoryThatForgetsSomeoneDoesNotOpenTheirMail() {
    usedOnce();
    Lookup.None none = none(at(LATER, FakeDirectory.telling("ldap")));
    assertThat(none.why()).isEqualTo(Why.WITHDRAWN);
    assertThat(none.why().isLapsed()).isTrue();
    assertThat(none.reason().english())
        .isPrintable()
        .contains("had a certificate in the directory ldap")
        .contains("has none any more");
  }

  @Test
  void whomADirectoryNeverHadIsWrittenToAsThePolicySays() {
    Why why = none(at(LATER, FakeDirectory.telling("ldap"))).why();
    assertThat(why).isEqualTo(Why.UNKNOWN);
    assertThat(why.isLapsed()).isFalse();
  }

  @Test
  void whomTheUserLetsBeForgottenIsWrittenToAsThePolicySays() {
    usedOnce();
    assertThat(new PastFinds(store).forget(ANN)).isTrue();
    assertThat(new PastFinds(store).forget(ANN)).isFalse();
    assertThat(none(at(LATER, FakeDirectory.telling("ldap"))).why()).isEqualTo(Why.UNKNOWN);
  }

  @Test
  void aDirectoryThatIsNoLongerAskedCountsAsOneThatHasNone() {
    usedOnce();
    assertThat(none(at(LATER)).why()).isEqualTo(Why.WITHDRAWN);
    FakeDirectory elsewhere = FakeDirectory.telling("ldap", GOOD).only("gov.tw");
    assertThat(none(at(LATER, elsewhere)).why()).isEqualTo(Why.WITHDRAWN);
  }

  @Test
  void oneThatIsDownIsWaitedForAsEver() {
    usedOnce();
    assertThat(none(at(LATER, FakeDirectory.failing("ldap"))).why()).isEqualTo(Why.NOT_ASKED);
  }

  @Test
  void whoIsThereAgainOrInAnotherDirectoryOrInTheBookIsEncryptedTo() {
    usedOnce();
    FakeDirectory other = FakeDirectory.telling("other", GOOD);
    assertThat(at(LATER, FakeDirectory.telling("ldap"), other)).isInstanceOf(Lookup.Usable.class);
    new CertificateBook(store, new CertificateTrust(basis))
        .add(ANN, GOOD, new Source(Source.Kind.FILE, "ann.pem"), LATER);
    assertThat(at(LATER)).isInstanceOf(Lookup.Usable.class);
  }

  @Test
  void anAnchorThatWasTakenAwayDoesNotOpenTheMail() {
    usedOnce();
    basis = anchored(STRANGERS);
    Lookup.None none = none(at(LATER, FakeDirectory.telling("ldap", GOOD)));
    assertThat(none.why()).isEqualTo(Why.WITHDRAWN);
    assertThat(none.reason().english()).contains("that cannot be used");
  }

  @ParameterizedTest(name = "{0}: {1}, after one that was used: {3}")
  @CsvSource({
    "nothing,               UNKNOWN,            open,   WITHDRAWN",
    "of another address,    UNKNOWN,            open,   WITHDRAWN",
    "of a stranger's CA,    NEVER_TRUSTED,      open,   WITHDRAWN",
    "expired of a stranger's CA, NEVER_TRUSTED, open,   WITHDRAWN",
    "not yet valid,         NOT_YET_VALID,      open,   WITHDRAWN",
    "weak,                  WEAK,               open,   WITHDRAWN",
    "for signatures,        NOT_FOR_ENCRYPTION, open,   WITHDRAWN",
    "expired,               EXPIRED,            stays,  EXPIRED",
    "denied,                DENIED,             stays,  DENIED",
    "expired and a newer of a stranger's CA, EXPIRED, stays, EXPIRED"
  })
  void onlyWhatCouldBeUsedOnceKeepsAMailFromLeavingInTheClear(
      String what, Why never, String mail, Why once) {
    FakeDirectory ldap = FakeDirectory.telling("ldap", certificates(what));
    Why why = none(at(LATER, ldap)).why();
    assertThat(why).isEqualTo(never);
    assertThat(why.isLapsed()).isEqualTo(mail.equals("stays"));
    forgetAnswers();
    usedOnce();
    Why afterwards = none(at(LATER, ldap)).why();
    assertThat(afterwards).isEqualTo(once);
    assertThat(afterwards.isLapsed()).isTrue();
  }

  @Test
  void noMoreAreRememberedThanThereIsRoomForAndTheOldestGiveWay() {
    PastFinds past = new PastFinds(store, 2);
    past.note("a@example.org", "ldap", START);
    past.note("b@example.org", "ldap", START.plusSeconds(1));
    past.note("a@example.org", "ldap", LATER);
    past.note("c@example.org", "ldap", LATER);
    assertThat(past.of("a@example.org")).isPresent();
    assertThat(past.of("b@example.org")).isEmpty();
    assertThat(past.of("c@example.org")).isPresent();
  }

  private void usedOnce() {
    assertThat(at(START, FakeDirectory.telling("ldap", GOOD))).isInstanceOf(Lookup.Usable.class);
    forgetAnswers();
  }

  private void forgetAnswers() {
    store.jdbi().useHandle(handle -> handle.execute("delete from directory_answer"));
  }

  private static TrustBasis anchored(TestPki pki) {
    return TrustBasis.of(TrustAnchors.of(List.of(pki.root().certificate())));
  }

  private Lookup at(Instant now, Directory... all) {
    CertificateTrust trust = new CertificateTrust(basis);
    CertificateBook book = new CertificateBook(store, trust);
    Duration patience = Duration.ofMinutes(1);
    // What is being written when it closes is waited for.
    try (Directories directories =
        new Directories(
            book, List.of(all), trust, store, patience, Duration.ofHours(1), () -> now)) {
      return directories.lookup(ANN, now);
    }
  }

  private static Lookup.None none(Lookup lookup) {
    assertThat(lookup).isInstanceOf(Lookup.None.class);
    return (Lookup.None) lookup;
  }

  private static X509Certificate[] certificates(String what) {
    return switch (what) {
      case "nothing" -> new X509Certificate[0];
      case "of another address" -> new X509Certificate[] {OF_EVE};
      case "of a stranger's CA" ->
          new X509Certificate[] {forged(START), STRANGERS.root().certificate()};
      case "expired of a stranger's CA" ->
          new X509Certificate[] {expired(STRANGERS), STRANGERS.root().certificate()};
      case "not yet valid" ->
          new X509Certificate[] {
            issue(DirectoryFixture.PKI, LATER.plus(Duration.ofDays(1)), KeyKind.P256)
          };
      case "weak" -> new X509Certificate[] {issue(DirectoryFixture.PKI, START, KeyKind.RSA_1024)};
      case "for signatures" ->
          new X509Certificate[] {
            DirectoryFixture.PKI.person("Ann", ANN, KeyKind.P256).signing().certificate()
          };
      case "expired" -> new X509Certificate[] {expired(DirectoryFixture.PKI)};
      case "denied" -> new X509Certificate[] {DENIED};
      case "expired and a newer of a stranger's CA" ->
          new X509Certificate[] {forged(START), expired(DirectoryFixture.PKI)};
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static X509Certificate forged(Instant from) {
    return issue(STRANGERS, from, KeyKind.P256);
  }

  private static X509Certificate expired(TestPki pki) {
    return issue(pki, START.minus(Duration.ofDays(30)), KeyKind.P256, START);
  }

  private static X509Certificate issue(TestPki pki, Instant from, KeyKind kind) {
    return issue(pki, from, kind, from.plus(Duration.ofDays(30)));
  }

  private static X509Certificate issue(TestPki pki, Instant from, KeyKind kind, Instant until) {
    boolean rsa = kind == KeyKind.RSA_1024;
    return pki.certificate("CN=Ann")
        .key(kind)
        .address(ANN)
        .usage(rsa ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement)
        .valid(from, until)
        .issue()
        .certificate();
  }
}
