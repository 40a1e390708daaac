package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.smime.SMIMEAttributes;
import org.bouncycastle.asn1.smime.SMIMECapability;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftSigningKey;

class SignedWriterTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static SignedWriter writer(SoftSigningKey key) {
    return new SignedWriter(Mails.writer(Mails.PLAIN), key, NOW);
  }

  private static CMSSignedData signedData(Entity entity) throws Exception {
    try (InputStream in = entity.parts().get(1).decodedBody()) {
      return new CMSSignedData(in);
    }
  }

  private static SignerInformation signer(Entity entity) throws Exception {
    return signedData(entity).getSignerInfos().getSigners().iterator().next();
  }

  private static Optional<ASN1Encodable> attribute(
      SignerInformation signer, ASN1ObjectIdentifier type) {
    return Optional.ofNullable(signer.getSignedAttributes().get(type))
        .map(attribute -> attribute.getAttrValues().getObjectAt(0));
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048, sha-256", "P256, sha-256", "P384, sha-384", "P521, sha-512"})
  void theEntitySaysWhatItIs(KeyKind kind, String micalg) throws Exception {
    Entity entity = Mails.entity(writer(new SoftSigningKey(Pki.person(kind))));

    assertThat(entity.mediaType()).isEqualTo("multipart/signed");
    assertThat(entity.typeParameter("protocol")).contains("application/pkcs7-signature");
    assertThat(entity.typeParameter("micalg")).contains(micalg);
    assertThat(Mails.text(entity.parts().getFirst().content())).isEqualTo(Mails.PLAIN);
    assertThat(entity.parts().get(1).mediaType()).isEqualTo("application/pkcs7-signature");
    assertThat(entity.parts().get(1).fileName()).contains("smime.p7s");
    assertThat(entity.parts()).hasSize(2);
  }

  @Test
  void everyLineIsShortAndEndsInCrLf() throws Exception {
    String mail =
        new String(Mails.written(writer(new SoftSigningKey(Pki.MING))), StandardCharsets.US_ASCII);

    assertThat(mail.replace("\r\n", "")).doesNotContain("\r", "\n");
    assertThat(mail).endsWith("--\r\n");
    assertThat(Arrays.asList(mail.split("\r\n", -1)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76));
  }

  @Test
  void theSignatureTellsWhatWeReadAndHowToWriteToUs() throws Exception {
    SignerInformation signer = signer(Mails.entity(writer(new SoftSigningKey(Pki.MING))));
    IssuerAndSerialNumber encryption = RecipientInfos.name(Pki.MING.encryption().certificate());

    assertThat(signer.getEncryptionAlgOID()).isEqualTo(PKCSObjectIdentifiers.rsaEncryption.getId());
    assertThat(attribute(signer, EnclosedCertificates.MICROSOFT_KEY_PREFERENCE))
        .contains(encryption);
    assertThat(attribute(signer, SMIMEAttributes.encrypKeyPref)).isPresent();
    assertThat(announced(signer))
        .containsExactly(
            NISTObjectIdentifiers.id_aes256_GCM,
            NISTObjectIdentifiers.id_aes128_GCM,
            NISTObjectIdentifiers.id_aes256_CBC,
            NISTObjectIdentifiers.id_aes192_CBC,
            NISTObjectIdentifiers.id_aes128_CBC);
    SigningCertificateV2 signing =
        SigningCertificateV2.getInstance(
            attribute(signer, PKCSObjectIdentifiers.id_aa_signingCertificateV2).orElseThrow());
    assertThat(signing.getCerts()[0].getCertHash())
        .isEqualTo(SignedMaker.digest("SHA-256", Pki.MING.signing().certificate().getEncoded()));
  }

  private static List<ASN1ObjectIdentifier> announced(SignerInformation signer) {
    ASN1Sequence capabilities =
        ASN1Sequence.getInstance(
            attribute(signer, SMIMEAttributes.smimeCapabilities).orElseThrow());
    return Arrays.stream(capabilities.toArray())
        .map(each -> SMIMECapability.getInstance(each).getCapabilityID())
        .toList();
  }

  @Test
  void oaepIsAnnouncedByThoseWhoChoseItSinceNotEveryCardCanUndoIt() throws Exception {
    Algorithms oaep =
        new Algorithms(
            Algorithms.Content.AUTO,
            Algorithms.Transport.OAEP,
            Algorithms.Digest.AUTO,
            Algorithms.RsaSignature.PKCS1);
    EntityWriter writer =
        new SignedWriter(Mails.writer(Mails.PLAIN), new SoftSigningKey(Pki.MING), NOW, oaep);

    assertThat(announced(signer(Mails.entity(writer))))
        .endsWith(PKCSObjectIdentifiers.id_RSAES_OAEP);
  }

  @Test
  void withoutAnEncryptionCertificateNoneIsPreferred() throws Exception {
    SignerInformation signer =
        signer(Mails.entity(writer(new SoftSigningKey(Pki.MING.signing(), Optional.empty()))));

    assertThat(attribute(signer, SMIMEAttributes.encrypKeyPref)).isEmpty();
    assertThat(attribute(signer, EnclosedCertificates.MICROSOFT_KEY_PREFERENCE)).isEmpty();
    assertThat(attribute(signer, CMSAttributes.messageDigest)).isPresent();
  }

  @Test
  void bothCertificatesAndTheChainAreEnclosed() throws Exception {
    List<byte[]> enclosed =
        signedData(Mails.entity(writer(new SoftSigningKey(Pki.MING))))
            .getCertificates()
            .getMatches(null)
            .stream()
            .map(SignedWriterTest::encoded)
            .toList();

    assertThat(enclosed).hasSize(3);
    for (X509Certificate wanted :
        List.of(
            Pki.MING.signing().certificate(),
            Pki.MING.encryption().certificate(),
            Pki.CA.root().certificate())) {
      byte[] der = wanted.getEncoded();
      assertThat(enclosed).anySatisfy(each -> assertThat(each).isEqualTo(der));
    }
  }

  private static byte[] encoded(X509CertificateHolder holder) {
    try {
      return holder.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1949-12-31T23:59:59Z, false",
    "1950-01-01T00:00:00Z, true",
    "2049-12-31T23:59:59Z, true",
    "2050-01-01T00:00:00Z, false"
  })
  void signingTimeIsUtcTimeFrom1950To2049(Instant time, boolean utc) throws Exception {
    SignedWriter writer =
        new SignedWriter(Mails.writer(Mails.PLAIN), new SoftSigningKey(Pki.MING), time);

    ASN1Encodable value =
        attribute(signer(Mails.entity(writer)), CMSAttributes.signingTime).orElseThrow();

    assertThat(value).isInstanceOf(utc ? ASN1UTCTime.class : ASN1GeneralizedTime.class);
  }

  @Test
  void oneSignatureServesAllCopies() throws Exception {
    SoftSigningKey key = new SoftSigningKey(Pki.MING);
    SignedWriter writer = writer(key);

    byte[] first = Mails.written(writer);
    byte[] second = Mails.written(writer);

    assertThat(second).isEqualTo(first);
    assertThat(key.operations()).isOne();
  }

  @Test
  void theBoundaryIsAnotherForEachMail() throws Exception {
    Entity one = Mails.entity(writer(new SoftSigningKey(Pki.MING)));
    Entity two = Mails.entity(writer(new SoftSigningKey(Pki.MING)));

    assertThat(one.typeParameter("boundary")).isNotEqualTo(two.typeParameter("boundary"));
    assertThat(one.typeParameter("boundary").orElseThrow()).startsWith("=_").hasSize(34);
  }

  @Test
  void aContentThatChangesBetweenTwoWritesIsNotSentUnderTheOldSignature() throws Exception {
    AtomicInteger count = new AtomicInteger();
    EntityWriter changing = out -> out.write(Mails.bytes("\r\n" + count.incrementAndGet()));
    SignedWriter writer = new SignedWriter(changing, new SoftSigningKey(Pki.MING), NOW);
    Mails.written(writer);

    assertThatThrownBy(() -> Mails.written(writer)).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyThatCannotSignHereIsRefusedBeforeTheFirstByte() {
    Holder ed25519 =
        Pki.CA.certificate("CN=\u660e").address("ed@example.tw").key(KeyKind.ED25519).issue();
    SignedWriter writer = writer(new SoftSigningKey(ed25519, Optional.empty()));

    assertThat(SignedWriter.supports(ed25519.certificate())).isFalse();
    assertThatThrownBy(
            () ->
                writer.writeTo(
                    new OutputStream() {
                      @Override
                      public void write(int octet) {
                        throw new AssertionError("a byte was written");
                      }
                    }))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.temporary()).isFalse();
              assertThat(failure.text()).contains("ed@example.tw").matches("\\p{ASCII}+");
            });
  }
}
