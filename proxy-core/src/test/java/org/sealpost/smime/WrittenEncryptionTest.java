package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.smime.Decryption.Decrypted;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataParser;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientId;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientId;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.io.Streams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftRecipientKeys;

/** Whatever readers announced: openssl, Bouncy Castle and we ourselves open what is written. */
class WrittenEncryptionTest {
  @TempDir Path folder;
  private SpoolFactory spools;

  @BeforeEach
  void setUp() {
    spools = new SpoolFactory(folder.resolve("spool"), 16 * 1024);
  }

  /** A mail to two readers who announced the same. */
  private static byte[] mail(KeyKind kind, String announced, byte[] inner) throws Exception {
    Capabilities capabilities = Announced.of(announced);
    List<Reader> readers =
        List.of(
            new Reader(Pki.HUA.encryption().certificate(), capabilities),
            new Reader(Pki.person(kind).encryption().certificate(), capabilities));
    return Mails.written(new EncryptedWriter(Mails.writer(inner), readers, Algorithms.standard()));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, cbc128",
    "RSA_2048, gcm256",
    "RSA_2048, gcm256 oaep",
    "RSA_2048, gcm256 oaep-sha256",
    "RSA_2048, cbc256 oaep-sha512",
    "P256, cbc128",
    "P256, gcm256",
    "P384, gcm256 ecdh-sha384",
    "P521, cbc256 ecdh-sha512",
  })
  void opensslDecryptsIt(KeyKind kind, String announced) throws Exception {
    OutsideProgram.assumeInstalled("openssl");
    Holder recipient = Pki.person(kind).encryption();
    recipient.writeCertificates(folder.resolve("recipient.pem"));
    recipient.writeKey(folder.resolve("recipient.key"));
    byte[] inner = Mails.attachment(100_000);
    Files.write(folder.resolve("mail.eml"), mail(kind, announced, inner));

    OutsideProgram.Run run =
        new OutsideProgram("openssl", folder, Map.of())
            .run(
                "cms",
                "-decrypt",
                "-in",
                "mail.eml",
                "-recip",
                "recipient.pem",
                "-inkey",
                "recipient.key");

    assertThat(run.out()).isEqualTo(inner);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, cbc128",
    "RSA_2048, cbc256 oaep",
    "RSA_2048, cbc256 oaep-sha256",
    "RSA_2048, cbc256 oaep-sha512",
    "P256, cbc128",
    "P384, cbc256 ecdh-sha384",
    "P521, cbc256 ecdh-sha512",
  })
  void bouncyCastleDecryptsIt(KeyKind kind, String announced) throws Exception {
    byte[] inner = Mails.attachment(100_000);
    CMSEnvelopedDataParser parser =
        new CMSEnvelopedDataParser(
            new ByteArrayInputStream(Mails.cms(mail(kind, announced, inner))));

    X509Certificate certificate = Pki.person(kind).encryption().certificate();
    RecipientInformation recipient =
        parser
            .getRecipientInfos()
            .get(
                kind == KeyKind.RSA_2048
                    ? new JceKeyTransRecipientId(certificate)
                    : new JceKeyAgreeRecipientId(certificate));

    PrivateKey key = Pki.person(kind).encryption().key();
    BouncyCastleProvider provider = new BouncyCastleProvider();
    assertThat(
            Streams.readAll(
                recipient
                    .getContentStream(
                        kind == KeyKind.RSA_2048
                            ? new JceKeyTransEnvelopedRecipient(key).setProvider(provider)
                            : new JceKeyAgreeEnvelopedRecipient(key).setProvider(provider))
                    .getContentStream()))
        .isEqualTo(inner);
  }

  @Test
  void bouncyCastleReadsTheAuthenticatedForm() throws Exception {
    CMSAuthEnvelopedData read =
        new CMSAuthEnvelopedData(Mails.cms(mail(KeyKind.P256, "gcm256", Mails.attachment(100))));

    assertThat(read.getRecipientInfos().size()).isEqualTo(2);
    assertThat(read.getMac()).hasSize(16);
    assertThat(read.getAuthAttrs()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, cbc128, AES-128-CBC, enveloped-data",
    "RSA_2048, '', AES-256-CBC, enveloped-data",
    "RSA_2048, gcm256 oaep-sha256, AES-256-GCM, authEnveloped-data",
    "RSA_2048, cbc256 oaep, AES-256-CBC, enveloped-data",
    "P256, cbc128, AES-128-CBC, enveloped-data",
    "P384, gcm256 ecdh-sha384, AES-256-GCM, authEnveloped-data",
    "P521, gcm256 ecdh-sha512, AES-256-GCM, authEnveloped-data",
  })
  void weDecryptItAndItSaysWhatItIs(KeyKind kind, String announced, String cipher, String type)
      throws Exception {
    byte[] inner = Mails.attachment(100_000);
    Entity entity = Mails.entity(mail(kind, announced, inner));

    assertThat(SmimeKind.of(entity)).isEqualTo(SmimeKind.ENCRYPTED);
    assertThat(entity.typeParameter("smime-type")).contains(type);
    Decrypted decrypted = (Decrypted) decrypt(entity, kind);
    try (Spool plaintext = decrypted.plaintext()) {
      assertThat(Mails.all(plaintext)).isEqualTo(inner);
    }
    assertThat(decrypted.cipher()).isEqualTo(cipher);
    assertThat(decrypted.weak()).isFalse();
  }

  private Decryption decrypt(Entity entity, KeyKind kind) throws Exception {
    return new Decryptor(spools, false)
        .decrypt(entity, new SoftRecipientKeys(Pki.person(kind).encryption()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 32767, 32768, 32769, 65536})
  void anAuthenticatedContentMayHaveAnyLength(int size) throws Exception {
    byte[] inner = new byte[size];

    Decrypted decrypted =
        (Decrypted) decrypt(Mails.entity(mail(KeyKind.P256, "gcm256", inner)), KeyKind.P256);

    try (Spool plaintext = decrypted.plaintext()) {
      assertThat(Mails.all(plaintext)).isEqualTo(inner);
    }
    assertThat(decrypted.authenticated()).isTrue();
  }

  @Test
  void aBitFlippedAnywhereIsNeverTakenForTheAuthenticatedMail() throws Exception {
    byte[] inner = Mails.attachment(10_000);
    byte[] cms = Mails.cms(mail(KeyKind.P256, "gcm256", inner));
    int refused = 0;
    for (int at = 0; at < cms.length; at += 100) {
      cms[at] ^= 1;
      if (decrypt(Mails.entity(Mails.enveloped(cms)), KeyKind.P256) instanceof Decrypted opened) {
        // What names the other recipient, for instance, is covered by nothing.
        try (Spool plaintext = opened.plaintext()) {
          assertThat(opened.authenticated()).isTrue();
          assertThat(Mails.all(plaintext)).as("position %d", at).isEqualTo(inner);
        }
      } else {
        refused++;
      }
      cms[at] ^= 1;
    }
    assertThat(refused).isGreaterThan(inner.length / 100);
  }
}
