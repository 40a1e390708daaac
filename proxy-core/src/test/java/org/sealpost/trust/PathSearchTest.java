package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealpost.trust.Mint.Minted;

class PathSearchTest {
  private static final String GENERATIONS = "C=TW,O=Ministry,OU=Citizen CA";
  private static final String ADDRESS = "ming@example.tw";

  @Test
  void twoCasOfOneNameAreToldApartByTheirKeys() {
    Minted root = Mint.authority("CN=Root").make();
    Minted second = Mint.authority(GENERATIONS).by(root).make();
    Minted third = Mint.authority(GENERATIONS).by(root).make();
    X509Certificate old = Mint.holder("CN=Old", ADDRESS).by(second).make().certificate();
    X509Certificate current = Mint.holder("CN=New", ADDRESS).by(third).make().certificate();
    for (List<Minted> order : List.of(List.of(second, third), List.of(third, second))) {
      X509Certificate first = order.getFirst().certificate();
      X509Certificate last = order.getLast().certificate();
      assertTrusted(List.of(root.certificate()), old, first, last);
      assertTrusted(List.of(root.certificate()), current, first, last);
      assertTrusted(List.of(first, last), old);
      assertTrusted(List.of(first, last), current);
    }
  }

  @Test
  void withoutKeyIdentifiersTheSignatureStillTellsThemApart() {
    Minted root = Mint.authority("CN=Root").make();
    Minted second = Mint.authority(GENERATIONS).by(root).withoutKeyIdentifiers().make();
    Minted third = Mint.authority(GENERATIONS).by(root).withoutKeyIdentifiers().make();
    X509Certificate old =
        Mint.holder("CN=Old", ADDRESS).by(second).withoutKeyIdentifiers().make().certificate();
    assertTrusted(List.of(root.certificate()), old, third.certificate(), second.certificate());
    assertTrusted(List.of(root.certificate()), old, second.certificate(), third.certificate());
  }

  @Test
  void attackACaThatOnlyHasTheNameOfATrustedOneIsNotTrusted() {
    Minted root = Mint.authority("CN=Root").make();
    Minted real = Mint.authority(GENERATIONS).by(root).make();
    Minted fake = Mint.authority(GENERATIONS).make();
    X509Certificate forged = Mint.holder("CN=Ming", ADDRESS).by(fake).make().certificate();
    Verdict verdict =
        judge(List.of(root.certificate()), forged, real.certificate(), fake.certificate());
    assertThat(verdict).isInstanceOf(Verdict.Untrusted.class);

    X509Certificate honest = Mint.holder("CN=Ming", ADDRESS).by(real).make().certificate();
    assertTrusted(List.of(root.certificate()), honest, fake.certificate(), real.certificate());
  }

  @Test
  void aPathThatFailsGivesWayToAnotherThatHolds() {
    Minted root = Mint.authority("CN=Root").make();
    KeyPair keys = Mint.ec();
    Minted expired =
        Mint.authority("CN=CA").keys(keys).by(root).valid("2010-01-01", "2020-01-01").make();
    Minted renewed = Mint.authority("CN=CA").keys(keys).by(root).make();
    X509Certificate holder = Mint.holder("CN=Ming", ADDRESS).by(renewed).make().certificate();
    assertTrusted(
        List.of(root.certificate()), holder, expired.certificate(), renewed.certificate());
    assertTrusted(
        List.of(root.certificate()), holder, renewed.certificate(), expired.certificate());
  }

  @Test
  void crossCertificationLeadsToWhicheverRootIsConfigured() {
    Minted oldRoot = Mint.authority("CN=Old Root").make();
    Minted newRoot = Mint.authority("CN=New Root").make();
    X509Certificate cross =
        Mint.authority("CN=New Root").keys(newRoot.keys()).by(oldRoot).make().certificate();
    Minted ca = Mint.authority("CN=CA").by(newRoot).make();
    X509Certificate holder = Mint.holder("CN=Ming", ADDRESS).by(ca).make().certificate();
    assertTrusted(
        List.of(oldRoot.certificate()), holder, ca.certificate(), newRoot.certificate(), cross);
    assertTrusted(
        List.of(newRoot.certificate()), holder, ca.certificate(), newRoot.certificate(), cross);
  }

  @Test
  void casThatCertifyEachOtherDoNotCatchTheSearch() {
    Minted one = Mint.authority("CN=One").make();
    Minted two = Mint.authority("CN=Two").make();
    X509Certificate oneByTwo =
        Mint.authority("CN=One").keys(one.keys()).by(two).make().certificate();
    X509Certificate twoByOne =
        Mint.authority("CN=Two").keys(two.keys()).by(one).make().certificate();
    X509Certificate holder = Mint.holder("CN=Ming", ADDRESS).by(one).make().certificate();
    X509Certificate other = Mint.authority("CN=Other").make().certificate();
    assertThat(judge(List.of(other), holder, oneByTwo, twoByOne))
        .isInstanceOf(Verdict.Untrusted.class);
    assertTrusted(List.of(two.certificate()), holder, oneByTwo, twoByOne);
  }

  @Test
  void anIntermediateMayBeTheAnchorWithoutItsRoot() {
    Minted root = Mint.authority("CN=Root").make();
    Minted ca = Mint.authority("CN=CA").by(root).make();
    X509Certificate holder = Mint.holder("CN=Ming", ADDRESS).by(ca).make().certificate();
    assertTrusted(List.of(ca.certificate()), holder);
    assertTrusted(List.of(ca.certificate()), holder, ca.certificate(), root.certificate());
  }

  @Test
  void theHoldersOwnCertificateMayBeTheAnchor() {
    X509Certificate selfSigned = Mint.holder("CN=Ming", ADDRESS).make().certificate();
    assertTrusted(List.of(selfSigned), selfSigned);
    Minted unknown = Mint.authority("CN=Unknown").make();
    X509Certificate issued = Mint.holder("CN=Ming", ADDRESS).by(unknown).make().certificate();
    assertTrusted(List.of(issued), issued);
  }

  @Test
  void anAnchorThatIsTheHoldersOwnCertificateExpiresAsWell() {
    X509Certificate expired =
        Mint.holder("CN=Ming", ADDRESS).valid("2010-01-01", "2020-01-01").make().certificate();
    assertThat(judge(List.of(expired), expired))
        .extracting(Verdicts::told)
        .isEqualTo("untrusted: The certificate of Ming expired on 2020-01-01.");
  }

  @Test
  void attackManyTangledCertificatesCostBoundedWork() {
    List<Minted> layer = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      layer.add(Mint.authority("CN=Tangle").make());
    }
    List<X509Certificate> tangle = new ArrayList<>();
    for (Minted subject : layer) {
      for (Minted issuer : layer) {
        tangle.add(
            Mint.authority("CN=Tangle").keys(subject.keys()).by(issuer).make().certificate());
      }
    }
    X509Certificate holder =
        Mint.holder("CN=Ming", ADDRESS).by(layer.getFirst()).make().certificate();
    X509Certificate root = Mint.authority("CN=Root").make().certificate();
    Verdict verdict = judge(List.of(root), holder, tangle.toArray(X509Certificate[]::new));
    assertThat(verdict)
        .extracting(Verdicts::told)
        .isEqualTo(
            "untrusted: The certificates around that of Ming are too many or too tangled to find a path"
                + " to a configured anchor.");
  }

  @Test
  void amongACrowdOfForeignCertificatesTheHonestPathIsFound() {
    Minted root = Mint.authority("CN=Root").make();
    Minted ca = Mint.authority("CN=CA").by(root).make();
    List<X509Certificate> crowd = new ArrayList<>();
    KeyPair keys = Mint.ec();
    for (int i = 0; i < 300; i++) {
      crowd.add(Mint.authority("CN=Stranger " + i).keys(keys).by(ca).make().certificate());
    }
    crowd.add(ca.certificate());
    X509Certificate holder = Mint.holder("CN=Ming", ADDRESS).by(ca).make().certificate();
    assertTrusted(List.of(root.certificate()), holder, crowd.toArray(X509Certificate[]::new));
  }

  private static void assertTrusted(
      List<X509Certificate> anchors, X509Certificate signer, X509Certificate... enclosed) {
    assertThat(judge(anchors, signer, enclosed)).isInstanceOf(Verdict.Unchecked.class);
  }

  private static Verdict judge(
      List<X509Certificate> anchors, X509Certificate signer, X509Certificate... enclosed) {
    return new CertificateTrust(TrustBasis.of(TrustAnchors.of(anchors)))
        .judge(Checks.by(signer, enclosed), List.of(ADDRESS), NOW);
  }
}
