package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;

/** GnuPG's S/MIME program reads what Sealpost sends, and Sealpost what it writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GpgsmTest {
  private static final String ALICE = "alice@example.test";

  @TempDir static Path folder;
  private final Authority authority = new Authority("Gpgsm CA");
  private final Person alice = authority.person("Alice", ALICE);
  private Gpgsm gpgsm;

  @BeforeAll
  void makeKeyring() throws Exception {
    gpgsm = Gpgsm.empty();
    gpgsm.trust(authority.certificate());
    gpgsm.add(alice.signing(), alice.signingKey().getPrivate());
    gpgsm.add(alice.encryption(), alice.encryptionKey().getPrivate());
  }

  @AfterAll
  void stopItsAgent() {
    if (gpgsm != null) {
      gpgsm.close();
    }
  }

  @Test
  void gpgsmOpensAndVerifiesWhatTheDemoSent() throws Exception {
    Path results = folder.resolve("demo");
    SealpostCommand.Result demo =
        SealpostCommand.demo(List.of("--check", "--out", results.toString()));
    assertThat(demo.status()).as(demo.output() + demo.errors()).isZero();
    importDemoKeys(results);
    String wire = Files.readString(results.resolve("wire.eml")).replace("\r\n", "\n");
    String signed =
        new String(
            gpgsm.decrypt(
                Base64.getMimeDecoder().decode(wire.substring(wire.indexOf("\n\n")).strip())),
            StandardCharsets.UTF_8);

    assertThat(signed).contains("multipart/signed");
    String boundary = signed.replaceAll("(?s).*?boundary=\"?([^\";\\r\\n]+).*", "$1");
    String[] parts =
        signed.split("(?:\r\n)?--" + java.util.regex.Pattern.quote(boundary) + "(?:\r\n|--)", -1);
    Path content = Files.writeString(folder.resolve("content"), parts[1]);
    Path signature = folder.resolve("signature");
    Files.write(
        signature,
        Base64.getMimeDecoder().decode(parts[2].substring(parts[2].indexOf("\r\n\r\n")).strip()));
    assertThat(gpgsm.run("--verify", signature.toString(), content.toString()).output())
        .contains("Good signature");
  }

  private void importDemoKeys(Path results) throws Exception {
    KeyStore card = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(results.resolve("recipient.p12"))) {
      card.load(in, "demo".toCharArray());
    }
    for (String alias : Collections.list(card.aliases())) {
      gpgsm.add(
          (X509Certificate) card.getCertificate(alias),
          (PrivateKey) card.getKey(alias, "demo".toCharArray()));
    }
    try (InputStream in = Files.newInputStream(results.resolve("ca.pem"))) {
      gpgsm.trust(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  @Test
  void sealpostOpensAndVerifiesWhatGpgsmWrote() throws Exception {
    Path content =
        Files.writeString(
            folder.resolve("inner"), "Content-Type: text/plain\r\n\r\nfrom gpgsm\r\n");
    Path signed = folder.resolve("opaque.p7m");
    gpgsm.run("--sign", "-u", ALICE, "-o", signed.toString(), content.toString()).succeeds();
    Path encrypted = folder.resolve("encrypted.p7m");
    Path wrapped = mail("signed-data", signed);
    gpgsm.run("--encrypt", "-r", ALICE, "-o", encrypted.toString(), wrapped.toString()).succeeds();

    ServerAddress nowhere = new ServerAddress("localhost", 9, "none");
    try (Installation side =
        Installation.create(folder.resolve("alice"), Setup.of(alice, ALICE, nowhere, nowhere))) {
      side.startAgent();
      SealpostCommand.Result result =
          side.run("open", "--json", mail("enveloped-data", encrypted).toString());
      assertThat(result.output())
          .as(result.errors())
          .contains("\"decrypted\"")
          .contains("\"unchecked\"");
    }
  }

  private Path mail(String type, Path blob) throws Exception {
    return Files.writeString(
        Files.createTempFile(folder, "mail", ".eml"),
        """
        From: %s
        To: %s
        Subject: from gpgsm
        MIME-Version: 1.0
        Content-Type: application/pkcs7-mime; smime-type=%s; name=smime.p7m
        Content-Transfer-Encoding: base64

        %s
        """
            .formatted(
                ALICE,
                ALICE,
                type,
                Base64.getMimeEncoder().encodeToString(Files.readAllBytes(blob)))
            .replace("\r\n", "\n")
            .replace("\n", "\r\n"));
  }
}
