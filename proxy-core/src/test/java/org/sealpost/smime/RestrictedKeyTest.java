package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftRecipientKeys;
import org.sealpost.testpki.SoftSigningKey;

/** RSA keys whose certificates are for one way of using them alone (RFC 4055 §1.2). */
class RestrictedKeyTest {
  private static final KeyPair RSA = KeyKind.RSA_2048.generate();

  @TempDir Path folder;

  /** Ming's, for a key of this kind. */
  private static Holder holder(ASN1ObjectIdentifier algorithm, Optional<ASN1Encodable> parameters)
      throws Exception {
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(RSA.getPublic().getEncoded());
    AlgorithmIdentifier restricted =
        parameters
            .map(it -> new AlgorithmIdentifier(algorithm, it))
            .orElseGet(() -> new AlgorithmIdentifier(algorithm));
    byte[] encoded = new SubjectPublicKeyInfo(restricted, info.parsePublicKey()).getEncoded();
    PublicKey key =
        new PublicKey() {
          private static final long serialVersionUID = 1;

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
        };
    return Pki.CA
        .certificate("CN=Ming")
        .address("ming@example.tw")
        .key(KeyKind.RSA_2048, new KeyPair(key, RSA.getPrivate()))
        .issue();
  }

  private static Holder forOaep(Optional<ASN1Encodable> parameters) throws Exception {
    return holder(PKCSObjectIdentifiers.id_RSAES_OAEP, parameters);
  }

  private static byte[] encrypted(X509Certificate certificate, Algorithms algorithms)
      throws Exception {
    return Mails.written(
        new EncryptedWriter(
            Mails.writer(Mails.PLAIN), List.of(Reader.of(certificate)), algorithms));
  }

  @ParameterizedTest
  @EnumSource
  void aKeyForOaepAloneIsEncryptedToWithOaep(Algorithms.Transport wanted) throws Exception {
    Holder ming = forOaep(Optional.empty());
    Algorithms algorithms =
        new Algorithms(
            Algorithms.Content.AUTO, wanted, Algorithms.Digest.AUTO, Algorithms.RsaSignature.PKCS1);

    byte[] mail = encrypted(ming.certificate(), algorithms);

    assertOpens(mail, ming);
    assertThat(parameters(mail).getHashAlgorithm())
        .isEqualTo(RsaTransport.sha256Parameters().getHashAlgorithm());
  }

  @Test
  void theParametersInACertificateAreKept() throws Exception {
    Holder ming = forOaep(Optional.of(new RSAESOAEPparams()));

    byte[] mail = encrypted(ming.certificate(), Algorithms.standard());

    assertOpens(mail, ming);
    assertThat(parameters(mail)).isEqualTo(new RSAESOAEPparams());
  }

  @Test
  void aKeyForOaepWithADigestThatWeDoNotWriteIsNotEncryptedTo() throws Exception {
    AlgorithmIdentifier sha224 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha224);
    AlgorithmIdentifier mask = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha224);
    Holder ming =
        forOaep(
            Optional.of(
                new RSAESOAEPparams(sha224, mask, RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM)));

    assertThat(EncryptedWriter.supports(ming.certificate())).isFalse();
    assertThat(EncryptedWriter.supports(forOaep(Optional.empty()).certificate())).isTrue();
  }

  private static RSAESOAEPparams parameters(byte[] mail) throws Exception {
    return RSAESOAEPparams.getInstance(
        ASN1Sequence.getInstance(
            new CMSEnvelopedData(Mails.cms(mail))
                .getRecipientInfos()
                .getRecipients()
                .iterator()
                .next()
                .getKeyEncryptionAlgParams()));
  }

  private void assertOpens(byte[] mail, Holder ming) throws Exception {
    byte[] byBouncyCastle =
        new CMSEnvelopedData(Mails.cms(mail))
            .getRecipientInfos()
            .getRecipients()
            .iterator()
            .next()
            .getContent(
                new JceKeyTransEnvelopedRecipient(ming.key())
                    .setProvider(new BouncyCastleProvider()));
    assertThat(byBouncyCastle).isEqualTo(Mails.bytes(Mails.PLAIN));
    Decryption decryption =
        new Decryptor(new SpoolFactory(folder, 1024), false)
            .decrypt(Mails.entity(mail), new SoftRecipientKeys(ming));
    try (Spool plaintext = ((Decryption.Decrypted) decryption).plaintext()) {
      assertThat(Mails.text(plaintext)).isEqualTo(Mails.PLAIN);
    }
  }

  @Test
  void aKeyForPssAloneSignsWithPss() throws Exception {
    OutsideProgram.assumeInstalled("openssl");
    Holder ming = holder(PKCSObjectIdentifiers.id_RSASSA_PSS, Optional.empty());
    byte[] mail =
        Mails.written(
            new SignedWriter(
                Mails.writer(Mails.PLAIN),
                new SoftSigningKey(ming, Optional.empty()),
                Instant.now()));
    Files.write(folder.resolve("signed.eml"), mail);
    Pki.CA.root().writeCertificates(folder.resolve("ca.pem"));

    OutsideProgram.Run run =
        new OutsideProgram("openssl", folder, Map.of())
            .run("cms", "-verify", "-in", "signed.eml", "-CAfile", "ca.pem", "-purpose", "any");

    assertThat(run.text()).isEqualTo(Mails.PLAIN);
    try (Signed signed = new Verifier(new SpoolFactory(folder, 1024)).verify(Mails.entity(mail))) {
      assertThat(signed.signatures().getFirst().outcome()).isEqualTo(new Outcome.Holds());
    }
  }
}
