package org.sealpost.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.verdicts.Desk.CA;
import static org.sealpost.verdicts.Desk.SIGNER;
import static org.sealpost.verdicts.Desk.T0;
import static org.sealpost.verdicts.Desk.broken;
import static org.sealpost.verdicts.Desk.claiming;
import static org.sealpost.verdicts.Desk.good;
import static org.sealpost.verdicts.Desk.revoked;
import static org.sealpost.verdicts.Desk.signature;
import static org.sealpost.verdicts.Desk.unknown;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.trust.Sightings.Sighting;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictWords;

/** The history as the witness of when a signature was first met. */
class SightingTest {
  private static final Instant REVOKED = T0.plus(Duration.ofDays(2));
  private static final Instant AFTER_EXPIRY = Instant.parse("2026-08-01T00:00:00Z");

  @TempDir private Path folder;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(folder.resolve("state/sealpost.db"));
    desk.revocation(SIGNER, good());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void aSignatureIsFirstMetWhenItsMailIsFirstOpened() {
    assertThat(desk.history.first("aa")).isEmpty();
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.later(Duration.ofDays(3));
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.open("<copy@x>", signature("aa", SIGNER));
    assertThat(desk.history.first("aa")).contains(new Sighting(T0, true));
    assertThat(desk.history.first("bb")).isEmpty();
  }

  @Test
  void itIsRoundedUpSinceItProvesThatTheSignatureIsNotYounger() {
    desk.at(T0.plusMillis(1));
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.history.first("aa")).map(Sighting::at).contains(T0.plusSeconds(1));
  }

  @Test
  void aSignatureThatDoesNotHoldWasNeverMet() {
    desk.open("<1@x>", broken("aa", SIGNER));
    assertThat(desk.history.first("aa")).isEmpty();
  }

  @Test
  void aPathCountsAsNotRevokedOnlyIfThatIsKnownOfAllOfIt() {
    desk.revocation(CA, unknown());
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.history.first("aa")).contains(new Sighting(T0, false));
    desk.revocation(CA, good());
    desk.open("<2@x>", signature("bb", SIGNER));
    assertThat(desk.history.first("bb")).contains(new Sighting(T0, true));
  }

  @Test
  void aPathOfWhichNothingIsLookedUpDoesNotCountAsNotRevoked() {
    desk.open("<1@x>", signature("aa", Desk.ROOT));
    assertThat(desk.history.first("aa")).contains(new Sighting(T0, false));
  }

  @Test
  void whatIsNotRevokedNowWasNotThen() {
    desk.revocation(SIGNER, unknown());
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.later(Duration.ofHours(1));
    desk.revocation(SIGNER, good());
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.history.first("aa")).contains(new Sighting(T0, true));
  }

  @Test
  void attackARevokedKeyCannotBackdateByClaimingATime() {
    desk.at(REVOKED.plus(Duration.ofDays(1)));
    desk.revocation(SIGNER, revoked(REVOKED));
    Verdict verdict = desk.open("<1@x>", claiming("aa", SIGNER, T0));
    assertThat(verdict).isInstanceOf(Verdict.Untrusted.class);
    assertThat(words(verdict))
        .contains("revoked on 2026-06-03")
        .contains("claims to have signed on 2026-06-01")
        .contains("only the signer says so");
    // Opening it again makes it no older.
    desk.later(Duration.ofDays(1));
    assertThat(desk.open("<1@x>", claiming("aa", SIGNER, T0)))
        .isInstanceOf(Verdict.Untrusted.class);
  }

  @Test
  void aSignatureMetBeforeTheRevocationStaysValid() {
    desk.open("<1@x>", claiming("aa", SIGNER, T0));
    desk.at(REVOKED.plus(Duration.ofDays(1)));
    desk.revocation(SIGNER, revoked(REVOKED));
    Verdict verdict = desk.open("<1@x>", claiming("aa", SIGNER, T0));
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    assertThat(words(verdict))
        .contains("first met here on 2026-06-01 12:00 UTC")
        .contains("revoked later, on 2026-06-03");
  }

  @Test
  void attackAnExpiredKeyCannotBackdateByClaimingATime() {
    desk.at(AFTER_EXPIRY);
    Verdict verdict = desk.open("<1@x>", claiming("aa", SIGNER, T0));
    assertThat(verdict).isInstanceOf(Verdict.Untrusted.class);
    assertThat(words(verdict)).contains("expired on 2026-07-01").contains("only the signer");
  }

  @Test
  void aSignatureMetBeforeTheExpiryStaysValid() {
    desk.open("<1@x>", claiming("aa", SIGNER, T0));
    desk.at(AFTER_EXPIRY);
    desk.revocation(SIGNER, unknown());
    Verdict verdict = desk.open("<1@x>", claiming("aa", SIGNER, T0));
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    assertThat(words(verdict)).contains("expired later, on 2026-07-01");
  }

  @Test
  void attackAnAlteredCopyThatCameInTimeIsNoWitness() {
    desk.open("<1@x>", broken("aa", SIGNER));
    desk.at(AFTER_EXPIRY);
    assertThat(desk.open("<1@x>", signature("aa", SIGNER))).isInstanceOf(Verdict.Untrusted.class);
  }

  @Test
  void attackAnotherCertificateForTheSameKeyDoesNotInheritThatItWasNotRevoked() {
    KeyPair keys = KeyKind.P256.generate();
    Instant until = T0.plus(Duration.ofDays(100));
    Holder first = Desk.signer("Eve", until, keys);
    Holder stolen = Desk.signer("Ming", until, keys);
    desk.revocation(first, good());
    assertThat(desk.open("<1@x>", signature("aa", first))).isInstanceOf(Verdict.Valid.class);
    desk.later(Duration.ofDays(1));
    // Whoever stands between can keep the list that revokes it from coming.
    desk.revocation(stolen, Desk.notYet());
    assertThat(desk.open("<2@x>", signature("aa", stolen))).isInstanceOf(Verdict.Unchecked.class);
    assertThat(desk.open("<2@x>", signature("aa", stolen))).isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void theSameCertificateNeedsNoSecondLook() {
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.later(Duration.ofDays(1));
    desk.revocation(SIGNER, Desk.notYet());
    assertThat(desk.open("<1@x>", signature("aa", SIGNER))).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void attackARevokedSignatureDoesNotComeToLifeWhenTheCaForgets() {
    // A list that was made before the revocation let it pass.
    Instant met = REVOKED.plus(Duration.ofHours(1));
    desk.at(met);
    assertThat(desk.open("<1@x>", signature("aa", SIGNER))).isInstanceOf(Verdict.Valid.class);
    desk.later(Duration.ofDays(2));
    desk.revocation(SIGNER, revoked(REVOKED));
    assertThat(desk.open("<1@x>", signature("aa", SIGNER))).isInstanceOf(Verdict.Untrusted.class);
    desk.at(AFTER_EXPIRY);
    desk.revocation(SIGNER, unknown());
    assertThat(desk.open("<1@x>", signature("aa", SIGNER))).isInstanceOf(Verdict.Unchecked.class);
    assertThat(desk.history.first("aa")).isEqualTo(Optional.of(new Sighting(met, false)));
  }

  private static String words(Verdict verdict) {
    return VerdictWords.sentence(verdict).english();
  }
}
