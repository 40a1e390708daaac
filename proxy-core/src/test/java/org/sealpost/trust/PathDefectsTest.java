package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.trust.Mint.Minted;

/** A chain of root, CA and holder with one thing wrong, and the words that say which. */
class PathDefectsTest {
  private static final ASN1ObjectIdentifier UNKNOWN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

  /** What is different from a good chain. */
  record Defect(
      String name,
      UnaryOperator<Mint> root,
      UnaryOperator<Mint> authority,
      UnaryOperator<Mint> holder,
      String words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Defect inRoot(String name, UnaryOperator<Mint> root, String words) {
    return new Defect(name, root, mint -> mint, mint -> mint, words);
  }

  private static Defect inAuthority(String name, UnaryOperator<Mint> authority, String words) {
    return new Defect(name, mint -> mint, authority, mint -> mint, words);
  }

  private static Defect inHolder(String name, UnaryOperator<Mint> holder, String words) {
    return new Defect(name, mint -> mint, mint -> mint, holder, words);
  }

  static Stream<Defect> untrusted() {
    return Stream.of(
        inRoot(
            "expired root", m -> m.valid("2010-01-01", "2026-05-31"), "Root expired on 2026-05-31"),
        inRoot(
            "root of tomorrow",
            m -> m.valid("2026-06-02", "2040-01-01"),
            "Root is valid only from 2026-06-02"),
        inRoot(
            "root that is no CA",
            m -> m.constraints(new BasicConstraints(false)),
            "Root may not issue"),
        inRoot(
            "root that does not say it is a CA",
            m -> m.withoutConstraints().withoutUsage(),
            "Root may not issue"),
        inRoot("root without keyCertSign", m -> m.usage(KeyUsage.cRLSign), "Root may not issue"),
        inRoot(
            "root that allows no CA below",
            m -> m.pathLength(0),
            "CA certificate of Root does not allow so many"),
        inRoot(
            "root for another domain",
            m -> m.permits("example.org"),
            "names in the certificate of Ming"),
        inRoot(
            "root with a key of 512 bits",
            m -> m.keys(Mint.rsa(512, "root")).signature("SHA1withRSA"),
            "Root relies on RSA-512"),
        inAuthority(
            "expired CA", m -> m.valid("2010-01-01", "2026-05-31"), "Middle expired on 2026-05-31"),
        inAuthority(
            "CA of tomorrow",
            m -> m.valid("2026-06-02", "2040-01-01"),
            "Middle is valid only from 2026-06-02"),
        inAuthority("holder's certificate as CA", Mint::withoutConstraints, "Middle may not issue"),
        inAuthority(
            "CA without keyCertSign", m -> m.usage(KeyUsage.cRLSign), "Middle may not issue"),
        inAuthority("version 1 as CA", Mint::versionOne, "Middle may not issue"),
        inAuthority(
            "forged CA", Mint::tampered, "Middle says that Root issued it, but it is not signed"),
        inAuthority(
            "CA for servers",
            m -> m.purposes(KeyPurposeId.id_kp_serverAuth),
            "Middle is not meant for mail"),
        inAuthority(
            "CA for another domain",
            m -> m.permits("example.org"),
            "names in the certificate of Ming"),
        inAuthority(
            "CA with an unknown critical extension",
            m -> m.extension(UNKNOWN, true, DERNull.INSTANCE),
            "Middle has a critical extension"),
        inAuthority(
            "CA signed with MD5", m -> m.signature("MD5withRSA"), "Middle relies on MD5withRSA"),
        inHolder("expired", m -> m.valid("2010-01-01", "2026-05-31"), "Ming expired on 2026-05-31"),
        inHolder(
            "not yet valid",
            m -> m.valid("2026-06-02", "2040-01-01"),
            "Ming is valid only from 2026-06-02"),
        inHolder("forged", Mint::tampered, "Ming says that Middle issued it, but it is not signed"),
        inHolder(
            "issued by a stranger",
            m -> m.claiming("CN=Stranger"),
            "certificate of its issuer, Stranger, is missing"),
        inHolder(
            "for encryption only",
            m -> m.usage(KeyUsage.keyAgreement),
            "Ming is not meant for signing"),
        inHolder(
            "for servers only",
            m -> m.purposes(KeyPurposeId.id_kp_serverAuth),
            "Ming is not meant for signing"),
        inHolder(
            "with an unknown critical extension",
            m -> m.extension(UNKNOWN, true, DERNull.INSTANCE),
            "Ming has a critical extension"),
        inHolder(
            "with a key of 512 bits",
            m -> m.keys(Mint.rsa(512, "holder")),
            "Ming relies on RSA-512"));
  }

  static Stream<Defect> harmless() {
    return Stream.of(
        inRoot("nothing", m -> m, ""),
        inRoot("version 1 as root", Mint::versionOne, ""),
        inRoot("root that is a CA by its key usage alone", Mint::withoutConstraints, ""),
        inRoot("root for the domain", m -> m.permits("example.tw"), ""),
        inRoot("root that allows one CA below", m -> m.pathLength(1), ""),
        inRoot(
            "root signed with MD5 by itself",
            m -> m.keys(Mint.rsa(2048, "root")).signature("MD5withRSA"),
            ""),
        inAuthority("CA that allows no CA below", m -> m.pathLength(0), ""),
        inAuthority("CA for mail", m -> m.purposes(KeyPurposeId.id_kp_emailProtection), ""),
        inAuthority("CA for the domain", m -> m.permits("example.tw"), ""),
        inHolder("no key usage", Mint::withoutUsage, ""),
        inHolder("nonRepudiation alone", m -> m.usage(KeyUsage.nonRepudiation), ""),
        inHolder("for mail", m -> m.purposes(KeyPurposeId.id_kp_emailProtection), ""),
        inHolder("for everything", m -> m.purposes(KeyPurposeId.anyExtendedKeyUsage), ""),
        inHolder("no key identifiers", Mint::withoutKeyIdentifiers, ""),
        inHolder(
            "an unknown extension that is not critical",
            m -> m.extension(UNKNOWN, false, DERNull.INSTANCE),
            ""));
  }

  static Stream<Defect> weak() {
    return Stream.of(
        inAuthority(
            "CA signed with SHA-1",
            m -> m.signature("SHA1withRSA"),
            "Middle is weak: it is signed with SHA-1"),
        inHolder(
            "signed with SHA-1",
            m -> m.signature("SHA1withECDSA"),
            "Ming is weak: it is signed with SHA-1"),
        inHolder(
            "with a key of 1024 bits",
            m -> m.keys(Mint.rsa(1024, "holder")),
            "key of Ming is weak: RSA-1024"),
        inRoot(
            "root with a key of 1024 bits",
            m -> m.keys(Mint.rsa(1024, "root")),
            "key of Root is weak: RSA-1024"));
  }

  @ParameterizedTest
  @MethodSource
  void untrusted(Defect defect) {
    assertThat(judge(defect))
        .isInstanceOfSatisfying(
            Verdict.Untrusted.class,
            verdict -> assertThat(VerdictWords.reason(verdict).english()).contains(defect.words()));
  }

  @ParameterizedTest
  @MethodSource
  void harmless(Defect defect) {
    assertThat(judge(defect))
        .extracting(Verdicts::told)
        .isEqualTo("unchecked: " + Verdicts.NOT_ASKED);
  }

  @ParameterizedTest
  @MethodSource
  void weak(Defect defect) {
    assertThat(judge(defect))
        .isInstanceOfSatisfying(
            Verdict.Unchecked.class,
            verdict -> assertThat(VerdictWords.reason(verdict).english()).contains(defect.words()));
  }

  @Test
  void withoutAnchorsNothingIsTrustedAndTheReasonSaysSo() {
    Chain chain = chain(inRoot("nothing", m -> m, ""));
    assertThat(reason(List.of(), chain.holder(), chain.authority(), chain.root()))
        .contains("No trust anchors are configured");
  }

  @Test
  void aRootThatOnlyTheMailBringsIsNamed() {
    Chain chain = chain(inRoot("nothing", m -> m, ""));
    X509Certificate other = Mint.authority("CN=Other").make().certificate();
    assertThat(reason(List.of(other), chain.holder(), chain.authority(), chain.root()))
        .contains("lead to Root, which is not among the configured anchors");
  }

  @Test
  void aMissingIntermediateIsNamed() {
    Chain chain = chain(inRoot("nothing", m -> m, ""));
    assertThat(reason(List.of(chain.root()), chain.holder()))
        .contains("certificate of its issuer, Middle, is missing");
  }

  @Test
  void aSelfSignedCertificateIsUntrusted() {
    X509Certificate alone = Mint.holder("CN=Ming", "ming@example.tw").make().certificate();
    X509Certificate other = Mint.authority("CN=Other").make().certificate();
    assertThat(reason(List.of(other), alone)).contains("lead to Ming, which is not among");
  }

  @Test
  void aHolderMayNotIssueForOthersEvenIfConfigured() {
    Minted holder = Mint.holder("CN=Ming", "ming@example.tw").make();
    X509Certificate other =
        Mint.holder("CN=Boss", "ming@example.tw").by(holder).make().certificate();
    assertThat(reason(List.of(holder.certificate()), other)).contains("Ming may not issue");
  }

  private record Chain(X509Certificate root, X509Certificate authority, X509Certificate holder) {}

  private static Chain chain(Defect defect) {
    Minted root =
        defect.root().apply(Mint.authority("CN=Root").keys(Mint.rsa(2048, "root"))).make();
    Minted authority = defect.authority().apply(Mint.authority("CN=Middle").by(root)).make();
    Minted holder =
        defect.holder().apply(Mint.holder("CN=Ming", "ming@example.tw").by(authority)).make();
    return new Chain(root.certificate(), authority.certificate(), holder.certificate());
  }

  private static Verdict judge(Defect defect) {
    Chain chain = chain(defect);
    return judge(List.of(chain.root()), chain.holder(), chain.authority());
  }

  private static Verdict judge(
      List<X509Certificate> anchors, X509Certificate signer, X509Certificate... enclosed) {
    List<X509Certificate> all = new ArrayList<>(List.of(enclosed));
    all.add(signer);
    return new CertificateTrust(TrustBasis.of(TrustAnchors.of(anchors)))
        .judge(
            Checks.by(signer, all.toArray(X509Certificate[]::new)),
            List.of("ming@example.tw"),
            NOW);
  }

  private static String reason(
      List<X509Certificate> anchors, X509Certificate signer, X509Certificate... enclosed) {
    Verdict verdict = judge(anchors, signer, enclosed);
    assertThat(verdict).isInstanceOf(Verdict.Untrusted.class);
    return VerdictWords.reason(verdict).english();
  }
}
