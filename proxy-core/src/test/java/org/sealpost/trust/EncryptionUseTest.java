package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.sealpost.trust.Mint.Minted;

class EncryptionUseTest {
  private final Minted root = Mint.authority("CN=Root").make();
  private final Minted ca = Mint.authority("CN=CA").by(root).make();
  private final CertificateTrust trust =
      new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(root.certificate()))));

  @Test
  void aTrustedCertificateForEncryptionIsUsableAndTellsItsPath() {
    X509Certificate certificate = encryption().make().certificate();
    List<X509Certificate> helpers = List.of(ca.certificate());
    assertThat(trust.encryptionUse(certificate, helpers, "ming@example.tw", NOW))
        .isInstanceOf(EncryptionUse.Usable.class);
    assertThat(trust.encryptionUse(certificate, helpers, "ming@example.tw", NOW))
        .isEqualTo(new EncryptionUse.Usable(helpers));
  }

  @Test
  void withoutItsCaItIsNot() {
    X509Certificate certificate = encryption().make().certificate();
    assertThat(trust.encryptionUse(certificate, List.of(), "ming@example.tw", NOW))
        .isEqualTo(new EncryptionUse.Unusable(new PathProblem.UnknownIssuer(certificate)));
  }

  @Test
  void oneForSigningIsNot() {
    X509Certificate certificate =
        encryption().usage(KeyUsage.digitalSignature).make().certificate();
    assertUnusable(
        certificate, new PathProblem.WrongUsage(certificate, CertificateUsage.ENCRYPTION));
  }

  @Test
  void anExpiredOneIsNot() {
    X509Certificate certificate =
        encryption().valid("2010-01-01", "2026-06-01").make().certificate();
    assertUnusable(certificate, new PathProblem.Expired(certificate));
  }

  @Test
  void aKeyThatIsTooShortForNewMailIsNot() {
    X509Certificate certificate =
        encryption()
            .keys(Mint.rsa(1024, "holder"))
            .usage(KeyUsage.keyEncipherment)
            .make()
            .certificate();
    assertUnusable(certificate, new PathProblem.WeakKey(certificate, "RSA-1024"));
  }

  @Test
  void aKeyForOaepAloneIsUsableIfItIsLongEnough() throws Exception {
    X509Certificate strong = restricted(2048, PKCSObjectIdentifiers.id_RSAES_OAEP);
    assertThat(trust.encryptionUse(strong, List.of(ca.certificate()), "ming@example.tw", NOW))
        .isInstanceOf(EncryptionUse.Usable.class);
    assertThat(CertificateUsage.canSign(strong)).isFalse();
    X509Certificate weak = restricted(1024, PKCSObjectIdentifiers.id_RSAES_OAEP);
    assertUnusable(weak, new PathProblem.WeakKey(weak, "RSA-1024"));
    X509Certificate broken = restricted(512, PKCSObjectIdentifiers.id_RSAES_OAEP);
    assertUnusable(broken, new PathProblem.BrokenAlgorithm(broken, "RSA-512"));
  }

  @Test
  void aKeyForPssAloneIsAsWeakAsItIsShort() throws Exception {
    X509Certificate weak = restricted(1024, PKCSObjectIdentifiers.id_RSASSA_PSS);
    assertThat(Algorithms.weakKey(weak)).contains("RSA-1024");
    assertThat(Algorithms.brokenKey(restricted(512, PKCSObjectIdentifiers.id_RSASSA_PSS)))
        .contains("RSA-512");
  }

  /** A certificate whose RSA key is for this algorithm alone. */
  private X509Certificate restricted(int bits, ASN1ObjectIdentifier algorithm) throws Exception {
    KeyPair rsa = Mint.rsa(bits, "holder");
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(rsa.getPublic().getEncoded());
    byte[] encoded =
        new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm), info.parsePublicKey())
            .getEncoded();
    PublicKey key = new EncodedKey(encoded);
    return encryption()
        .keys(new KeyPair(key, rsa.getPrivate()))
        .usage(KeyUsage.keyEncipherment)
        .make()
        .certificate();
  }

  private record EncodedKey(byte[] encoded) implements PublicKey {
    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return encoded;
    }
  }

  @Test
  void whatTheUserVouchesForNeedsNoPathButAllElse() {
    assertThat(CertificateTrust.encryptionProblemOfItself(encryption().make().certificate(), NOW))
        .isEmpty();
    X509Certificate expired = encryption().valid("2010-01-01", "2026-06-01").make().certificate();
    assertThat(CertificateTrust.encryptionProblemOfItself(expired, NOW))
        .contains(new PathProblem.Expired(expired));
    X509Certificate signing = encryption().usage(KeyUsage.digitalSignature).make().certificate();
    assertThat(CertificateTrust.encryptionProblemOfItself(signing, NOW))
        .contains(new PathProblem.WrongUsage(signing, CertificateUsage.ENCRYPTION));
    X509Certificate weak =
        encryption()
            .keys(Mint.rsa(1024, "holder"))
            .usage(KeyUsage.keyEncipherment)
            .make()
            .certificate();
    assertThat(CertificateTrust.encryptionProblemOfItself(weak, NOW))
        .contains(new PathProblem.WeakKey(weak, "RSA-1024"));
  }

  private Mint encryption() {
    return Mint.holder("CN=Ming", "ming@example.tw").usage(KeyUsage.keyAgreement).by(ca);
  }

  private void assertUnusable(X509Certificate certificate, PathProblem problem) {
    assertThat(trust.encryptionUse(certificate, List.of(ca.certificate()), "ming@example.tw", NOW))
        .isEqualTo(new EncryptionUse.Unusable(problem));
    assertThat(trust.encryptionUse(certificate, List.of(ca.certificate()), "ming@example.tw", NOW))
        .isInstanceOf(EncryptionUse.Unusable.class);
  }
}
