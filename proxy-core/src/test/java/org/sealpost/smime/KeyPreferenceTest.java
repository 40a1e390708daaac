package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.smime.SMIMEAttributes;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.testpki.Holder;

/** Which certificate a signer wants to be written to with, and whether the signer says so. */
class KeyPreferenceTest extends AttackFixture {
  private static final X509Certificate ENCRYPTION = Pki.MING.encryption().certificate();

  static Stream<Arguments> statements() {
    IssuerAndSerialNumber name = RecipientInfos.name(ENCRYPTION);
    return Stream.of(
        Arguments.of(
            "by issuer and serial number",
            SMIMEAttributes.encrypKeyPref,
            new DERTaggedObject(false, 0, name)),
        Arguments.of(
            "by key identifier",
            SMIMEAttributes.encrypKeyPref,
            new DERTaggedObject(false, 2, keyIdentifier())),
        Arguments.of("in Outlook's form", EnclosedCertificates.MICROSOFT_KEY_PREFERENCE, name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void whatASignedAttributeNamesIsStated(
      String how, ASN1ObjectIdentifier attribute, ASN1Encodable value) throws Exception {
    SignatureCheck check = signed(attribute, value);
    assertThat(check.encryptionCertificate()).as(how).contains(ENCRYPTION);
    assertThat(check.preferenceStated()).as(how).isTrue();
  }

  static Stream<Arguments> emptyWords() {
    IssuerAndSerialNumber nobody =
        new IssuerAndSerialNumber(RecipientInfos.name(ENCRYPTION).getName(), BigInteger.TWO);
    return Stream.of(
        Arguments.of("names what is not enclosed", new DERTaggedObject(false, 0, nobody)),
        Arguments.of("is damaged", new DEROctetString(new byte[] {1})));
  }

  @ParameterizedTest(name = "it {0}")
  @MethodSource("emptyWords")
  void anAttributeThatSaysNothingStatesNothing(String oddity, ASN1Encodable value)
      throws Exception {
    SignatureCheck check = signed(SMIMEAttributes.encrypKeyPref, value);
    assertThat(check.encryptionCertificate()).as(oddity).contains(ENCRYPTION);
    assertThat(check.preferenceStated()).as(oddity).isFalse();
  }

  @Test
  void aSignersOwnCertificateIsInferredWhereItIsTheOnlyOne() throws Exception {
    Holder both =
        Pki.CA
            .certificate("CN=Both")
            .usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
            .issue();
    SignatureCheck check =
        check(new SignedMaker().certificate(both.certificate()).signer(SignedMaker.honest(both)));
    assertThat(check.encryptionCertificate()).contains(both.certificate());
    assertThat(check.preferenceStated()).isFalse();
  }

  private SignatureCheck signed(ASN1ObjectIdentifier attribute, ASN1Encodable value)
      throws Exception {
    DERSet attributes =
        attributes(
            contentType(),
            SignedMaker.digestAttribute(PLAIN),
            new Attribute(attribute, new DERSet(value)));
    return check(
        new SignedMaker()
            .certificate(MING.certificate())
            .certificate(ENCRYPTION)
            .signer(SignedMaker.rsa(MING, attributes)));
  }

  private SignatureCheck check(SignedMaker maker) throws Exception {
    List<SignatureCheck> checks = checks(SignedMaker.multipart(Mails.PLAIN, maker.detached()));
    assertThat(checks).hasSize(1);
    assertThat(checks.getFirst().outcome()).isEqualTo(new SignatureCheck.Outcome.Holds());
    return checks.getFirst();
  }

  private static DEROctetString keyIdentifier() {
    byte[] extension = ENCRYPTION.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    byte[] value = ASN1OctetString.getInstance(extension).getOctets();
    return new DEROctetString(ASN1OctetString.getInstance(value).getOctets());
  }
}
