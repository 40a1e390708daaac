package org.sealpost.trust.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

class AuthorityInformationTest {
  private static final TestPki PKI = new TestPki("CN=CA", KeyKind.P256);

  private static X509Certificate certificate(ASN1Encodable extension) {
    return PKI.certificate("CN=Ming")
        .key(KeyKind.P256)
        .extension(Extension.authorityInfoAccess, false, extension)
        .issue()
        .certificate();
  }

  private static X509Certificate naming(String... responders) {
    return certificate(
        new AuthorityInformationAccess(
            Arrays.stream(responders)
                .map(
                    each ->
                        new AccessDescription(
                            AccessDescription.id_ad_ocsp,
                            new GeneralName(GeneralName.uniformResourceIdentifier, each)))
                .toArray(AccessDescription[]::new)));
  }

  @Test
  void respondersAndIssuersAreToldApart() {
    X509Certificate certificate =
        certificate(
            new AuthorityInformationAccess(
                new AccessDescription[] {
                  new AccessDescription(
                      AccessDescription.id_ad_caIssuers,
                      new GeneralName(GeneralName.uniformResourceIdentifier, "http://a.tw/ca")),
                  new AccessDescription(
                      AccessDescription.id_ad_ocsp,
                      new GeneralName(GeneralName.uniformResourceIdentifier, "http://a.tw/ocsp"))
                }));
    assertThat(AuthorityInformation.issuers(certificate))
        .containsExactly(URI.create("http://a.tw/ca"));
    assertThat(AuthorityInformation.responders(certificate))
        .containsExactly(URI.create("http://a.tw/ocsp"));
  }

  @Test
  void whatCannotBeFetchedFromIsLeftOut() {
    assertThat(
            AuthorityInformation.responders(
                naming(
                    "ldap://a.tw/cn=CA",
                    "file:///etc/passwd",
                    "http:",
                    "not an address",
                    "",
                    "HTTP://a.tw/ocsp")))
        .containsExactly(URI.create("HTTP://a.tw/ocsp"));
  }

  @Test
  void anAddressOfManyKilobytesIsLeftOut() {
    assertThat(AuthorityInformation.responders(naming("http://a.tw/" + "a".repeat(9000))))
        .isEmpty();
  }

  @Test
  void theFirstThreeCount() {
    assertThat(
            AuthorityInformation.responders(
                naming(
                    "http://a.tw/1",
                    "http://a.tw/1",
                    "http://a.tw/2",
                    "http://a.tw/3",
                    "http://a.tw/4")))
        .hasSize(3);
  }

  @Test
  void whoHasNoneOrADamagedOneNamesNothing() {
    assertThat(AuthorityInformation.responders(PKI.root().certificate())).isEmpty();
    assertThat(AuthorityInformation.responders(certificate(DERNull.INSTANCE))).isEmpty();
  }
}
