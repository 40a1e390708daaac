package org.sealpost.trust.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.store.Store;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.Scope;
import org.sealpost.trust.TrustAnchors;

class ImportedAnchorsTest {
  private static final X509Certificate ROOT = root("CN=Root");
  private static final X509Certificate OTHER = root("CN=Other");
  private static final Anchor.Origin.Imported ORIGIN =
      new Anchor.Origin.Imported("root.pem", Instant.parse("2026-06-01T12:00:00Z"));
  private static final Scope SOME =
      Scope.of(List.of("@Example.TW", "ming@example.org")).orElseThrow();

  @TempDir private Path folder;
  private Store store;
  private ImportedAnchors anchors;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("state/sealpost.db"));
    anchors = new ImportedAnchors(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anAnchorIsKeptWithItsScopeItsFileAndItsTime() {
    assertThat(anchors.get()).isEmpty();
    assertThat(anchors.add(ROOT, ORIGIN, SOME)).isEmpty();
    close();
    open();
    assertThat(anchors.get()).containsExactly(new Anchor(ROOT, ORIGIN, SOME));
    assertThat(anchors.get().getFirst().scope().entries())
        .containsExactly("@example.tw", "ming@example.org");
  }

  @Test
  void anAnchorForAllStaysOneForAll() {
    anchors.add(ROOT, ORIGIN, Scope.all());
    assertThat(anchors.get().getFirst().scope().isAll()).isTrue();
  }

  @Test
  void importedAgainTheLastScopeCounts() {
    anchors.add(ROOT, ORIGIN, Scope.all());
    assertThat(anchors.add(ROOT, ORIGIN, SOME)).contains(new Anchor(ROOT, ORIGIN, Scope.all()));
    assertThat(anchors.get()).containsExactly(new Anchor(ROOT, ORIGIN, SOME));
  }

  @Test
  void aRemovedAnchorIsGone() {
    anchors.add(ROOT, ORIGIN, Scope.all());
    anchors.add(OTHER, ORIGIN, Scope.all());
    assertThat(anchors.remove(ROOT)).isPresent();
    assertThat(anchors.remove(ROOT)).isEmpty();
    assertThat(anchors.get()).extracting(Anchor::certificate).containsExactly(OTHER);
  }

  @Test
  void whatAnotherStoreOnTheSameFileImportsCountsAtOnce() {
    assertThat(anchors.get()).isEmpty();
    try (Store other = Store.open(folder.resolve("state/sealpost.db"))) {
      ImportedAnchors others = new ImportedAnchors(other);
      others.add(ROOT, ORIGIN, SOME);
      assertThat(anchors.get()).hasSize(1);
      others.add(ROOT, ORIGIN, Scope.all());
      assertThat(anchors.get().getFirst().scope().isAll()).isTrue();
      others.remove(ROOT);
      assertThat(anchors.get()).isEmpty();
    }
  }

  @Test
  void importedAnchorsComeAfterTheConfiguredOnes() {
    anchors.add(OTHER, ORIGIN, SOME);
    assertThat(anchors.after(TrustAnchors.of(List.of(ROOT))).get())
        .extracting(Anchor::certificate)
        .containsExactly(ROOT, OTHER);
  }

  private static X509Certificate root(String name) {
    return new TestPki(name, KeyKind.P256).root().certificate();
  }
}
