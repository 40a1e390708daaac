package org.sealpost.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.Mint.Minted;

class CertificateFileTest {
  private static final Minted ROOT = Mint.authority("CN=Root").make();
  private static final X509Certificate ONE = ROOT.certificate();
  private static final X509Certificate TWO = Mint.authority("CN=Two").make().certificate();

  @TempDir private Path folder;

  @Test
  void readsDer() throws Exception {
    assertThat(read(ONE.getEncoded())).containsExactly(ONE);
  }

  @Test
  void readsManyPemCertificatesWithTextAround() throws Exception {
    String text = "# our CAs\n" + Holder.pem(ONE) + "\nsubject=/CN=Two\n" + Holder.pem(TWO) + "end";
    assertThat(read(text)).containsExactly(ONE, TWO);
  }

  @Test
  void readsPemFromWindowsWithByteOrderMark() throws Exception {
    assertThat(read("\uFEFF" + Holder.pem(ONE).replace("\n", "\r\n"))).containsExactly(ONE);
  }

  @Test
  void readsPemWhoseLastLineHasNoEnd() throws Exception {
    assertThat(read(Holder.pem(ONE).strip())).containsExactly(ONE);
  }

  @Test
  void readsACertificateOnceThatIsInTheFileTwice() throws Exception {
    assertThat(read(Holder.pem(ONE) + Holder.pem(ONE))).containsExactly(ONE);
  }

  @Test
  void readsPkcs7AsDer() throws Exception {
    assertThat(read(pkcs7())).containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void readsPkcs7AsPemUnderEitherLabel() throws Exception {
    assertThat(read(pem("PKCS7", pkcs7()))).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(read(pem("CERTIFICATE", pkcs7()))).containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void readsBase64WithoutArmour() throws Exception {
    assertThat(read(Base64.getMimeEncoder().encodeToString(pkcs7()) + "\r\n"))
        .containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void readsTheCertificateThatOpensslMarkedAsTrusted() throws Exception {
    byte[] der = ONE.getEncoded();
    byte[] auxiliary = {0x30, 0x06, 0x0c, 0x04, 'n', 'a', 'm', 'e'};
    byte[] both = new byte[der.length + auxiliary.length];
    System.arraycopy(der, 0, both, 0, der.length);
    System.arraycopy(auxiliary, 0, both, der.length, auxiliary.length);
    assertThat(read(pem("TRUSTED CERTIFICATE", both))).containsExactly(ONE);
  }

  @Test
  void leavesAKeyBesideTheCertificateAlone() throws Exception {
    String key = pem("PRIVATE KEY", ROOT.keys().getPrivate().getEncoded());
    assertThat(read(key + Holder.pem(ONE))).containsExactly(ONE);
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> CertificateFile.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": there is no such file. Check the path.");
  }

  @Test
  void aFolderIsNamed() {
    assertThatThrownBy(() -> CertificateFile.read(folder))
        .hasMessage(folder + " is a folder. Name the certificate files in it.");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(new byte[0], "neither PEM, DER nor PKCS#7");
  }

  @Test
  void textIsRefused() {
    assertRefused("hello".getBytes(UTF_8), "neither PEM, DER nor PKCS#7");
  }

  @Test
  void aTruncatedCertificateIsRefused() throws Exception {
    byte[] der = ONE.getEncoded();
    assertRefused(Arrays.copyOf(der, der.length - 5), "damaged");
  }

  @Test
  void aDamagedCertificateAmongGoodOnesIsRefused() {
    String damaged = pem("CERTIFICATE", new byte[] {0x30, 0x03, 0x30, 0x01, 0x00});
    assertRefused((Holder.pem(ONE) + damaged).getBytes(UTF_8), "CertificateFileTest");
  }

  @Test
  void aKeyIsRefusedAsOne() {
    byte[] key = ROOT.keys().getPrivate().getEncoded();
    assertRefused(pem("PRIVATE KEY", key).getBytes(UTF_8), "a PEM file without certificates");
    assertRefused(key, "holds private keys");
  }

  @Test
  void aPkcs12FileIsRefusedWithWhatToDoInstead() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "demo".toCharArray();
    store.setKeyEntry(
        "key", ROOT.keys().getPrivate(), password, new Certificate[] {ROOT.certificate()});
    Path file = folder.resolve("card.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    assertThatThrownBy(() -> CertificateFile.read(file))
        .hasMessageContaining("card.p12 holds private keys")
        .hasMessageContaining("Export the certificates alone");
  }

  @Test
  void pkcs7WithoutCertificatesIsRefused() throws Exception {
    assertRefused(pkcs7(new ASN1EncodableVector()), "holds no certificate");
  }

  @Test
  void anchorsOfSeveralFilesAreJoined() throws Exception {
    Path one = Files.write(folder.resolve("one.cer"), ONE.getEncoded());
    Path both = Files.write(folder.resolve("both.p7b"), pkcs7());
    assertThat(TrustAnchors.load(List.of(one, both)).anchors())
        .containsExactlyInAnyOrder(
            Anchor.of(ONE, new Anchor.Origin.Configured(one.toString())),
            Anchor.of(TWO, new Anchor.Origin.Configured(both.toString())));
    assertThat(TrustAnchors.load(List.of()).anchors()).isEmpty();
  }

  @Test
  void oneBadAnchorFileAmongGoodOnesIsAnErrorThatNamesIt() throws Exception {
    Path good = Files.write(folder.resolve("good.cer"), ONE.getEncoded());
    Path bad = Files.writeString(folder.resolve("bad.cer"), "hello");
    assertThatThrownBy(() -> TrustAnchors.load(List.of(good, bad)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(bad.toString());
  }

  @FuzzTest
  void anyBytesGiveCertificatesOrAnError(byte[] bytes) {
    try {
      assertThat(CertificateFile.certificates(bytes)).doesNotContainNull();
    } catch (IOException | CertificateException e) {
      assertThat(e).isNotNull();
    }
  }

  private List<X509Certificate> read(String text) throws IOException {
    return read(text.getBytes(UTF_8));
  }

  private List<X509Certificate> read(byte[] bytes) throws IOException {
    return CertificateFile.read(Files.write(folder.resolve("CertificateFileTest"), bytes));
  }

  private void assertRefused(byte[] bytes, String words) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(words);
  }

  private static byte[] pkcs7() throws Exception {
    ASN1EncodableVector certificates = new ASN1EncodableVector();
    for (X509Certificate each : List.of(ONE, TWO)) {
      certificates.add(org.bouncycastle.asn1.x509.Certificate.getInstance(each.getEncoded()));
    }
    return pkcs7(certificates);
  }

  private static byte[] pkcs7(ASN1EncodableVector certificates) throws IOException {
    SignedData signed =
        new SignedData(
            new DERSet(),
            new ContentInfo(CMSObjectIdentifiers.data, null),
            certificates.size() == 0 ? null : new DERSet(certificates),
            null,
            new DERSet());
    assertThat(signed.getVersion()).isEqualTo(new ASN1Integer(1));
    return new ContentInfo(CMSObjectIdentifiers.signedData, signed).getEncoded();
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }
}
