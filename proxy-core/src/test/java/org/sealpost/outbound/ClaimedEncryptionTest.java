package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.KEKIdentifier;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Content;
import org.sealpost.policy.ExistingProtection;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;

/** A mail must be encrypted to pass for that where encryption is required. */
class ClaimedEncryptionTest {
  private static final byte[] SECRET =
      "the secret plan, readable by all on the way!!!!!".getBytes(ISO_8859_1);

  private static final AlgorithmIdentifier AES =
      new AlgorithmIdentifier(
          NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));

  private static final AlgorithmIdentifier NONE =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.7.1"));

  @TempDir Path folder;

  @Test
  void readableTextBehindTheFirstOctetsOfAnEnvelopeDoesNotPass() throws Exception {
    byte[] start = {0x30, (byte) 0x80, 0x06, 0x09};
    byte[] type = CMSObjectIdentifiers.envelopedData.getEncoded();
    byte[] begun = {(byte) 0xa0, (byte) 0x80};

    assertThat(found(joined(start, Arrays.copyOfRange(type, 2, type.length), begun, SECRET)))
        .isEqualTo(ExistingProtection.NONE);
  }

  @Test
  void anEnvelopeToNobodyDoesNotPass() throws Exception {
    assertThat(found(envelope(new DERSet(), AES, SECRET))).isEqualTo(ExistingProtection.NONE);
  }

  @Test
  void anEnvelopeToWhatIsNobodyDoesNotPass() throws Exception {
    DERSet nobody = new DERSet(new DERUTF8String("ann"));

    assertThat(found(envelope(nobody, AES, SECRET))).isEqualTo(ExistingProtection.NONE);
  }

  @Test
  void anEnvelopeWithoutACipherDoesNotPass() throws Exception {
    assertThat(found(envelope(someone(), NONE, SECRET))).isEqualTo(ExistingProtection.NONE);
  }

  @Test
  void anEnvelopeWithoutContentDoesNotPass() throws Exception {
    assertThat(found(envelope(someone(), AES, new byte[0]))).isEqualTo(ExistingProtection.NONE);
    EncryptedContentInfo elsewhere = new EncryptedContentInfo(CMSObjectIdentifiers.data, AES, null);
    assertThat(found(envelope(someone(), elsewhere))).isEqualTo(ExistingProtection.NONE);
  }

  @Test
  void readableTextBehindAnEnvelopeDoesNotPass() throws Exception {
    assertThat(found(joined(envelope(someone(), AES, SECRET), SECRET)))
        .isEqualTo(ExistingProtection.NONE);
  }

  @Test
  void anEnvelopeThatIsCutOffDoesNotPass() throws Exception {
    byte[] whole = envelope(someone(), AES, SECRET);
    for (int length = 0; length < whole.length; length++) {
      assertThat(found(Arrays.copyOf(whole, length))).isEqualTo(ExistingProtection.NONE);
    }
  }

  @Test
  void aWholeEnvelopePasses() throws Exception {
    byte[] whole = envelope(someone(), AES, SECRET);

    assertThat(found(whole)).isEqualTo(ExistingProtection.ENCRYPTED);
    assertThat(found(joined(whole, new byte[] {'\r', '\n'})))
        .isEqualTo(ExistingProtection.ENCRYPTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-aes128",
        "-aes256",
        "-des3",
        "-aes-256-gcm",
        "-aes256 -stream",
        "-aes256 -keyid"
      })
  void whatAnotherProgramEncryptedPasses(String options) throws Exception {
    Openssl openssl = new Openssl(folder);
    String[] all = ("-encrypt " + options).split(" ");
    String[] call = Arrays.copyOf(all, all.length + 1);
    call[all.length] = openssl.certificate(ANN.encryption()).toString();
    byte[] made =
        openssl.make("Content-Type: text/plain\r\n\r\nHello\r\n".getBytes(ISO_8859_1), call);

    assertThat(ClientProtection.of(Mails.entity(Content.of(made))))
        .isEqualTo(ExistingProtection.ENCRYPTED);
  }

  private static ASN1Set someone() {
    KEKIdentifier key = new KEKIdentifier(new byte[4], null, null);
    AlgorithmIdentifier wrap = new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
    return new DERSet(
        new RecipientInfo(new KEKRecipientInfo(key, wrap, new DEROctetString(new byte[40]))));
  }

  private static byte[] envelope(ASN1Set recipients, AlgorithmIdentifier cipher, byte[] content)
      throws Exception {
    return envelope(
        recipients,
        new EncryptedContentInfo(CMSObjectIdentifiers.data, cipher, new BEROctetString(content)));
  }

  private static byte[] envelope(ASN1Set recipients, EncryptedContentInfo content)
      throws Exception {
    DERSequence data =
        new DERSequence(new ASN1Encodable[] {new ASN1Integer(2), recipients, content});
    return new ContentInfo(CMSObjectIdentifiers.envelopedData, data).getEncoded();
  }

  private static ExistingProtection found(byte[] cms) throws Exception {
    String mail =
        "From: ming@example.tw\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(cms)
            + "\r\n";
    return ClientProtection.of(Mails.entity(Content.of(mail.getBytes(ISO_8859_1))));
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }
}
