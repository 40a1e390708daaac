package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.Holder;

class SmimeKindTest {
  private static final Holder MING = Pki.MING.signing();
  private static final byte[] PLAIN = Mails.bytes(Mails.PLAIN);

  private static byte[] cms(String what) {
    SignedMaker signed = new SignedMaker().certificate(MING.certificate());
    return switch (what) {
      case "enveloped" ->
          CmsMaker.enveloped(
              List.of(CmsMaker.transportOf(MING, new byte[256])), CmsMaker.aesCbc(), new byte[32]);
      case "auth-enveloped" ->
          CmsMaker.authEnveloped(
              List.of(CmsMaker.transportOf(MING, new byte[256])),
              CmsMaker.aesGcm(16),
              new byte[32],
              Optional.empty(),
              new byte[16]);
      case "signed" -> signed.signer(SignedMaker.honest(MING)).opaque(PLAIN);
      case "signed by nobody" -> signed.opaque(PLAIN);
      case "certificates" -> signed.detached();
      case "detached" -> signed.signer(SignedMaker.honest(MING)).detached();
      case "compressed" ->
          CmsMaker.content(
              CMSObjectIdentifiers.compressedData, new DERSequence(new ASN1Integer(0)));
      case "data" -> CmsMaker.content(CMSObjectIdentifiers.data, new DEROctetString(PLAIN));
      default -> Mails.bytes(what);
    };
  }

  private static byte[] entity(String type, byte[] cms) {
    return Mails.bytes(
        "Content-Type: "
            + type
            + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(cms));
  }

  @ParameterizedTest
  @CsvSource({
    "enveloped, enveloped-data, ENCRYPTED",
    "enveloped, signed-data, ENCRYPTED",
    "enveloped, '', ENCRYPTED",
    "auth-enveloped, authEnveloped-data, ENCRYPTED",
    "auth-enveloped, nonsense, ENCRYPTED",
    "signed, signed-data, SIGNED_DATA",
    "signed, enveloped-data, SIGNED_DATA",
    "signed, '', SIGNED_DATA",
    "signed by nobody, signed-data, SIGNED_DATA",
    "certificates, certs-only, CERTIFICATES",
    "certificates, signed-data, CERTIFICATES",
    "compressed, compressed-data, COMPRESSED",
    "compressed, '', COMPRESSED",
    "detached, signed-data, NONE",
    "data, '', ENCRYPTED",
    "garbage, '', ENCRYPTED",
    "garbage, enveloped-data, ENCRYPTED",
    "garbage, signed-data, SIGNED_DATA",
    "garbage, certs-only, CERTIFICATES",
    "garbage, compressed-data, COMPRESSED",
  })
  void whatIsInsideDecidesAndTheHintOnlyWhereNothingCanBeMadeOut(
      String inside, String hint, SmimeKind kind) throws Exception {
    for (String type : List.of("application/pkcs7-mime", "application/x-pkcs7-mime")) {
      String parameter = hint.isEmpty() ? "" : "; smime-type=" + hint;
      assertThat(SmimeKind.of(Mails.entity(entity(type + parameter, cms(inside)))))
          .as(type)
          .isEqualTo(kind);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "enveloped, application/octet-stream; name=smime.p7m, ENCRYPTED",
    "enveloped, text/plain; name=\"SMIME.P7M\", ENCRYPTED",
    "enveloped, application/octet-stream; name=smime.bin, NONE",
    "enveloped, application/octet-stream, NONE",
    "signed, application/octet-stream; name=smime.p7m, SIGNED_DATA",
    "signed, application/octet-stream; name=smime.p7s, SIGNED_DATA",
    "certificates, application/octet-stream; name=certs.p7c, CERTIFICATES",
    "detached, application/pkcs7-signature; name=smime.p7s, NONE",
    "compressed, application/octet-stream; name=smime.p7z, COMPRESSED",
    "garbage, application/octet-stream; name=smime.p7m, NONE",
    "data, application/octet-stream; name=smime.p7m, NONE",
  })
  void otherTypesAreLookedIntoWhereTheNameSaysSo(String inside, String type, SmimeKind kind)
      throws Exception {
    assertThat(SmimeKind.of(Mails.entity(entity(type, cms(inside))))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "7bit", "8bit"})
  void abodyThatIsBinaryIsSeen(String encoding) throws Exception {
    byte[] cms = cms("enveloped");
    byte[] head =
        Mails.bytes(
            "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: "
                + encoding
                + "\r\n\r\n");
    byte[] entity = new byte[head.length + cms.length];
    System.arraycopy(head, 0, entity, 0, head.length);
    System.arraycopy(cms, 0, entity, head.length, cms.length);

    assertThat(SmimeKind.of(Mails.entity(entity))).isEqualTo(SmimeKind.ENCRYPTED);
  }

  @Test
  void base64ThatNoHeaderAnnouncesIsSeen() throws Exception {
    String base64 = Base64.getMimeEncoder().encodeToString(cms("signed"));

    assertThat(
            SmimeKind.of(Mails.entity("Content-Type: application/pkcs7-mime\r\n\r\n\r\n" + base64)))
        .isEqualTo(SmimeKind.SIGNED_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS7", "CMS", "ENCRYPTED MESSAGE"})
  void pemArmourIsSeen(String label) throws Exception {
    String pem =
        "-----BEGIN "
            + label
            + "-----\r\n"
            + Base64.getMimeEncoder().encodeToString(cms("enveloped"))
            + "\r\n-----END "
            + label
            + "-----\r\n";

    assertThat(
            SmimeKind.of(
                Mails.entity("Content-Type: application/octet-stream; name=a.p7m\r\n\r\n" + pem)))
        .isEqualTo(SmimeKind.ENCRYPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "protocol=\"application/pkcs7-signature\", application/pkcs7-signature, MULTIPART_SIGNED",
    "protocol=application/x-pkcs7-signature, application/x-pkcs7-signature, MULTIPART_SIGNED",
    "protocol=\"APPLICATION/PKCS7-SIGNATURE\", application/octet-stream, MULTIPART_SIGNED",
    "protocol=\"application/pgp-signature\", application/pgp-signature, NONE",
    "protocol=\"application/pgp-signature\", application/pkcs7-signature, NONE",
    "x=y, application/pkcs7-signature, MULTIPART_SIGNED",
    "x=y, application/octet-stream; name=smime.p7s, MULTIPART_SIGNED",
    "x=y, text/plain, NONE",
  })
  void multipartSignedIsTakenByItsProtocolOrItsSecondPart(
      String protocol, String second, SmimeKind kind) throws Exception {
    String mail =
        """
        Content-Type: multipart/signed; %s; boundary=b\r
        \r
        --b\r
        \r
        text\r
        --b\r
        Content-Type: %s\r
        \r
        MIAG\r
        --b--\r
        """
            .formatted(protocol, second);

    assertThat(SmimeKind.of(Mails.entity(mail))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\ntext",
        "Content-Type: text/plain\r\n\r\nMIAG",
        "Content-Type: multipart/mixed; boundary=b; name=smime.p7m\r\n\r\n--b\r\n\r\nx\r\n--b--",
        "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
      })
  void ordinaryMailIsNone(String mail) throws Exception {
    assertThat(SmimeKind.of(Mails.entity(mail))).isEqualTo(SmimeKind.NONE);
  }
}
