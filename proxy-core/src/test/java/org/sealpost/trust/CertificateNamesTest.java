package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.trust.Mint.Minted;

class CertificateNamesTest {
  @Test
  void allAddressesAreGivenInOrderEachOnce() {
    X509Certificate certificate =
        Mint.holder("CN=Ming", "Ming@Example.TW")
            .internationalAddress("明@例子.台灣")
            .address("ming@example.tw")
            .address("wang@example.org")
            .make()
            .certificate();
    assertThat(CertificateNames.addresses(certificate))
        .containsExactly("ming@example.tw", "明@xn--fsqu00a.xn--kpry57d", "wang@example.org");
  }

  @Test
  void theSubjectsAddressesAreGivenWhereThereAreNoOthers() {
    X509Certificate certificate =
        Mint.nameless("CN=Ming,E=a@example.tw,E=b@example.tw").make().certificate();
    assertThat(CertificateNames.addresses(certificate))
        .containsExactlyInAnyOrder("a@example.tw", "b@example.tw");
  }

  @Test
  void aCertificateNeedNotHaveAnAddress() {
    assertThat(CertificateNames.addresses(Mint.nameless("CN=Ming").make().certificate())).isEmpty();
  }

  @Test
  void attackACommonNameIsNoAddress() {
    X509Certificate certificate = Mint.nameless("CN=ming@example.tw").make().certificate();
    assertThat(CertificateNames.addresses(certificate)).isEmpty();
  }

  @Test
  void attackAnAddressWithNulInsideIsNone() {
    X509Certificate certificate =
        Mint.holder("CN=Ming,E=ming@example.tw", "ming@example.tw\0.evil.example")
            .make()
            .certificate();
    assertThat(CertificateNames.addresses(certificate)).isEmpty();
  }

  @Test
  void attackADamagedAlternativeNameDoesNotLetTheSubjectSpeak() {
    X509Certificate certificate =
        Mint.nameless("CN=Ming,E=ming@example.tw")
            .extension(Extension.subjectAlternativeName, false, new ASN1Integer(1))
            .make()
            .certificate();
    assertThat(CertificateNames.addresses(certificate)).isEmpty();
  }

  @Test
  void otherKindsOfNamesAreNotAddresses() {
    X509Certificate certificate =
        Mint.nameless("CN=Ming")
            .name(new GeneralName(GeneralName.dNSName, "ming@example.tw"))
            .name(new GeneralName(GeneralName.uniformResourceIdentifier, "mailto:ming@example.tw"))
            .make()
            .certificate();
    assertThat(CertificateNames.addresses(certificate)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C=TW,CN=王小明,SERIALNUMBER=0000000112345678 | 王小明",
        "C=TW,O=行政院,OU=內政部憑證管理中心             | 內政部憑證管理中心",
        "C=TW,O=Government Root Certification Authority | Government Root Certification Authority",
        "E=ming@example.tw                              | ming@example.tw",
        "C=TW                                           | C=TW",
        "CN=Holders,CN=Ming                             | Ming",
      })
  void theDisplayNameIsTheMostTellingPartOfTheSubject(String subject, String name) {
    X509Certificate certificate = Mint.nameless(subject).make().certificate();
    assertThat(CertificateNames.displayName(certificate)).isEqualTo(name);
    assertThat(CertificateNames.issuerName(certificate)).isEqualTo(name);
  }

  @Test
  void aCertificateWithoutSubjectIsNamedByItsAddress() {
    Minted ca = Mint.authority("CN=CA").make();
    X509Certificate addressed = Mint.holder("", "ming@example.tw").by(ca).make().certificate();
    assertThat(CertificateNames.displayName(addressed)).isEqualTo("ming@example.tw");
    X509Certificate host =
        Mint.nameless("")
            .name(new GeneralName(GeneralName.dNSName, "host.example"))
            .by(ca)
            .make()
            .certificate();
    assertThat(CertificateNames.displayName(host))
        .startsWith("a certificate without a name (serial number ");
  }

  @Test
  void aVeryLongNameIsCut() {
    assertThat(PlainText.ofName("x".repeat(5000))).hasSizeLessThan(210).endsWith("…");
  }
}
