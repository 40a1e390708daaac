package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftSigningKey;
import org.sealpost.testpki.TestPki;

class VerifierTest {
  private static final Holder MING = Pki.MING.signing();
  @TempDir Path folder;
  private Verifier verifier;

  @BeforeEach
  void setUp() {
    verifier = new Verifier(new SpoolFactory(folder, 1024));
  }

  private Signed verify(byte[] entity) throws Exception {
    return verifier.verify(Mails.entity(entity));
  }

  private SignatureCheck checkDetached(SignedMaker maker) throws Exception {
    try (Signed signed = verify(SignedMaker.multipart(Mails.PLAIN, maker.detached()))) {
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
      assertThat(signed.signatures()).hasSize(1);
      return signed.signatures().getFirst();
    }
  }

  private static byte[] signedByUs(TestPki.Person person, Instant time) throws Exception {
    return Mails.written(
        new SignedWriter(Mails.writer(Mails.PLAIN), new SoftSigningKey(person), time));
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "P256", "P384", "P521"})
  void whatWeSignHolds(KeyKind kind) throws Exception {
    TestPki.Person person = Pki.person(kind);
    Instant time = Instant.parse("2026-03-04T05:06:07Z");

    try (Signed signed = verify(signedByUs(person, time))) {
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
      SignatureCheck check = signed.signatures().getFirst();
      assertThat(check.outcome()).isEqualTo(new Outcome.Holds());
      assertThat(check.signer()).contains(person.signing().certificate());
      assertThat(check.signingTime()).contains(time);
      assertThat(check.encryptionCertificate()).contains(person.encryption().certificate());
      assertThat(check.preferenceStated()).isTrue();
      assertThat(check.weak()).isFalse();
      assertThat(signed.certificates())
          .containsExactlyInAnyOrder(
              person.signing().certificate(),
              person.encryption().certificate(),
              Pki.CA.root().certificate());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1949-12-31T23:59:59Z",
    "1950-01-01T00:00:00Z",
    "2049-12-31T23:59:59Z",
    "2050-01-01T00:00:00Z"
  })
  void signingTimeIsReadInBothForms(Instant time) throws Exception {
    try (Signed signed = verify(signedByUs(Pki.MING, time))) {
      assertThat(signed.signatures().getFirst().signingTime()).contains(time);
    }
  }

  @Test
  void fractionsOfASecondAreDropped() throws Exception {
    Instant time = Instant.parse("2026-03-04T05:06:07.890Z");

    try (Signed signed = verify(signedByUs(Pki.MING, time))) {
      assertThat(signed.signatures().getFirst().signingTime())
          .contains(time.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  @Test
  void anOpaqueSignatureGivesItsContent() throws Exception {
    byte[] cms =
        new SignedMaker()
            .certificate(MING.certificate())
            .signer(SignedMaker.honest(MING))
            .opaque(Mails.bytes(Mails.PLAIN));

    try (Signed signed = verify(Mails.pkcs7Mime(cms, "; smime-type=signed-data"))) {
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
      assertThat(signed.signatures().getFirst().outcome()).isEqualTo(new Outcome.Holds());
    }
  }

  @Test
  void attributesThatTravelledUnsortedAreSignedSorted() throws Exception {
    ASN1Encodable contentType = SignedMaker.contentTypeAttribute(CMSObjectIdentifiers.data);
    ASN1Encodable digest = SignedMaker.digestAttribute(Mails.bytes(Mails.PLAIN));
    DERSet sorted = new DERSet(new ASN1Encodable[] {digest, contentType});
    ASN1Set unsorted = new BERSet(new ASN1Encodable[] {digest, contentType});
    ASN1Encodable signer =
        SignedMaker.signerInfo(
            MING.certificate(),
            NISTObjectIdentifiers.id_sha256,
            Optional.of(unsorted),
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            SignedMaker.sign(MING, "SHA256withRSA", sorted.getEncoded("DER")));

    assertThat(
            checkDetached(new SignedMaker().certificate(MING.certificate()).signer(signer))
                .outcome())
        .isEqualTo(new Outcome.Holds());
  }

  @Test
  void ofTwoCertificatesWithOneNameTheSignaturesOwnIsTheSigner() throws Exception {
    Holder other =
        Pki.CA
            .certificate("C=TW,CN=Ming")
            .key(KeyKind.RSA_2048)
            .serial(MING.certificate().getSerialNumber())
            .issue();

    SignatureCheck check =
        checkDetached(
            new SignedMaker()
                .certificate(other.certificate())
                .certificate(MING.certificate())
                .signer(SignedMaker.honest(MING)));

    assertThat(check.outcome()).isEqualTo(new Outcome.Holds());
    assertThat(check.signer()).contains(MING.certificate());
  }

  @Test
  void aBadEnclosedCertificateDoesNotSpoilTheOthers() throws Exception {
    SignatureCheck check =
        checkDetached(
            new SignedMaker()
                .certificate(new DERSequence(CMSObjectIdentifiers.data))
                .certificate(MING.certificate())
                .signer(SignedMaker.honest(MING)));

    assertThat(check.outcome()).isEqualTo(new Outcome.Holds());
    assertThat(check.enclosed()).containsExactly(MING.certificate());
  }

  @Test
  void certificatesThatComeAloneAreGiven() throws Exception {
    byte[] cms =
        new SignedMaker()
            .certificate(MING.certificate())
            .certificate(Pki.MING.encryption().certificate())
            .detached();

    try (Signed signed = verify(Mails.pkcs7Mime(cms, "; smime-type=certs-only"))) {
      assertThat(signed.signatures()).isEmpty();
      assertThat(signed.content().size()).isZero();
      assertThat(signed.certificates())
          .containsExactlyInAnyOrder(MING.certificate(), Pki.MING.encryption().certificate());
    }
  }

  @Test
  void theOnlyOtherCertificateOfTheSignerThatEncryptsIsForEncryption() throws Exception {
    SignatureCheck check =
        checkDetached(
            new SignedMaker()
                .certificate(MING.certificate())
                .certificate(Pki.MING.encryption().certificate())
                .certificate(Pki.CA.root().certificate())
                .signer(SignedMaker.honest(MING)));

    assertThat(check.encryptionCertificate()).contains(Pki.MING.encryption().certificate());
    assertThat(check.preferenceStated()).isFalse();
  }

  @Test
  void aSignersOwnCertificateIsForEncryptionWhereItEncrypts() throws Exception {
    Holder both =
        Pki.CA
            .certificate("CN=Both")
            .usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
            .issue();

    assertThat(
            checkDetached(
                    new SignedMaker()
                        .certificate(both.certificate())
                        .signer(SignedMaker.honest(both)))
                .encryptionCertificate())
        .contains(both.certificate());
    assertThat(
            checkDetached(
                    new SignedMaker()
                        .certificate(MING.certificate())
                        .signer(SignedMaker.honest(MING)))
                .encryptionCertificate())
        .isEmpty();
  }

  @Test
  void twoHonestSignersBothHold() throws Exception {
    byte[] cms =
        new SignedMaker()
            .certificate(MING.certificate())
            .certificate(Pki.HUA.signing().certificate())
            .signer(SignedMaker.honest(MING))
            .signer(SignedMaker.honest(Pki.HUA.signing()))
            .detached();

    try (Signed signed = verify(SignedMaker.multipart(Mails.PLAIN, cms))) {
      assertThat(signed.signatures())
          .extracting(SignatureCheck::outcome)
          .isEqualTo(List.of(new Outcome.Holds(), new Outcome.Holds()));
    }
  }

  @Test
  void lineFeedsAreTakenForTheLineEndsThatWereSigned() throws Exception {
    String mail = new String(signedByUs(Pki.MING, Instant.now()), StandardCharsets.US_ASCII);

    try (Signed signed = verify(Mails.bytes(mail.replace("\r\n", "\n")))) {
      assertThat(signed.signatures().getFirst().outcome()).isEqualTo(new Outcome.Holds());
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
    }
  }

  @Test
  void aSignedDataWithoutReadableContentIsDamaged() {
    assertThatThrownBy(
            () ->
                verify(
                    Mails.pkcs7Mime(new byte[] {0x30, 0x03, 1, 2, 3}, "; smime-type=signed-data")))
        .isInstanceOf(MimeException.class);
  }

  @Test
  void aSignedDataCutOffAfterItsContentIsBrokenAndNotUnsigned() throws Exception {
    byte[] cms =
        new SignedMaker()
            .certificate(MING.certificate())
            .signer(SignedMaker.honest(MING))
            .opaque(Mails.bytes(Mails.PLAIN));

    try (Signed signed =
        verify(Mails.pkcs7Mime(Arrays.copyOf(cms, cms.length - 10), "; smime-type=signed-data"))) {
      assertThat(signed.signatures())
          .singleElement()
          .satisfies(check -> assertThat(check.outcome()).isInstanceOf(Outcome.Broken.class));
    }
  }
}
