package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Mint.Minted;
import org.sealpost.trust.Sightings.Sighting;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** What revocation does to a verdict, and what it does not. */
class RevocationJudgementTest {
  private static final String MING = "ming@example.tw";
  private static final Instant REVOKED = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant BEFORE = REVOKED.minus(Duration.ofDays(1));
  private static final Instant AFTER = REVOKED.plus(Duration.ofDays(1));
  private static final Evidence LIST =
      new Evidence(Evidence.Kind.CRL, "http://ca.example/list.crl", NOW, Optional.empty());
  private static final RevocationStatus GOOD = new RevocationStatus.Good(LIST);
  private static final RevocationStatus DOWN =
      new RevocationStatus.Unknown(
          new Cause.NotReached("http://ca.example/", Phrase.verbatim("It is down.")));

  private final Minted root = Mint.authority("CN=Root").make();
  private final Minted ca = Mint.authority("CN=CA").by(root).make();
  private final X509Certificate ming = Mint.holder("CN=Ming", MING).by(ca).make().certificate();
  private final Map<X509Certificate, RevocationStatus> told = new HashMap<>();
  private Optional<Sighting> seen = Optional.empty();

  private static RevocationStatus revoked(RevocationReason reason) {
    return new RevocationStatus.Revoked(REVOKED, reason, Optional.empty(), LIST);
  }

  private CertificateTrust trust(RevocationPolicy.Mode mode) {
    RevocationPolicy policy =
        new RevocationPolicy(
            mode,
            (path, _) ->
                path.subList(0, path.size() - 1).stream()
                    .map(certificate -> told.getOrDefault(certificate, GOOD))
                    .toList(),
            Duration.ofSeconds(2));
    return new CertificateTrust(
        TrustBasis.of(TrustAnchors.of(List.of(root.certificate())))
            .withRevocation(policy)
            .withSightings(_ -> seen));
  }

  private Verdict judge(RevocationPolicy.Mode mode, SignatureCheck signature) {
    return trust(mode).judge(signature, List.of(MING), NOW);
  }

  private SignatureCheck signature() {
    return Checks.by(ming, ca.certificate());
  }

  private SignatureCheck claiming(Instant time) {
    return Checks.at(time, ming, ca.certificate());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OFF")
  void whatIsKnownNotToBeRevokedIsValid(RevocationPolicy.Mode mode) {
    assertThat(judge(mode, signature())).isEqualTo(new Verdict.Valid(List.of()));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OFF")
  void aRevokedSignerIsUntrustedWithDateAndReason(RevocationPolicy.Mode mode) {
    told.put(ming, revoked(RevocationReason.KEY_COMPROMISE));
    assertThat(judge(mode, signature()))
        .extracting(Verdicts::told)
        .isEqualTo(
            "untrusted: The certificate of Ming was revoked on 2026-05-01: the key may be in wrong"
                + " hands.");
  }

  @Test
  void aRevokedCaTakesItsHoldersWithIt() {
    told.put(ca.certificate(), revoked(RevocationReason.CA_COMPROMISE));
    told.put(ming, revoked(RevocationReason.SUPERSEDED));
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature()))
        .extracting(Verdicts::told)
        .isEqualTo(
            "untrusted: The certificate of CA was revoked on 2026-05-01: the CA's key may be in"
                + " wrong hands.");
  }

  @Test
  void aSuspendedCertificateSaysThatItIsOnHold() {
    told.put(ming, revoked(RevocationReason.CERTIFICATE_HOLD));
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature()))
        .extracting(Verdicts::told)
        .isEqualTo(
            "untrusted: The certificate of Ming has been on hold (suspended) since 2026-05-01.");
    told.clear();
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature())).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void whatIsNotKnownIsUncheckedAndSaysWhy() {
    told.put(ca.certificate(), DOWN);
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature()))
        .extracting(Verdicts::told)
        .isEqualTo(
            "unchecked: Whether the certificate of CA was revoked is not known. It is down.");
  }

  @Test
  void whoInsistsOnKnowingTrustsNothingUnknown() {
    told.put(ming, DOWN);
    assertThat(judge(RevocationPolicy.Mode.REQUIRE, signature()))
        .extracting(Verdicts::told)
        .isEqualTo(
            "untrusted: Whether the certificate of Ming was revoked is not known. It is down.");
  }

  @Test
  void attackARevokedKeyCannotClaimToHaveSignedBefore() {
    told.put(ming, revoked(RevocationReason.KEY_COMPROMISE));
    assertThat(judge(RevocationPolicy.Mode.PREFER, claiming(BEFORE)))
        .extracting(Verdicts::told)
        .isEqualTo(
            "untrusted: The certificate of Ming was revoked on 2026-05-01: the key may be in wrong"
                + " hands. The signer claims to have signed on 2026-04-30 00:00 UTC, before that;"
                + " but only the signer says so.");
    assertThat(judge(RevocationPolicy.Mode.PREFER, claiming(AFTER)))
        .extracting(Verdicts::told)
        .asString()
        .doesNotContain("claims");
  }

  @Test
  void aSignatureThatWasMetBeforeTheRevocationStaysValidAndTellsIt() {
    told.put(ming, revoked(RevocationReason.KEY_COMPROMISE));
    seen = Optional.of(new Sighting(BEFORE, false));
    assertThat(judge(RevocationPolicy.Mode.PREFER, claiming(BEFORE)))
        .extracting(Verdicts::told)
        .isEqualTo(
            "valid: This very signature was first met here on 2026-04-30 00:00 UTC, and is judged as"
                + " of then. The certificate of Ming was revoked later, on 2026-05-01.");
    seen = Optional.of(new Sighting(AFTER, true));
    assertThat(judge(RevocationPolicy.Mode.PREFER, claiming(BEFORE)))
        .isInstanceOf(Verdict.Untrusted.class);
  }

  @Test
  void attackAKeyThatWasStolenBeforeItsRevocationDoesNotCountFromThenOn() {
    told.put(
        ming,
        new RevocationStatus.Revoked(
            REVOKED, RevocationReason.KEY_COMPROMISE, Optional.of(BEFORE), LIST));
    seen = Optional.of(new Sighting(BEFORE.plusSeconds(1), true));
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature()))
        .isInstanceOf(Verdict.Untrusted.class);
    seen = Optional.of(new Sighting(BEFORE.minusSeconds(1), true));
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature())).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void aSignatureThatWasMetBeforeItsCertificateExpiredIsJudgedAsOfThen() {
    X509Certificate expired =
        Mint.holder("CN=Ming", MING).by(ca).valid("2020-01-01", "2026-05-15").make().certificate();
    SignatureCheck signature = Checks.by(expired, ca.certificate());
    told.put(
        expired, new RevocationStatus.Unknown(new Cause.ExpiredBefore("http://ca.example/", NOW)));
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature))
        .isInstanceOf(Verdict.Untrusted.class);
    seen = Optional.of(new Sighting(AFTER, true));
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature))
        .extracting(Verdicts::told)
        .isEqualTo(
            "valid: This very signature was first met here on 2026-05-02 00:00 UTC, and is judged as"
                + " of then. The certificate of Ming expired later, on 2026-05-15.");
    seen = Optional.of(new Sighting(AFTER, false));
    assertThat(judge(RevocationPolicy.Mode.PREFER, signature))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void switchedOffNobodyIsAskedAndNothingIsCalledValid() {
    CertificateTrust trust =
        new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(root.certificate()))));
    assertThat(trust.judge(signature(), List.of(MING), NOW)).isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void theAssessmentTellsPathAndStatuses() {
    told.put(ca.certificate(), DOWN);
    Assessment assessment =
        trust(RevocationPolicy.Mode.PREFER).assess(signature(), List.of(MING), NOW);
    assertThat(assessment.path()).containsExactly(ming, ca.certificate(), root.certificate());
    assertThat(assessment.revocation()).containsExactly(GOOD, DOWN);
  }

  @Test
  void whatMayBeKnownLaterIsPendingAndWhatNobodyWillTellIsNot() {
    assertThat(pendingBecauseOf(new Cause.NotYet("http://ca.example/"))).isTrue();
    assertThat(pendingBecauseOf(((RevocationStatus.Unknown) DOWN).cause())).isTrue();
    assertThat(pendingBecauseOf(new Cause.Outdated("http://ca.example/", NOW))).isTrue();
    assertThat(pendingBecauseOf(new Cause.NoSource())).isFalse();
    assertThat(pendingBecauseOf(new Cause.ExpiredBefore("http://ca.example/", NOW))).isFalse();
    assertThat(pendingBecauseOf(new Cause.SwitchedOff())).isFalse();
  }

  private boolean pendingBecauseOf(Cause cause) {
    told.put(ming, new RevocationStatus.Unknown(cause));
    return trust(RevocationPolicy.Mode.PREFER).assess(signature(), List.of(MING), NOW).isPending();
  }

  @Test
  void noMailIsEncryptedToARevokedCertificate() {
    X509Certificate key =
        Mint.holder("CN=Ming", MING).usage(KeyUsage.keyAgreement).by(ca).make().certificate();
    told.put(key, revoked(RevocationReason.SUPERSEDED));
    assertThat(use(RevocationPolicy.Mode.PREFER, key))
        .isInstanceOfSatisfying(
            EncryptionUse.Unusable.class,
            use -> assertThat(use.problem()).isInstanceOf(PathProblem.Revoked.class));
    told.put(key, DOWN);
    assertThat(use(RevocationPolicy.Mode.REQUIRE, key))
        .isInstanceOfSatisfying(
            EncryptionUse.Unusable.class,
            use -> assertThat(use.problem()).isInstanceOf(PathProblem.RevocationUnknown.class));
    assertThat(use(RevocationPolicy.Mode.PREFER, key)).isInstanceOf(EncryptionUse.Usable.class);
    told.clear();
    assertThat(use(RevocationPolicy.Mode.REQUIRE, key)).isInstanceOf(EncryptionUse.Usable.class);
  }

  private EncryptionUse use(RevocationPolicy.Mode mode, X509Certificate key) {
    return trust(mode).encryptionUse(key, List.of(ca.certificate()), MING, NOW);
  }

  @Test
  void whatTheUserImportedIsNotEncryptedToEitherOnceItIsRevoked() {
    X509Certificate key =
        Mint.holder("CN=Ming", MING).usage(KeyUsage.keyAgreement).by(ca).make().certificate();
    List<X509Certificate> helpers = List.of(ca.certificate());
    CertificateTrust trust = trust(RevocationPolicy.Mode.PREFER);
    assertThat(trust.encryptionProblemOfOwnWord(key, helpers, NOW)).isEmpty();
    told.put(key, revoked(RevocationReason.UNSPECIFIED));
    assertThat(trust.encryptionProblemOfOwnWord(key, helpers, NOW))
        .containsInstanceOf(PathProblem.Revoked.class);
  }
}
