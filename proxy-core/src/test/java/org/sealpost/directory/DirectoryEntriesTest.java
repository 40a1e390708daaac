package org.sealpost.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.book.Lookup;
import org.sealpost.book.Source;
import org.sealpost.directory.Candidates.Choice;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

class DirectoryEntriesTest {
  private static final String ANN = "ann@example.org";
  private static final Instant NOW = DirectoryFixture.NOON;
  private static final Duration LIFE = Duration.ofHours(1);
  private static final X509Certificate ROOT = DirectoryFixture.PKI.root().certificate();
  private static final X509Certificate OF_ANN = DirectoryFixture.certificate(ANN);
  private static final X509Certificate OF_EVE = DirectoryFixture.certificate("eve@example.org");
  private static final LdapSettings LDAP =
      new LdapSettings(
          "ministry",
          "ldap.example.org",
          636,
          LdapSettings.Tls.IMPLICIT,
          "o=test",
          "(mail={address})",
          Domains.all(),
          Optional.empty());
  private static final SmimeaSettings DNS =
      new SmimeaSettings(Domains.all(), List.of(), Optional.empty());

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
    put(LDAP.identity(), OF_EVE, ROOT, OF_ANN);
    put(DNS.identity(), OF_ANN);
    put("ldap of the past", OF_ANN);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatTheConfiguredDirectoriesSaidIsShownWhileItIsFresh() {
    DirectoryEntries entries = new DirectoryEntries(store, List.of(LDAP), Optional.of(DNS));
    assertThat(entries.all(NOW))
        .extracting(
            it -> it.entry().address(),
            it -> it.entry().source(),
            it -> it.entry().lastSeen(),
            DirectoryEntries.Shown::until)
        .containsOnly(
            tuple(ANN, new Source(Source.Kind.DIRECTORY, "ministry"), NOW, NOW.plus(LIFE)),
            tuple(ANN, new Source(Source.Kind.DIRECTORY, "DNS"), NOW, NOW.plus(LIFE)));
    assertThat(entries.all(NOW).stream().map(it -> it.entry().certificate()))
        .as("those of holders only")
        .containsExactlyInAnyOrder(OF_ANN, OF_EVE, OF_ANN);
    assertThat(entries.all(NOW.plus(LIFE))).isEmpty();
    assertThat(new DirectoryEntries(store, List.of(), Optional.empty()).all(NOW)).isEmpty();
  }

  @Test
  void eachIsJudgedByItself() {
    CertificateTrust trust = new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(ROOT))));
    for (DirectoryEntries.Shown shown :
        new DirectoryEntries(store, List.of(LDAP), Optional.empty()).all(NOW)) {
      Choice choice = shown.judged(trust, NOW);
      if (shown.entry().certificate().equals(OF_ANN)) {
        assertThat(choice).isEqualTo(new Choice.Usable(OF_ANN));
      } else {
        assertThat(choice)
            .isInstanceOfSatisfying(
                Choice.Unusable.class, it -> assertThat(it.why()).isEqualTo(Lookup.Why.UNKNOWN));
      }
    }
  }

  private void put(String directory, X509Certificate... certificates) {
    new KeptAnswers(store)
        .put(directory, ANN, new Answer.Told(List.of(certificates), LIFE), LIFE, NOW);
  }
}
