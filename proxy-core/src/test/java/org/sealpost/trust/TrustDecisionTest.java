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
import org.sealpost.failure.Phrase;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Mint.Minted;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;

/** What the user's own word can do, and what it cannot. */
class TrustDecisionTest {
  private static final String MING = "ming@example.tw";
  private static final Instant MADE = Instant.parse("2026-05-01T00:00:00Z");
  private static final Evidence LIST =
      new Evidence(Evidence.Kind.CRL, "http://ca.example/list", MADE, Optional.empty());
  private static final RevocationStatus REVOKED =
      new RevocationStatus.Revoked(MADE, RevocationReason.KEY_COMPROMISE, Optional.empty(), LIST);

  private final Minted root = Mint.authority("CN=Root").make();
  private final Minted unknown = Mint.authority("CN=Unknown CA").make();
  private final Word word = new Word();
  private final Map<X509Certificate, RevocationStatus> statuses = new HashMap<>();
  private TrustBasis basis =
      TrustBasis.of(TrustAnchors.of(List.of(root.certificate())))
          .withOwnWord(word)
          .withRevocation(
              new RevocationPolicy(
                  RevocationPolicy.Mode.PREFER,
                  (path, _) ->
                      path.subList(0, path.size() - 1).stream()
                          .map(
                              certificate ->
                                  statuses.getOrDefault(
                                      certificate, new RevocationStatus.Good(LIST)))
                          .toList(),
                  Duration.ZERO));

  @Test
  void anAllowedCertificateOfAnUnknownCaIsTrustedByYou() {
    X509Certificate ming = ofUnknown();
    assertThat(judge(Checks.by(ming))).startsWith("untrusted: ");
    word.decisions.put(ming, allow());
    assertThat(judge(Checks.by(ming)))
        .isEqualTo(
            "trusted-by-you: You have trusted this certificate explicitly since 2026-05-01."
                + " Your note: \"by phone\". The certificate of Ming leads to no configured anchor: the"
                + " certificate of its issuer, Unknown CA, is missing.");
  }

  @Test
  void anAllowedCertificateThatExpiredIsTrustedByYou() {
    X509Certificate ming =
        Mint.holder("CN=Ming", MING)
            .by(root)
            .valid("2020-01-01", "2025-01-01")
            .make()
            .certificate();
    assertThat(judge(Checks.by(ming))).startsWith("untrusted: ");
    word.decisions.put(ming, allow());
    assertThat(judge(Checks.by(ming))).startsWith("trusted-by-you: ");
  }

  @Test
  void whatIsValidAnywayIsValid() {
    X509Certificate ming = ofRoot();
    word.decisions.put(ming, allow());
    assertThat(judge(Checks.by(ming))).startsWith("valid: ");
  }

  @Test
  void allowingOneCertificateDoesNotTrustItsIssuersOthers() {
    word.decisions.put(ofUnknown(), allow());
    assertThat(judge(Checks.by(ofUnknown()))).startsWith("untrusted: ");
  }

  @Test
  void anAllowThatRanOutCountsNoMore() {
    X509Certificate ming = ofUnknown();
    word.decisions.put(
        ming, new Decision(Decision.Kind.ALLOW, MADE, Optional.of(NOW.minusSeconds(1)), ""));
    assertThat(judge(Checks.by(ming))).startsWith("untrusted: ");
    word.decisions.put(
        ming, new Decision(Decision.Kind.ALLOW, MADE, Optional.of(NOW.plusSeconds(1)), ""));
    assertThat(judge(Checks.by(ming))).startsWith("trusted-by-you: ");
  }

  @Test
  void attackAnAllowedCertificateDoesNotMakeAnAlteredMailHold() {
    X509Certificate ming = ofUnknown();
    word.decisions.put(ming, allow());
    SignatureCheck altered =
        new SignatureCheck(
            Optional.of(ming),
            new SignatureCheck.Outcome.Broken(Phrase.verbatim("The content was altered.")),
            Optional.empty(),
            "SHA-256",
            false,
            "",
            Optional.empty(),
            List.of());
    assertThat(judge(altered)).isEqualTo("invalid: The content was altered.");
    assertThat(judge(Checks.by(ming))).startsWith("trusted-by-you: ");
  }

  @Test
  void attackAnAllowedCertificateWithAKeyThatAnyoneCanBreakCountsForNothing() {
    for (Minted issuer : List.of(root, unknown)) {
      X509Certificate short512 = holderOf(512).by(issuer).make().certificate();
      word.decisions.put(short512, allow());
      assertThat(judge(Checks.by(short512)))
          .startsWith("untrusted: The certificate of Ming relies on RSA-512");
    }
    X509Certificate longer = holderOf(2048).by(unknown).make().certificate();
    word.decisions.put(longer, allow());
    assertThat(judge(Checks.by(longer))).startsWith("trusted-by-you: ");
  }

  @Test
  void attackAnAllowedCertificateThatIsRevokedCountsForNothing() {
    X509Certificate ming = ofRoot();
    word.decisions.put(ming, allow());
    statuses.put(ming, REVOKED);
    assertThat(judge(Checks.by(ming)))
        .startsWith("untrusted: The certificate of Ming was revoked on 2026-05-01");
    statuses.put(
        ming,
        new RevocationStatus.Unknown(
            new RevocationStatus.Cause.NotReached("x", Phrase.verbatim("Down."))));
    assertThat(judge(Checks.by(ming))).startsWith("trusted-by-you: ");
  }

  @Test
  void attackAnAllowedCertificateOfAnUnknownCaThatIsRevokedCountsForNothing() {
    X509Certificate ming = ofUnknown();
    word.decisions.put(ming, allow());
    statuses.put(ming, REVOKED);
    assertThat(judge(Checks.by(ming, unknown.certificate())))
        .startsWith("untrusted: The certificate of Ming was revoked on 2026-05-01");
    statuses.clear();
    assertThat(judge(Checks.by(ming, unknown.certificate()))).startsWith("trusted-by-you: ");
  }

  @Test
  void attackAnAllowedCertificateThatIsRevokedIsNotEncryptedTo() {
    X509Certificate ming = encryption(root, "2020-01-01", "2030-01-01");
    word.decisions.put(ming, allow());
    statuses.put(ming, REVOKED);
    assertThat(use(ming)).isInstanceOf(EncryptionUse.Unusable.class);
    statuses.clear();
    assertThat(use(ming)).isInstanceOf(EncryptionUse.Usable.class);
  }

  @Test
  void anAllowedCertificateOfAnUnknownCaIsEncryptedToUntilItExpires() {
    X509Certificate ming = encryption(unknown, "2020-01-01", "2030-01-01");
    assertThat(use(ming)).isInstanceOf(EncryptionUse.Unusable.class);
    word.decisions.put(ming, allow());
    assertThat(use(ming)).isInstanceOf(EncryptionUse.Usable.class);
    X509Certificate expired = encryption(unknown, "2020-01-01", "2025-01-01");
    word.decisions.put(expired, allow());
    assertThat(use(expired))
        .isEqualTo(new EncryptionUse.Unusable(new PathProblem.Expired(expired)));
  }

  @Test
  void aDeniedCertificateIsUntrustedThoughItsPathHolds() {
    X509Certificate ming = ofRoot();
    assertThat(judge(Checks.by(ming))).startsWith("valid: ");
    word.decisions.put(ming, deny());
    assertThat(judge(Checks.by(ming)))
        .isEqualTo(
            "untrusted: You said on 2026-05-01 never to trust the certificate of Ming."
                + " Your note: \"stolen\".");
  }

  @Test
  void aDeniedCaTakesWhatItIssuedWithItAndLeavesOthersAlone() {
    Minted ca = Mint.authority("CN=CA").by(root).make();
    Minted other = Mint.authority("CN=Other CA").by(root).make();
    X509Certificate below = Mint.holder("CN=Ming", MING).by(ca).make().certificate();
    X509Certificate beside = Mint.holder("CN=Ming", MING).by(other).make().certificate();
    word.decisions.put(ca.certificate(), deny());
    assertThat(judge(Checks.by(below, ca.certificate())))
        .startsWith("untrusted: You said on 2026-05-01 never to trust the certificate of CA.");
    assertThat(judge(Checks.by(beside, other.certificate()))).startsWith("valid: ");
    word.decisions.put(root.certificate(), deny());
    assertThat(judge(Checks.by(beside, other.certificate())))
        .startsWith("untrusted: You said on 2026-05-01 never to trust the certificate of Root.");
  }

  @Test
  void aDeniedOrRevokedCaCountsAgainstWhatTheUserImportedToo() {
    Minted ca = Mint.authority("CN=CA").by(root).make();
    X509Certificate ming = encryption(ca, "2020-01-01", "2030-01-01");
    List<X509Certificate> helpers = List.of(ca.certificate());
    CertificateTrust trust = new CertificateTrust(basis);
    assertThat(trust.encryptionProblemOfOwnWord(ming, helpers, NOW)).isEmpty();
    statuses.put(ca.certificate(), REVOKED);
    assertThat(trust.encryptionProblemOfOwnWord(ming, helpers, NOW))
        .containsInstanceOf(PathProblem.Revoked.class);
    statuses.clear();
    word.decisions.put(ca.certificate(), deny());
    assertThat(trust.encryptionProblemOfOwnWord(ming, helpers, NOW))
        .containsInstanceOf(PathProblem.Denied.class);
  }

  @Test
  void aDeniedCertificateIsNotEncryptedToThoughItsPathHolds() {
    X509Certificate ming = encryption(root, "2020-01-01", "2030-01-01");
    assertThat(use(ming)).isInstanceOf(EncryptionUse.Usable.class);
    word.decisions.put(ming, deny());
    assertThat(use(ming))
        .isEqualTo(new EncryptionUse.Unusable(new PathProblem.Denied(ming, deny())));
  }

  @Test
  void aDeniedCertificateIsNotEncryptedToThoughTheUserImportedIt() {
    X509Certificate ming = encryption(unknown, "2020-01-01", "2030-01-01");
    assertThat(new CertificateTrust(basis).encryptionProblemOfOwnWord(ming, List.of(), NOW))
        .isEmpty();
    word.decisions.put(ming, deny());
    assertThat(new CertificateTrust(basis).encryptionProblemOfOwnWord(ming, List.of(), NOW))
        .contains(new PathProblem.Denied(ming, deny()));
  }

  @Test
  void aBoundCertificateWithoutAnAddressIsTheSendersAndSaysWhy() {
    X509Certificate ming = nameless();
    assertThat(judge(Checks.by(ming))).startsWith("not-the-sender: ");
    word.bindings.put(ming, List.of(new OwnWord.Binding(MING, MADE)));
    assertThat(judge(Checks.by(ming)))
        .isEqualTo(
            "valid: The certificate does not carry the address ming@example.tw; you said on"
                + " 2026-05-01 that it is this sender's.");
  }

  @Test
  void attackABoundCertificateDoesNotSignForAnotherAddress() {
    X509Certificate ming = nameless();
    word.bindings.put(ming, List.of(new OwnWord.Binding(MING, MADE)));
    assertThat(judge(Checks.by(ming), "mei@example.tw")).startsWith("not-the-sender: ");
    assertThat(judge(Checks.by(ming), MING, "mei@example.tw")).startsWith("not-the-sender: ");
    assertThat(judge(Checks.by(ming), MING)).startsWith("valid: ");
  }

  @Test
  void aBindingAloneTrustsNothing() {
    X509Certificate ming = ofUnknown();
    word.bindings.put(ming, List.of(new OwnWord.Binding(MING, MADE)));
    assertThat(judge(Checks.by(ming))).startsWith("untrusted: ");
  }

  @Test
  void attackAllowingACertificateDoesNotMakeItTheSenders() {
    X509Certificate mallory =
        Mint.holder("CN=Mallory", "mallory@example.org").by(unknown).make().certificate();
    word.decisions.put(mallory, allow());
    assertThat(judge(Checks.by(mallory), MING)).startsWith("not-the-sender: ");
    assertThat(judge(Checks.by(mallory), "mallory@example.org")).startsWith("trusted-by-you: ");
  }

  @Test
  void theHoldersAddressesAreThoseCarriedAndThoseBound() {
    X509Certificate ming = ofRoot();
    word.bindings.put(
        ming, List.of(new OwnWord.Binding("m@example.org", MADE), new OwnWord.Binding(MING, MADE)));
    assertThat(new CertificateTrust(basis).addresses(ming)).containsExactly(MING, "m@example.org");
  }

  @Test
  void attackAnAnchorForOneDomainDoesNotSpeakForAnother() {
    scope(unknown.certificate(), "@example.org");
    X509Certificate outside = ofUnknown();
    assertThat(judge(Checks.by(outside)))
        .isEqualTo(
            "untrusted: The certificate of Ming leads to Unknown CA, which is an anchor for other"
                + " addresses only.");
    X509Certificate both =
        Mint.holder("CN=Ming", MING).address("ming@example.org").by(unknown).make().certificate();
    assertThat(judge(Checks.by(both), MING)).startsWith("untrusted: ");
    assertThat(judge(Checks.by(both), "ming@example.org", MING)).startsWith("untrusted: ");
    assertThat(judge(Checks.by(both), "ming@mail.example.org")).startsWith("untrusted: ");
  }

  @Test
  void anAnchorForOneDomainSpeaksForIt() {
    scope(unknown.certificate(), "@example.org", MING);
    X509Certificate inside =
        Mint.holder("CN=Ming", "ming@example.org").by(unknown).make().certificate();
    assertThat(judge(Checks.by(inside), "Ming@Example.org")).startsWith("valid: ");
    assertThat(judge(Checks.by(ofUnknown()), MING)).startsWith("valid: ");
  }

  @Test
  void attackAnAnchorForOneDomainIsNoWayToEncryptToAnother() {
    scope(unknown.certificate(), "@example.org");
    X509Certificate ming = encryption(unknown, "2020-01-01", "2030-01-01");
    assertThat(use(ming))
        .isEqualTo(
            new EncryptionUse.Unusable(new PathProblem.OutsideScope(ming, unknown.certificate())));
    scope(unknown.certificate(), "@example.tw");
    assertThat(use(ming)).isInstanceOf(EncryptionUse.Usable.class);
  }

  private void scope(X509Certificate anchor, String... entries) {
    Scope scope = Scope.of(List.of(entries)).orElseThrow();
    basis =
        basis.withAnchors(
            () -> List.of(new Anchor(anchor, new Anchor.Origin.Imported("ca.pem", MADE), scope)));
  }

  private String judge(SignatureCheck check, String... from) {
    List<String> senders = from.length == 0 ? List.of(MING) : List.of(from);
    return Verdicts.told(new CertificateTrust(basis).judge(check, senders, NOW));
  }

  private EncryptionUse use(X509Certificate certificate) {
    return new CertificateTrust(basis)
        .encryptionUse(certificate, List.of(unknown.certificate()), MING, NOW);
  }

  private X509Certificate ofRoot() {
    return Mint.holder("CN=Ming", MING).by(root).make().certificate();
  }

  private X509Certificate ofUnknown() {
    return Mint.holder("CN=Ming", MING).by(unknown).make().certificate();
  }

  private static Mint holderOf(int bits) {
    return Mint.holder("CN=Ming", MING).keys(Mint.rsa(bits, "decision"));
  }

  private X509Certificate nameless() {
    return Mint.nameless("C=TW,CN=王小明,SERIALNUMBER=0000000112345678").by(root).make().certificate();
  }

  private static X509Certificate encryption(Minted issuer, String from, String to) {
    return Mint.holder("CN=Ming", MING)
        .usage(KeyUsage.keyAgreement)
        .by(issuer)
        .valid(from, to)
        .make()
        .certificate();
  }

  private static Decision allow() {
    return new Decision(Decision.Kind.ALLOW, MADE, Optional.empty(), "by phone");
  }

  private static Decision deny() {
    return new Decision(Decision.Kind.DENY, MADE, Optional.empty(), "stolen");
  }

  /** What a user may have said. */
  private static final class Word implements OwnWord {
    final Map<X509Certificate, Decision> decisions = new HashMap<>();
    final Map<X509Certificate, List<Binding>> bindings = new HashMap<>();

    @Override
    public Optional<Decision> on(X509Certificate certificate, Instant at) {
      return Optional.ofNullable(decisions.get(certificate)).filter(found -> found.holdsAt(at));
    }

    @Override
    public List<Binding> bindings(X509Certificate certificate) {
      return bindings.getOrDefault(certificate, List.of());
    }
  }
}
