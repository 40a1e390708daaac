package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftRecipientKeys;
import org.sealpost.testpki.SoftSigningKey;
import org.sealpost.testpki.TestPki;

/** openssl reads what we write, and we read what it writes. */
class OpenSslTest {
  @TempDir Path folder;
  private OutsideProgram openssl;
  private SpoolFactory spools;

  @BeforeEach
  void setUp() throws IOException {
    OutsideProgram.assumeInstalled("openssl");
    openssl = new OutsideProgram("openssl", folder, Map.of());
    spools = new SpoolFactory(folder.resolve("spool"), 16 * 1024);
    Pki.CA.root().writeCertificates(folder.resolve("ca.pem"));
  }

  private void write(String name, Holder holder) throws IOException {
    holder.writeCertificates(folder.resolve(name + ".pem"));
    holder.writeKey(folder.resolve(name + ".key"));
  }

  private Path mail(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "P256", "P384", "P521"})
  void verifiesWhatWeSign(KeyKind kind) throws Exception {
    TestPki.Person person = Pki.person(kind);
    SignedWriter signed =
        new SignedWriter(Mails.writer(Mails.PLAIN), new SoftSigningKey(person), Instant.now());
    mail("signed.eml", Mails.written(signed));

    OutsideProgram.Run run =
        openssl.run("cms", "-verify", "-in", "signed.eml", "-CAfile", "ca.pem", "-purpose", "any");

    assertThat(run.text()).isEqualTo(Mails.PLAIN);
    assertThat(run.err()).contains("successful");
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "P256", "P384", "P521"})
  void decryptsWhatWeEncrypt(KeyKind kind) throws Exception {
    Holder recipient = Pki.person(kind).encryption();
    write("recipient", recipient);
    byte[] inner = Mails.attachment(100_000);
    mail(
        "encrypted.eml",
        Mails.written(
            new EncryptedWriter(
                Mails.writer(inner),
                List.of(Pki.HUA.encryption().certificate(), recipient.certificate()))));

    OutsideProgram.Run run =
        openssl.run(
            "cms",
            "-decrypt",
            "-in",
            "encrypted.eml",
            "-recip",
            "recipient.pem",
            "-inkey",
            "recipient.key");

    assertThat(run.out()).isEqualTo(inner);
  }

  @Test
  void opensWhatWeSignAndThenEncrypt() throws Exception {
    write("recipient", Pki.HUA.encryption());
    EntityWriter signed =
        new SignedWriter(Mails.writer(Mails.PLAIN), new SoftSigningKey(Pki.MING), Instant.now());
    mail(
        "mail.eml",
        Mails.written(new EncryptedWriter(signed, List.of(Pki.HUA.encryption().certificate()))));

    openssl.run(
        "cms",
        "-decrypt",
        "-in",
        "mail.eml",
        "-recip",
        "recipient.pem",
        "-inkey",
        "recipient.key",
        "-out",
        "signed.eml");
    OutsideProgram.Run run =
        openssl.run("cms", "-verify", "-in", "signed.eml", "-CAfile", "ca.pem", "-purpose", "any");

    assertThat(run.text()).isEqualTo(Mails.PLAIN);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, ''",
    "RSA_2048, -binary",
    "RSA_2048, -nodetach",
    "RSA_2048, -nodetach -stream -binary",
    "RSA_2048, -keyid",
    "RSA_2048, -noattr",
    "RSA_2048, -nosmimecap",
    "RSA_2048, -md sha1",
    "RSA_2048, -md sha224",
    "RSA_2048, -md sha384",
    "RSA_2048, -md sha512",
    "RSA_2048, -md sha3-256",
    "RSA_2048, -keyopt rsa_padding_mode:pss",
    "RSA_2048, -keyopt rsa_padding_mode:pss -md sha512",
    "RSA_2048, -keyopt rsa_padding_mode:pss -noattr",
    "P256, ''",
    "P256, -nodetach",
    "P256, -noattr",
    "P384, -md sha384",
    "P521, -md sha512 -keyid",
  })
  void signsWhatWeVerify(KeyKind kind, String options) throws Exception {
    Holder signer = Pki.person(kind).signing();
    write("signer", signer);
    mail("plain.eml", Mails.bytes(Mails.PLAIN));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "cms",
                "-sign",
                "-in",
                "plain.eml",
                "-signer",
                "signer.pem",
                "-inkey",
                "signer.key",
                "-out",
                "signed.eml",
                "-crlfeol"));
    if (!options.isEmpty()) {
      arguments.addAll(List.of(options.split(" ", -1)));
    }
    openssl.run(arguments.toArray(String[]::new));

    Entity entity = Mails.entity(Files.readAllBytes(folder.resolve("signed.eml")));
    try (Signed signed = new Verifier(spools).verify(entity)) {
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
      assertThat(signed.signatures())
          .singleElement()
          .satisfies(
              check -> {
                assertThat(check.outcome()).isEqualTo(new Outcome.Holds());
                assertThat(check.signer()).contains(signer.certificate());
                assertThat(check.weak()).isEqualTo(options.contains("sha1"));
              });
    }
    assertThat(SmimeKind.of(entity))
        .isEqualTo(
            options.contains("-nodetach") ? SmimeKind.SIGNED_DATA : SmimeKind.MULTIPART_SIGNED);
  }

  @Test
  void signsATextWithLineFeedsOnlyAndWeVerifyItsCanonicalForm() throws Exception {
    write("signer", Pki.MING.signing());
    mail("plain.eml", Mails.bytes(Mails.PLAIN.replace("\r\n", "\n")));
    openssl.run(
        "cms",
        "-sign",
        "-in",
        "plain.eml",
        "-signer",
        "signer.pem",
        "-inkey",
        "signer.key",
        "-out",
        "signed.eml");

    Entity entity = Mails.entity(Files.readAllBytes(folder.resolve("signed.eml")));
    try (Signed signed = new Verifier(spools).verify(entity)) {
      assertThat(signed.signatures().getFirst().outcome()).isEqualTo(new Outcome.Holds());
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, -aes-128-cbc, '', AES-128-CBC, false, false",
    "RSA_2048, -aes-192-cbc, '', AES-192-CBC, false, false",
    "RSA_2048, -aes-256-cbc, '', AES-256-CBC, false, false",
    "RSA_2048, -aes-256-cbc, -stream, AES-256-CBC, false, false",
    "RSA_2048, -aes-256-cbc, -keyid, AES-256-CBC, false, false",
    "RSA_2048, -aes-128-gcm, '', AES-128-GCM, true, false",
    "RSA_2048, -aes-192-gcm, '', AES-192-GCM, true, false",
    "RSA_2048, -aes-256-gcm, '', AES-256-GCM, true, false",
    "RSA_2048, -des3, '', DES-EDE3-CBC, false, true",
    "RSA_2048, -aes-256-cbc, -keyopt rsa_padding_mode:oaep, AES-256-CBC, false, false",
    "RSA_2048, -aes-256-cbc, -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256, AES-256-CBC, false, false",
    "RSA_2048, -aes-256-cbc, -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha512 -keyopt rsa_mgf1_md:sha1, AES-256-CBC, false, false",
    "RSA_2048, -aes-256-gcm, -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_label:00ff, AES-256-GCM, true, false",
    "P256, -aes-128-cbc, '', AES-128-CBC, false, false",
    "P256, -aes-256-gcm, '', AES-256-GCM, true, false",
    "P256, -aes-256-cbc, -keyid, AES-256-CBC, false, false",
    "P256, -aes-256-cbc, -keyopt ecdh_kdf_md:sha256, AES-256-CBC, false, false",
    "P256, -des3, '', DES-EDE3-CBC, false, true",
    "P384, -aes-256-cbc, -keyopt ecdh_kdf_md:sha384, AES-256-CBC, false, false",
    "P384, -aes-256-cbc, -keyopt ecdh_cofactor_mode:1, AES-256-CBC, false, false",
    "P521, -aes-192-cbc, -keyopt ecdh_kdf_md:sha512 -keyopt ecdh_cofactor_mode:1, AES-192-CBC, false, false",
    "P521, -aes-256-cbc, -keyopt ecdh_kdf_md:sha224, AES-256-CBC, false, false",
  })
  void encryptsWhatWeDecrypt(
      KeyKind kind, String cipher, String options, String name, boolean authenticated, boolean weak)
      throws Exception {
    byte[] inner = Mails.attachment(100_000);
    mail("plain.eml", inner);
    Entity entity = encrypted(kind, cipher, options);

    assertThat(SmimeKind.of(entity)).isEqualTo(SmimeKind.ENCRYPTED);
    Decryption decryption =
        new Decryptor(spools, false)
            .decrypt(entity, new SoftRecipientKeys(Pki.person(kind).encryption()));
    assertThat(decryption).isInstanceOf(Decryption.Decrypted.class);
    Decryption.Decrypted decrypted = (Decryption.Decrypted) decryption;
    try (Spool plaintext = decrypted.plaintext()) {
      assertThat(Mails.all(plaintext)).isEqualTo(inner);
    }
    assertThat(decrypted.cipher()).isEqualTo(name);
    assertThat(decrypted.authenticated()).isEqualTo(authenticated);
    assertThat(decrypted.weak()).isEqualTo(weak);
  }

  private Entity encrypted(KeyKind kind, String cipher, String options) throws Exception {
    write("recipient", Pki.person(kind).encryption());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "cms", "-encrypt", cipher, "-in", "plain.eml", "-out", "encrypted.eml", "-binary"));
    arguments.addAll(List.of("-recip", "recipient.pem"));
    if (!options.isEmpty()) {
      arguments.addAll(List.of(options.split(" ", -1)));
    }
    openssl.run(arguments.toArray(String[]::new));
    return Mails.entity(Files.readAllBytes(folder.resolve("encrypted.eml")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 32767, 32768, 32769, 65536})
  void agreesWithUsOnContentOfAnyLength(int size) throws Exception {
    write("recipient", Pki.P256.encryption());
    byte[] inner = new byte[size];
    mail(
        "encrypted.eml",
        Mails.written(
            new EncryptedWriter(
                Mails.writer(inner), List.of(Pki.P256.encryption().certificate()))));

    OutsideProgram.Run run =
        openssl.run(
            "cms",
            "-decrypt",
            "-in",
            "encrypted.eml",
            "-recip",
            "recipient.pem",
            "-inkey",
            "recipient.key");

    assertThat(run.out()).isEqualTo(inner);
  }
}
