package org.sealpost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.book.CertificateBook;
import org.sealpost.book.Examined;
import org.sealpost.book.Lookup;
import org.sealpost.book.Source;
import org.sealpost.book.Standing;
import org.sealpost.store.Store;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Decision;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.decisions.Decisions;

class DirectoriesTest {
  private static final String ANN = "ann@example.org";
  private static final X509Certificate OF_ANN = DirectoryFixture.certificate(ANN);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private Instant now = Instant.now();
  @TempDir private Path folder;
  private Store store;
  private Decisions decisions;
  private CertificateTrust trust;
  private CertificateBook book;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
    decisions = new Decisions(store);
    trust =
        new CertificateTrust(
            TrustBasis.of(TrustAnchors.of(List.of(DirectoryFixture.PKI.root().certificate())))
                .withOwnWord(decisions));
    book = new CertificateBook(store, trust);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whomTheBookKnowsNoDirectoryHearsOf() {
    book.add(ANN, OF_ANN, new Source(Source.Kind.FILE, "ann.pem"), now);
    FakeDirectory ldap = FakeDirectory.telling("ldap", DirectoryFixture.certificate(ANN));
    assertThat(directories(LONG, ldap).lookup(ANN, now))
        .isInstanceOfSatisfying(
            Lookup.Usable.class, it -> assertThat(it.certificate()).isEqualTo(OF_ANN));
    assertThat(ldap.asked()).isEmpty();
  }

  @Test
  void aStrangerIsFoundAndNotAskedForAgainBeforeTheAnswerExpires() {
    FakeDirectory ldap = FakeDirectory.telling("ldap", OF_ANN);
    assertUsable(directories(LONG, ldap).lookup(ANN, now));
    awaitKept(ldap, ANN);
    ldap.answer(new Answer.Told(List.of(), Duration.ofHours(2)));
    assertUsable(directories(LONG, ldap).lookup("Ann@Example.org", now));
    assertThat(ldap.asked()).hasSize(1);
    now = now.plus(Duration.ofHours(3));
    assertNone(directories(LONG, ldap).lookup(ANN, now), Lookup.Why.WITHDRAWN, "directory ldap");
    assertThat(ldap.asked()).hasSize(2);
  }

  @Test
  void attackADirectorysCertificateInTheStandOfAnExpiredOneIsShownAsAChange() {
    X509Certificate old =
        DirectoryFixture.PKI
            .certificate("CN=Ann")
            .key(KeyKind.P256)
            .usage(KeyUsage.keyAgreement)
            .address(ANN)
            .valid(now.minus(Duration.ofDays(900)), now.minus(Duration.ofDays(9)))
            .issue()
            .certificate();
    book.add(ANN, old, new Source(Source.Kind.FILE, "ann.pem"), now.minus(Duration.ofDays(500)));
    FakeDirectory ldap = FakeDirectory.telling("ldap", OF_ANN);
    assertUsable(directories(LONG, ldap).lookup(ANN, now));
    assertUsable(directories(LONG, ldap).lookup(ANN, now));
    assertThat(book.openChanges())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.certificate()).isEqualTo(OF_ANN);
              assertThat(change.previous()).isEqualTo(old);
              assertThat(change.source()).isEqualTo(new Source(Source.Kind.DIRECTORY, "ldap"));
            });
    assertThat(book.examine(ANN, now))
        .extracting(Examined::standing)
        .contains(new Standing.OfDirectory());
    assertNone(book.lookup(ANN, now), Lookup.Why.EXPIRED, "expired");
    book.acknowledge(book.openChanges(), now);
    assertUsable(directories(LONG, ldap).lookup(ANN, now));
    assertThat(book.openChanges()).isEmpty();
  }

  @Test
  void ofAStrangerFromADirectoryTheBookKeepsNothing() {
    assertUsable(directories(LONG, FakeDirectory.telling("ldap", OF_ANN)).lookup(ANN, now));
    assertThat(book.list()).isEmpty();
    assertThat(book.openChanges()).isEmpty();
  }

  @Test
  void thatThereIsNoneIsKeptToo() {
    FakeDirectory ldap = FakeDirectory.telling("ldap");
    assertNone(directories(LONG, ldap).lookup(ANN, now), Lookup.Why.UNKNOWN, "directory ldap");
    awaitKept(ldap, ANN);
    assertNone(directories(LONG, ldap).lookup(ANN, now), Lookup.Why.UNKNOWN, "directory ldap");
    assertThat(ldap.asked()).hasSize(1);
  }

  @Test
  void noAnswerIsKeptForLongerThanTheConfigurationSays() {
    FakeDirectory ldap = FakeDirectory.telling("ldap", OF_ANN);
    assertUsable(directories(LONG, ldap).lookup(ANN, now));
    awaitKept(ldap, ANN);
    now = now.plus(Duration.ofMinutes(61));
    assertUsable(directories(LONG, ldap).lookup(ANN, now));
    assertThat(ldap.asked()).as("two hours said, one allowed").hasSize(2);
  }

  @Test
  void aDirectoryThatFailsIsNotOneThatHasNothing() {
    Lookup lookup = directories(LONG, FakeDirectory.failing("ministry")).lookup(ANN, now);
    assertNone(
        lookup, Lookup.Why.NOT_ASKED, "the directory ministry could not be asked (no connection)");
    assertThat(((Lookup.None) lookup).why().isTemporary()).isTrue();
  }

  @Test
  void aDirectoryThatIsSlowIsNotOneThatHasNothingAndItsAnswerServesTheNextTry() {
    FakeDirectory ldap = FakeDirectory.slow("ldap", OF_ANN);
    Directories directories = directories(SHORT, ldap);
    assertNone(directories.lookup(ANN, now), Lookup.Why.NOT_ASKED, "not answered in time");
    ldap.release();
    awaitKept(ldap, ANN);
    assertUsable(directories.lookup(ANN, now));
    assertThat(ldap.asked()).hasSize(1);
  }

  @Test
  void aDeadDirectoryDoesNotHideWhatAnotherHas() {
    assertUsable(
        directories(LONG, FakeDirectory.failing("dead"), FakeDirectory.telling("ldap", OF_ANN))
            .lookup(ANN, now));
  }

  @Test
  void ifOneFailsAndTheOtherHasNothingNothingIsKnown() {
    assertNone(
        directories(LONG, FakeDirectory.telling("ldap"), FakeDirectory.failing("dead"))
            .lookup(ANN, now),
        Lookup.Why.NOT_ASKED,
        "the directory dead");
  }

  @Test
  void whoIsExpectedIsAskedForOnceAndAsWritten() {
    FakeDirectory ldap = FakeDirectory.slow("ldap", OF_ANN);
    Directories directories = directories(LONG, ldap);
    directories.expect("Ann@example.org");
    await(() -> !ldap.asked().isEmpty());
    directories.expect(ANN);
    ldap.release();
    assertUsable(directories.lookup(ANN, now));
    assertThat(ldap.asked()).containsExactly("Ann@example.org");
  }

  @Test
  void aDirectoryIsAskedOnlyForItsDomainsAndThoseBelow() {
    FakeDirectory ldap = FakeDirectory.telling("ldap").only("gov.tw");
    Directories directories = directories(LONG, ldap);
    for (String address : List.of("a@gov.tw", "b@moi.gov.tw", "c@nogov.tw", "d@gov.tw.evil.org")) {
      directories.expect(address);
      directories.lookup(address, now);
    }
    assertThat(ldap.asked()).containsOnly("a@gov.tw", "b@moi.gov.tw");
    assertThat(directories.lookup("c@nogov.tw", now)).isEqualTo(book.lookup("c@nogov.tw", now));
  }

  @Test
  void substitutionAttackByADirectoryWithACertificateOfAnotherHolder() {
    X509Certificate evil = DirectoryFixture.certificate("evil@example.org");
    FakeDirectory ldap = FakeDirectory.telling("ldap", evil);
    assertNone(
        directories(LONG, ldap).lookup(ANN, now),
        Lookup.Why.UNKNOWN,
        "does not carry this address");
    FakeDirectory honest = FakeDirectory.telling("honest", evil, OF_ANN);
    assertUsable(directories(LONG, honest).lookup(ANN, now));
  }

  @Test
  void substitutionAttackByADirectoryWithACertificateOfAnUnknownCa() {
    TestPki others = new TestPki("CN=Others", KeyKind.P256);
    X509Certificate forged = others.person("Ann", ANN, KeyKind.P256).encryption().certificate();
    FakeDirectory ldap = FakeDirectory.telling("ldap", forged, others.root().certificate());
    assertNone(
        directories(LONG, ldap).lookup(ANN, now), Lookup.Why.NEVER_TRUSTED, "that cannot be used");
  }

  @Test
  void oneThatExpiredCountsAsLapsed() {
    X509Certificate expired =
        DirectoryFixture.PKI
            .certificate("CN=Ann")
            .key(KeyKind.P256)
            .address(ANN)
            .usage(KeyUsage.keyAgreement)
            .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
            .issue()
            .certificate();
    Lookup lookup = directories(LONG, FakeDirectory.telling("ldap", expired)).lookup(ANN, now);
    assertNone(lookup, Lookup.Why.EXPIRED, "expired");
    assertThat(((Lookup.None) lookup).why().isLapsed()).isTrue();
  }

  @Test
  void whatTheUserDeniedNoDirectoryBringsBack() {
    decisions.decide(
        OF_ANN, new Decision(Decision.Kind.DENY, now, Optional.empty(), "lost her laptop"));
    assertNone(
        directories(LONG, FakeDirectory.telling("ldap", OF_ANN)).lookup(ANN, now),
        Lookup.Why.DENIED,
        "ldap");
  }

  @Test
  void aLookForItNowAsksWhateverIsKeptAndTellsOfEachDirectory() {
    FakeDirectory ldap = FakeDirectory.telling("ldap");
    Directories directories = directories(LONG, ldap, FakeDirectory.failing("dead"));
    directories.lookup(ANN, now);
    awaitKept(ldap, ANN);
    ldap.answer(new Answer.Told(List.of(OF_ANN), Duration.ofHours(2)));
    assertThat(directories.find(ANN, now))
        .satisfiesExactly(
            found -> assertThat(found.choice()).contains(new Candidates.Choice.Usable(OF_ANN)),
            failed -> assertThat(failed.answer()).isInstanceOf(Answer.Failed.class));
  }

  private Directories directories(Duration patience, Directory... all) {
    return new Directories(
        book, List.of(all), trust, store, patience, Duration.ofHours(1), () -> now);
  }

  private void awaitKept(Directory directory, String address) {
    KeptAnswers kept = new KeptAnswers(store);
    await(() -> kept.fresh(directory.identity(), address, now).isPresent());
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static void assertUsable(Lookup lookup) {
    assertThat(lookup)
        .isInstanceOfSatisfying(
            Lookup.Usable.class, it -> assertThat(it.certificate()).isEqualTo(OF_ANN));
  }

  private static void assertNone(Lookup lookup, Lookup.Why why, String words) {
    assertThat(lookup)
        .isInstanceOfSatisfying(
            Lookup.None.class,
            none -> {
              assertThat(none.why()).isEqualTo(why);
              assertThat(none.reason().english()).contains(words).isPrintable();
            });
  }
}
