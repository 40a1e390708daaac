package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftRecipientKeys;
import org.sealpost.testpki.SoftSigningKey;
import org.sealpost.testpki.TestPki;

/** gpgsm reads what we write, and we read what it writes. */
class GpgsmTest {
  @TempDir static Path folder;
  private static OutsideProgram gpgsm;
  private static OutsideProgram gpgconf;
  private static OutsideProgram openssl;
  private static SpoolFactory spools;

  @BeforeAll
  static void setUp() throws Exception {
    OutsideProgram.assumeInstalled("gpgsm");
    OutsideProgram.assumeInstalled("gpgconf");
    OutsideProgram.assumeInstalled("openssl");
    Path home =
        Files.createDirectory(
            folder.resolve("home"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Map<String, String> environment = Map.of("GNUPGHOME", home.toString());
    gpgsm = new OutsideProgram("gpgsm", folder, environment);
    gpgconf = new OutsideProgram("gpgconf", folder, environment);
    openssl = new OutsideProgram("openssl", folder, Map.of());
    spools = new SpoolFactory(folder.resolve("spool"), 16 * 1024);
    Files.writeString(home.resolve("gpgsm.conf"), "disable-crl-checks\nno-secmem-warning\n");
    byte[] root = Pki.CA.root().certificate().getEncoded();
    String fingerprint =
        HexFormat.ofDelimiter(":")
            .withUpperCase()
            .formatHex(MessageDigest.getInstance("SHA-1").digest(root));
    Files.writeString(home.resolve("trustlist.txt"), fingerprint + " S relax\n");
    Pki.CA.root().writeCertificates(folder.resolve("ca.pem"));
    gpgsm.run("--batch", "--import", "ca.pem");
    importKey(Pki.MING.signing());
    importKey(Pki.MING.encryption());
  }

  @AfterAll
  static void endTheAgentOfThisHome() throws Exception {
    if (gpgconf != null) {
      gpgconf.run("--kill", "gpg-agent");
    }
  }

  private static void importKey(Holder holder) throws Exception {
    holder.writeCertificates(folder.resolve("holder.pem"));
    holder.writeKey(folder.resolve("holder.key"));
    // gpgsm of this age knows the old encryptions of PKCS#12 only.
    openssl.run(
        "pkcs12",
        "-export",
        "-legacy",
        "-in",
        "holder.pem",
        "-inkey",
        "holder.key",
        "-out",
        "holder.p12",
        "-passout",
        "pass:secret");
    Files.writeString(folder.resolve("password"), "secret\n");
    withKey("--import", "holder.p12");
  }

  private static byte[] withKey(String... arguments) throws IOException, InterruptedException {
    OutsideProgram.Run run = tryWithKey(arguments);
    assertThat(run.status()).as(run.err()).isZero();
    return run.out();
  }

  private static OutsideProgram.Run tryWithKey(String... arguments)
      throws IOException, InterruptedException {
    String[] all =
        Stream.concat(
                Stream.of("--batch", "--pinentry-mode", "loopback", "--passphrase-fd", "0"),
                Stream.of(arguments))
            .toArray(String[]::new);
    return gpgsm.reading(folder.resolve("password")).tryRun(all);
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048", "P256", "P384"})
  void verifiesWhatWeSign(KeyKind kind) throws Exception {
    TestPki.Person person = Pki.person(kind);
    SignedWriter signed =
        new SignedWriter(Mails.writer(Mails.PLAIN), new SoftSigningKey(person), Instant.now());
    Entity entity = Mails.entity(signed);
    Files.write(folder.resolve("smime.p7s"), entity.parts().get(1).decodedBody().readAllBytes());
    Files.writeString(folder.resolve("content"), Mails.PLAIN);

    OutsideProgram.Run run = gpgsm.run("--batch", "--verify", "smime.p7s", "content");

    assertThat(run.err()).contains("Good signature");
  }

  @Test
  void decryptsWhatWeEncrypt() throws Exception {
    byte[] inner = Mails.attachment(100_000);
    EncryptedWriter encrypted =
        new EncryptedWriter(
            Mails.writer(inner),
            List.of(
                Pki.HUA.encryption().certificate(),
                Pki.P256.encryption().certificate(),
                Pki.MING.encryption().certificate()));
    Files.write(folder.resolve("smime.p7m"), Mails.cms(Mails.written(encrypted)));

    // It says that it failed, having decrypted, where there are recipients that it does not know.
    assertThat(tryWithKey("--decrypt", "smime.p7m").out()).isEqualTo(inner);
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048", "P256", "P384"})
  void verifiesWhatWeSignOpaquely(KeyKind kind) throws Exception {
    OpaqueSignedWriter signed =
        new OpaqueSignedWriter(
            Mails.writer(Mails.PLAIN),
            new SoftSigningKey(Pki.person(kind)),
            Instant.now(),
            Algorithms.standard());
    Files.write(folder.resolve("smime.p7m"), Mails.cms(Mails.written(signed)));

    OutsideProgram.Run run = gpgsm.run("--batch", "--verify", "smime.p7m");

    assertThat(run.err()).contains("Good signature");
  }

  @ParameterizedTest
  @CsvSource({"gcm256", "cbc128"})
  void decryptsWhatWeEncryptToThoseWhoAnnouncedIt(String announced) throws Exception {
    if (announced.equals("gcm256")) {
      assumeTrue(readsAuthEnvelopedData(), "gpgsm before 2.3 does not read AuthEnvelopedData");
    }
    byte[] inner = Mails.attachment(100_000);
    EncryptedWriter encrypted =
        new EncryptedWriter(
            Mails.writer(inner),
            List.of(new Reader(Pki.MING.encryption().certificate(), Announced.of(announced))),
            Algorithms.standard());
    Files.write(folder.resolve("smime.p7m"), Mails.cms(Mails.written(encrypted)));

    assertThat(withKey("--decrypt", "smime.p7m")).isEqualTo(inner);
  }

  private static boolean readsAuthEnvelopedData() throws Exception {
    return !gpgsm.run("--version").text().matches("(?s)gpgsm \\(GnuPG\\) (1|2\\.[0-2])\\..*");
  }

  @ParameterizedTest
  @CsvSource({
    "AES, AES-128-CBC",
    "AES192, AES-192-CBC",
    "AES256, AES-256-CBC",
    "3DES, DES-EDE3-CBC"
  })
  void encryptsWhatWeDecrypt(String cipher, String name) throws Exception {
    byte[] inner = Mails.attachment(50_000);
    Files.write(folder.resolve("plain"), inner);
    byte[] cms =
        gpgsm
            .run(
                "--batch",
                "--cipher-algo",
                cipher,
                "--recipient",
                "ming@example.tw",
                "--encrypt",
                "plain")
            .out();

    Decryption decryption =
        new Decryptor(spools, false)
            .decrypt(
                Mails.entity(Mails.enveloped(cms)), new SoftRecipientKeys(Pki.MING.encryption()));

    assertThat(decryption).isInstanceOf(Decryption.Decrypted.class);
    Decryption.Decrypted decrypted = (Decryption.Decrypted) decryption;
    try (Spool plaintext = decrypted.plaintext()) {
      assertThat(Mails.all(plaintext)).isEqualTo(inner);
    }
    assertThat(decrypted.cipher()).isEqualTo(name);
  }

  @Test
  void armoursWhatWeStillDecrypt() throws Exception {
    Files.writeString(folder.resolve("plain"), Mails.PLAIN);
    String armoured =
        gpgsm
            .run("--batch", "--armor", "--recipient", "ming@example.tw", "--encrypt", "plain")
            .text();

    Entity entity =
        Mails.entity(
            "Content-Type: application/octet-stream; name=\"smime.p7m\"\r\n\r\n" + armoured);

    assertThat(armoured).startsWith("-----BEGIN ");
    assertThat(SmimeKind.of(entity)).isEqualTo(SmimeKind.ENCRYPTED);
    Decryption decryption =
        new Decryptor(spools, false).decrypt(entity, new SoftRecipientKeys(Pki.MING.encryption()));
    assertThat(decryption).isInstanceOf(Decryption.Decrypted.class);
    try (Spool plaintext = ((Decryption.Decrypted) decryption).plaintext()) {
      assertThat(Mails.text(plaintext)).isEqualTo(Mails.PLAIN);
    }
  }

  @Test
  void signsDetachedWhatWeVerify() throws Exception {
    Files.writeString(folder.resolve("plain"), Mails.PLAIN);
    byte[] cms = withKey("--local-user", "ming@example.tw", "--detach-sign", "plain");
    Entity entity =
        Mails.entity(
            """
            Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r
             micalg=sha1; boundary=b\r
            \r
            --b\r
            %s\r
            --b\r
            Content-Type: application/pkcs7-signature; name=smime.p7s\r
            Content-Transfer-Encoding: base64\r
            \r
            %s\r
            --b--\r
            """
                .formatted(Mails.PLAIN, Base64.getMimeEncoder().encodeToString(cms)));

    try (Signed signed = new Verifier(spools).verify(entity)) {
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
      assertHolds(signed);
    }
  }

  @Test
  void signsOpaqueWhatWeVerify() throws Exception {
    Files.writeString(folder.resolve("plain"), Mails.PLAIN);
    byte[] cms = withKey("--local-user", "ming@example.tw", "--sign", "plain");
    Entity entity = Mails.entity(Mails.pkcs7Mime(cms, ""));

    assertThat(SmimeKind.of(entity)).isEqualTo(SmimeKind.SIGNED_DATA);
    try (Signed signed = new Verifier(spools).verify(entity)) {
      assertThat(new String(Mails.all(signed.content()), StandardCharsets.UTF_8))
          .isEqualTo(Mails.PLAIN);
      assertHolds(signed);
    }
  }

  private static void assertHolds(Signed signed) {
    assertThat(signed.signatures())
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.outcome()).isEqualTo(new Outcome.Holds());
              assertThat(check.signer()).contains(Pki.MING.signing().certificate());
            });
  }
}
