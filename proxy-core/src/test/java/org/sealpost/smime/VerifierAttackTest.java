package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.sealpost.mime.MimeException;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.SoftSigningKey;

/** Each attack, and beside it the honest mail whose signature still holds. */
class VerifierAttackTest extends AttackFixture {
  private static final Holder HUA = Pki.HUA.signing();

  private static byte[] honest() {
    return new SignedMaker()
        .certificate(MING.certificate())
        .signer(SignedMaker.honest(MING))
        .detached();
  }

  @Test
  void signatureOverOtherContentIsBroken() throws Exception {
    byte[] moved = SignedMaker.multipart(Mails.PLAIN.replace("Taipei", "Tainan"), honest());

    assertThat(outcome(moved)).isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void attributesPassedOffAsContentAreBroken() throws Exception {
    DERSet attributes = attributes(contentType(), SignedMaker.digestAttribute(PLAIN));
    byte[] der = attributes.getEncoded("DER");
    byte[] stolen = SignedMaker.sign(MING, "SHA256withRSA", der);
    ASN1Encodable signer = withoutAttributes(stolen);
    byte[] attack = new SignedMaker().certificate(MING.certificate()).signer(signer).opaque(der);

    assertThat(outcome(Mails.pkcs7Mime(attack, ""))).isInstanceOf(Outcome.Broken.class);

    byte[] honest =
        new SignedMaker()
            .certificate(MING.certificate())
            .signer(withoutAttributes(SignedMaker.sign(MING, "SHA256withRSA", PLAIN)))
            .opaque(PLAIN);
    assertThat(outcome(Mails.pkcs7Mime(honest, ""))).isEqualTo(new Outcome.Holds());
  }

  private static ASN1Encodable withoutAttributes(byte[] signature) {
    return SignedMaker.signerInfo(
        MING.certificate(), NISTObjectIdentifiers.id_sha256, Optional.empty(), RSA, signature);
  }

  @Test
  void missingMessageDigestIsBroken() throws Exception {
    assertThat(outcome(SignedMaker.rsa(MING, attributes(contentType()))))
        .isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void missingOrOtherContentTypeIsBroken() throws Exception {
    Attribute digest = SignedMaker.digestAttribute(PLAIN);
    Attribute other = SignedMaker.contentTypeAttribute(PKCSObjectIdentifiers.id_ct_TSTInfo);

    assertThat(outcome(SignedMaker.rsa(MING, attributes(digest))))
        .isInstanceOf(Outcome.Broken.class);
    assertThat(outcome(SignedMaker.rsa(MING, attributes(other, digest))))
        .isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void aSignedTimeStampIsNotASignedMail() throws Exception {
    Attribute type = SignedMaker.contentTypeAttribute(PKCSObjectIdentifiers.id_ct_TSTInfo);
    ASN1Encodable signer =
        SignedMaker.rsa(MING, attributes(type, SignedMaker.digestAttribute(PLAIN)));
    byte[] cms =
        new SignedMaker()
            .contentType(PKCSObjectIdentifiers.id_ct_TSTInfo)
            .certificate(MING.certificate())
            .signer(signer)
            .detached();

    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, cms))).isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void duplicateAttributesAreBroken() throws Exception {
    Attribute digest = SignedMaker.digestAttribute(PLAIN);
    Attribute other = SignedMaker.digestAttribute(Mails.bytes("other"));
    Attribute twoValues =
        new Attribute(
            CMSAttributes.messageDigest,
            new DERSet(
                new ASN1Encodable[] {
                  digest.getAttrValues().getObjectAt(0), other.getAttrValues().getObjectAt(0)
                }));

    assertThat(outcome(SignedMaker.rsa(MING, attributes(contentType(), digest, other))))
        .isInstanceOf(Outcome.Broken.class);
    assertThat(outcome(SignedMaker.rsa(MING, attributes(contentType(), twoValues))))
        .isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void attributesAddedAfterwardsAreBroken() throws Exception {
    DERSet signedOnes = attributes(contentType(), SignedMaker.digestAttribute(PLAIN));
    ASN1Set more =
        attributes(
            contentType(),
            SignedMaker.digestAttribute(PLAIN),
            new Attribute(
                EnclosedCertificates.MICROSOFT_KEY_PREFERENCE,
                new DERSet(RecipientInfos.name(HUA.certificate()))));
    ASN1Encodable signer =
        SignedMaker.signerInfo(
            MING.certificate(),
            NISTObjectIdentifiers.id_sha256,
            Optional.of(more),
            RSA,
            SignedMaker.sign(MING, "SHA256withRSA", signedOnes.getEncoded("DER")));

    assertThat(outcome(signer)).isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void aBadSignerBesideAGoodOneIsShown() throws Exception {
    byte[] cms =
        new SignedMaker()
            .certificate(MING.certificate())
            .certificate(HUA.certificate())
            .signer(SignedMaker.honest(MING))
            .signer(
                SignedMaker.rsa(
                    HUA, attributes(contentType(), SignedMaker.digestAttribute(new byte[] {1}))))
            .detached();

    List<SignatureCheck> checks = checks(SignedMaker.multipart(Mails.PLAIN, cms));

    assertThat(checks).hasSize(2);
    assertThat(checks)
        .filteredOn(check -> check.signer().equals(Optional.of(MING.certificate())))
        .singleElement()
        .satisfies(check -> assertThat(check.outcome()).isEqualTo(new Outcome.Holds()));
    assertThat(checks)
        .filteredOn(check -> check.signer().equals(Optional.of(HUA.certificate())))
        .singleElement()
        .satisfies(check -> assertThat(check.outcome()).isInstanceOf(Outcome.Broken.class));
  }

  @Test
  void signatureWithoutCertificateCannotBeDecided() throws Exception {
    byte[] cms = new SignedMaker().signer(SignedMaker.honest(MING)).detached();

    List<SignatureCheck> checks = checks(SignedMaker.multipart(Mails.PLAIN, cms));

    assertThat(checks)
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.outcome()).isInstanceOf(Outcome.Undecidable.class);
              assertThat(check.signer()).isEmpty();
            });
    assertHonestMailHolds();
  }

  @Test
  void nobodysSignatureIsNeverAGoodOne() throws Exception {
    SignedMaker nobody = new SignedMaker().certificate(MING.certificate());

    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, nobody.detached())))
        .isInstanceOf(Outcome.Broken.class);
    assertThat(checks(Mails.pkcs7Mime(nobody.opaque(PLAIN), ""))).isEmpty();
    assertHonestMailHolds();
  }

  @Test
  void aSignaturePartThatIsNoneIsBroken() throws Exception {
    for (byte[] nonsense : List.of(new byte[0], new byte[] {0x30, 0x00}, PLAIN)) {
      assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, nonsense)))
          .isInstanceOf(Outcome.Broken.class);
    }
    assertHonestMailHolds();
  }

  @Test
  void micalgDoesNotMatter() throws Exception {
    String mail =
        new String(SignedMaker.multipart(Mails.PLAIN, honest()), StandardCharsets.US_ASCII);

    assertThat(outcome(Mails.bytes(mail.replace("micalg=sha-256", "micalg=md5"))))
        .isEqualTo(new Outcome.Holds());
    assertThat(outcome(Mails.bytes(mail.replace(" micalg=sha-256;", ""))))
        .isEqualTo(new Outcome.Holds());
  }

  @Test
  void aPartAddedBesideTheSignedOneIsNeitherTakenForSignedNorLost() throws Exception {
    String mail =
        new String(SignedMaker.multipart(Mails.PLAIN, honest()), StandardCharsets.US_ASCII);
    String added = mail.replace("--b--", "--b\r\n\r\nPay to account 4711 instead.\r\n--b--");
    String onlyOne = mail.substring(0, mail.lastIndexOf("--b\r\n")) + "--b--\r\n";

    for (String attack : List.of(added, onlyOne)) {
      assertThatThrownBy(() -> outcome(Mails.bytes(attack))).isInstanceOf(MimeException.class);
    }
    assertHonestMailHolds();
  }

  @Test
  void contentHiddenInTheSignaturePartDoesNotCount() throws Exception {
    byte[] opaque =
        new SignedMaker()
            .certificate(MING.certificate())
            .signer(SignedMaker.honest(MING))
            .opaque(PLAIN);

    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN.replace("Taipei", "Tainan"), opaque)))
        .isInstanceOf(Outcome.Broken.class);
    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, opaque))).isEqualTo(new Outcome.Holds());
  }

  @Test
  void onlyLineEndsAreForgiven() throws Exception {
    String mail =
        new String(
            Mails.written(
                new SignedWriter(
                    Mails.writer("\r\nleft \r\n\r\nright\r\n"),
                    new SoftSigningKey(Pki.MING),
                    Instant.now())),
            StandardCharsets.US_ASCII);

    assertThat(outcome(Mails.bytes(mail))).isEqualTo(new Outcome.Holds());
    assertThat(outcome(Mails.bytes(mail.replace("\r\n", "\n")))).isEqualTo(new Outcome.Holds());
    assertThat(outcome(Mails.bytes(mail.replace("left ", "left"))))
        .isInstanceOf(Outcome.Broken.class);
    assertThat(outcome(Mails.bytes(mail.replace("\r\n", "\n").replace("right", "wrong"))))
        .isInstanceOf(Outcome.Broken.class);
    assertThat(outcome(Mails.bytes(mail.replace("\r\n\r\nright", "\r\n\r\n\r\nright"))))
        .isInstanceOf(Outcome.Broken.class);
  }

  @Test
  void endlessSignersAreBrokenAndSixteenAreNot() throws Exception {
    SignedMaker sixteen = new SignedMaker().certificate(MING.certificate());
    Collections.nCopies(16, SignedMaker.honest(MING)).forEach(sixteen::signer);

    assertThat(checks(SignedMaker.multipart(Mails.PLAIN, sixteen.detached()))).hasSize(16);
    byte[] more = sixteen.signer(SignedMaker.honest(MING)).detached();
    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, more)))
        .isInstanceOf(Outcome.Broken.class);
  }

  @Test
  void aMalformedSignerInfoIsBroken() throws Exception {
    assertThat(outcome(new DEROctetString(new byte[10]))).isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void anEmptySignatureIsBroken() throws Exception {
    ASN1Encodable signer =
        SignedMaker.signerInfo(
            MING.certificate(),
            NISTObjectIdentifiers.id_sha256,
            Optional.of(attributes(contentType(), SignedMaker.digestAttribute(PLAIN))),
            RSA,
            new byte[0]);

    assertThat(outcome(signer)).isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }
}
