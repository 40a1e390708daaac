package org.sealpost.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.policy.Permission;
import org.sealpost.store.Store;

class StoredPermissionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Optional<Instant> FOR_GOOD = Optional.empty();
  private static final Optional<String> ALL = Optional.empty();

  @TempDir private Path folder;
  private Store store;
  private StoredPermissions permissions;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
    permissions = new StoredPermissions(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void nobodyIsPermittedWhoWasNotNamed() {
    allow(ALL, "ann@example.tw", FOR_GOOD);

    assertThat(counts("ming@example.tw", "bob@example.tw", NOW)).isFalse();
  }

  @Test
  void itCountsUntilItsEndAndNotFromThenOn() {
    allow(ALL, "ann@example.tw", in(Duration.ofMinutes(10)));

    assertThat(counts("ming@example.tw", "ann@example.tw", NOW.plusSeconds(599))).isTrue();
    assertThat(counts("ming@example.tw", "ann@example.tw", NOW.plusSeconds(600))).isFalse();
  }

  @Test
  void oneForGoodCountsForGood() {
    allow(ALL, "ann@example.tw", FOR_GOOD);

    assertThat(counts("ming@example.tw", "ann@example.tw", NOW.plus(Duration.ofDays(9999))))
        .isTrue();
  }

  @Test
  void theAddressMayBeWrittenInAnyWay() {
    allow(Optional.of("Ming@Example.TW"), "Ann@Example.TW", FOR_GOOD);

    assertThat(counts("ming@EXAMPLE.tw", "ANN@example.tw.", NOW)).isTrue();
  }

  @Test
  void oneForAnAccountCountsForNoOther() {
    allow(Optional.of("ming@example.tw"), "ann@example.tw", FOR_GOOD);

    assertThat(counts("ming@example.tw", "ann@example.tw", NOW)).isTrue();
    assertThat(counts("mei@example.tw", "ann@example.tw", NOW)).isFalse();
  }

  @Test
  void ofOneForTheAccountAndOneForAllTheLongerCounts() {
    allow(ALL, "ann@example.tw", in(Duration.ofMinutes(10)));
    allow(Optional.of("ming@example.tw"), "ann@example.tw", in(Duration.ofHours(2)));

    assertThat(counts("ming@example.tw", "ann@example.tw", NOW.plusSeconds(3600))).isTrue();
    assertThat(counts("mei@example.tw", "ann@example.tw", NOW.plusSeconds(3600))).isFalse();
  }

  @Test
  void oneForTheAccountAndOneForAllAreBothTold() {
    permissions.allow(ALL, "ann@example.tw", NOW.minus(Duration.ofDays(1)), FOR_GOOD);
    allow(Optional.of("ming@example.tw"), "ann@example.tw", in(Duration.ofMinutes(10)));

    assertThat(permissions.of("ming@example.tw", "ann@example.tw", NOW))
        .extracting(it -> it.counts(true, NOW))
        .containsExactlyInAnyOrder(false, true);
    assertThat(permissions.of("mei@example.tw", "ann@example.tw", NOW)).hasSize(1);
  }

  @Test
  void whatWasPermittedForLongerIsNotCutShort() {
    allow(ALL, "ann@example.tw", FOR_GOOD);
    assertThat(allow(ALL, "ann@example.tw", in(Duration.ofMinutes(10))).permission().until())
        .isEmpty();

    allow(ALL, "bob@example.tw", in(Duration.ofHours(2)));
    assertThat(allow(ALL, "bob@example.tw", in(Duration.ofMinutes(10))).permission().until())
        .contains(NOW.plus(Duration.ofHours(2)));
  }

  @Test
  void saidAgainItIsTheNewerWord() {
    permissions.allow(ALL, "ann@example.tw", NOW.minus(Duration.ofDays(9)), FOR_GOOD);
    assertThat(permission(NOW).counts(true, NOW)).isFalse();

    allow(ALL, "ann@example.tw", in(Duration.ofMinutes(10)));

    assertThat(permission(NOW).counts(true, NOW)).isTrue();
    assertThat(permission(NOW).counts(true, NOW.plusSeconds(601))).isFalse();
    assertThat(permission(NOW).counts(false, NOW.plusSeconds(601))).isTrue();
  }

  @Test
  void whatHasEndedIsForgotten() {
    allow(ALL, "ann@example.tw", in(Duration.ofMinutes(10)));
    Instant later = NOW.plusSeconds(600);

    assertThat(permissions.all(later)).isEmpty();
    permissions.allow(ALL, "bob@example.tw", later, FOR_GOOD);

    assertThat(permissions.all(NOW))
        .extracting(GivenPermission::recipient)
        .containsExactly("bob@example.tw");
  }

  @Test
  void whatIsTakenBackCountsNoMore() {
    allow(ALL, "ann@example.tw", FOR_GOOD);
    allow(Optional.of("ming@example.tw"), "ann@example.tw", FOR_GOOD);
    allow(ALL, "bob@example.tw", FOR_GOOD);

    List<GivenPermission> taken = permissions.takeBack(ALL, "Ann@example.tw", NOW);

    assertThat(taken)
        .extracting(GivenPermission::account)
        .containsExactly(ALL, Optional.of("ming@example.tw"));
    assertThat(counts("ming@example.tw", "ann@example.tw", NOW)).isFalse();
    assertThat(counts("ming@example.tw", "bob@example.tw", NOW)).isTrue();
  }

  @Test
  void oneAccountsPermissionIsTakenBackAlone() {
    allow(ALL, "ann@example.tw", FOR_GOOD);
    allow(Optional.of("ming@example.tw"), "ann@example.tw", FOR_GOOD);

    permissions.takeBack(Optional.of("ming@example.tw"), "ann@example.tw", NOW);

    assertThat(permissions.all(NOW)).extracting(GivenPermission::account).containsExactly(ALL);
  }

  @Test
  void anotherProcessSeesItAtOnce() {
    try (Store other = Store.open(folder.resolve("sealpost.db"))) {
      StoredPermissions proxy = new StoredPermissions(other);
      assertThat(proxy.of("ming@example.tw", "ann@example.tw", NOW)).isEmpty();

      allow(ALL, "ann@example.tw", FOR_GOOD);

      assertThat(proxy.of("ming@example.tw", "ann@example.tw", NOW)).hasSize(1);
    }
  }

  private Permission permission(Instant now) {
    return permissions.of("ming@example.tw", "ann@example.tw", now).getFirst();
  }

  private boolean counts(String account, String recipient, Instant now) {
    return permissions.of(account, recipient, now).stream().anyMatch(it -> it.counts(false, now));
  }

  private GivenPermission allow(
      Optional<String> account, String recipient, Optional<Instant> until) {
    return permissions.allow(account, recipient, NOW, until);
  }

  private static Optional<Instant> in(Duration time) {
    return Optional.of(NOW.plus(time));
  }
}
