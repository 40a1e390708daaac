package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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
  private Path home;

  @BeforeAll
  void makeKeyring() throws Exception {
    Programs.need("gpgsm", "gpgconf", "openssl");
    // Its sockets need a short path.
    home = Files.createTempDirectory(Path.of("/tmp"), "gpgsm");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    String fingerprint =
        java.util.HexFormat.of()
            .withUpperCase()
            .withDelimiter(":")
            .formatHex(
                java.security.MessageDigest.getInstance("SHA-1")
                    .digest(authority.certificate().getEncoded()));
    Files.writeString(home.resolve("trustlist.txt"), fingerprint + " S relax\n");
    Files.writeString(home.resolve("gpg-agent.conf"), "allow-loopback-pinentry\n");
    Files.writeString(home.resolve("gpgsm.conf"), "disable-crl-checks\n");
    Files.writeString(folder.resolve("password"), "demo");
    Path anchor = folder.resolve("ca.pem");
    Authority.writePem(authority.certificate(), anchor);
    gpgsm("--import", anchor.toString()).succeeds();
    for (String which : List.of("sign", "encrypt")) {
      importKey(which);
    }
  }

  private void importKey(String which) throws Exception {
    boolean sign = which.equals("sign");
    Path pem = folder.resolve(which + ".pem");
    Authority.writePem(sign ? alice.signing() : alice.encryption(), pem);
    Path key = folder.resolve(which + ".key");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder()
                .encodeToString(
                    (sign ? alice.signingKey() : alice.encryptionKey()).getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Path p12 = folder.resolve(which + ".p12");
    Programs.run(
            "openssl",
            "pkcs12",
            "-export",
            "-legacy",
            "-in",
            pem.toString(),
            "-inkey",
            key.toString(),
            "-passout",
            "pass:demo",
            "-out",
            p12.toString())
        .succeeds();
    gpgsm("--import", p12.toString()).succeeds();
  }

  @AfterAll
  void stopItsAgent() throws Exception {
    if (home != null) {
      Programs.run("gpgconf", "--homedir", home.toString(), "--kill", "all");
      Programs.run("rm", "-rf", home.toString());
    }
  }

  private Programs.Run gpgsm(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "exec gpgsm \"$@\" 3<\"$0\"",
                folder.resolve("password").toString(),
                "--homedir",
                home.toString(),
                "--batch",
                "--no-tty",
                "--yes",
                "--pinentry-mode",
                "loopback",
                "--passphrase-fd",
                "3"));
    command.addAll(List.of(arguments));
    return Programs.run(command);
  }

  @Test
  void gpgsmOpensAndVerifiesWhatTheDemoSent() throws Exception {
    Path results = folder.resolve("demo");
    SealpostCommand.Result demo =
        SealpostCommand.run(List.of("demo", "--check", "--out", results.toString()));
    assertThat(demo.status()).as(demo.output() + demo.errors()).isZero();
    importDemoKeys(results);
    String wire = Files.readString(results.resolve("wire.eml")).replace("\r\n", "\n");
    Path blob = folder.resolve("wire.p7m");
    Files.write(
        blob,
        java.util.Base64.getMimeDecoder().decode(wire.substring(wire.indexOf("\n\n")).strip()));
    Path plain = folder.resolve("plain.eml");

    // It complains of not knowing the other recipient, the sender, and decrypts all the same.
    gpgsm("-o", plain.toString(), "--decrypt", blob.toString());

    String signed = Files.readString(plain);
    assertThat(signed).contains("multipart/signed");
    String boundary = signed.replaceAll("(?s).*?boundary=\"?([^\";\\r\\n]+).*", "$1");
    String[] parts =
        signed.split("(?:\r\n)?--" + java.util.regex.Pattern.quote(boundary) + "(?:\r\n|--)", -1);
    Path content = Files.writeString(folder.resolve("content"), parts[1]);
    Path signature = folder.resolve("signature");
    Files.write(
        signature,
        java.util.Base64.getMimeDecoder()
            .decode(parts[2].substring(parts[2].indexOf("\r\n\r\n")).strip()));
    assertThat(gpgsm("--verify", signature.toString(), content.toString()).output())
        .contains("Good signature");
  }

  private void importDemoKeys(Path results) throws Exception {
    Path all = folder.resolve("recipient.pem");
    Programs.run(
            "openssl",
            "pkcs12",
            "-in",
            results.resolve("recipient.p12").toString(),
            "-nodes",
            "-passin",
            "pass:demo",
            "-out",
            all.toString())
        .succeeds();
    List<String> keys =
        java.util.regex.Pattern.compile(
                "-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n",
                java.util.regex.Pattern.DOTALL)
            .matcher(Files.readString(all))
            .results()
            .map(java.util.regex.MatchResult::group)
            .toList();
    for (String key : keys) {
      Path one = Files.writeString(folder.resolve("one.key"), key);
      Path p12 = folder.resolve("one.p12");
      // openssl takes the certificate that fits the key.
      Programs.run(
              "openssl",
              "pkcs12",
              "-export",
              "-legacy",
              "-in",
              all.toString(),
              "-inkey",
              one.toString(),
              "-passout",
              "pass:demo",
              "-out",
              p12.toString())
          .succeeds();
      gpgsm("--import", p12.toString()).succeeds();
    }
    gpgsm("--import", results.resolve("ca.pem").toString()).succeeds();
    String fingerprint =
        Programs.run(
                "openssl",
                "x509",
                "-noout",
                "-fingerprint",
                "-sha1",
                "-in",
                results.resolve("ca.pem").toString())
            .succeeds()
            .output()
            .replaceAll(".*=", "")
            .strip();
    Files.writeString(
        home.resolve("trustlist.txt"),
        fingerprint + " S relax\n",
        java.nio.file.StandardOpenOption.APPEND);
    Programs.run("gpgconf", "--homedir", home.toString(), "--reload", "gpg-agent");
  }

  @Test
  void sealpostOpensAndVerifiesWhatGpgsmWrote() throws Exception {
    Path content =
        Files.writeString(
            folder.resolve("inner"), "Content-Type: text/plain\r\n\r\nfrom gpgsm\r\n");
    Path signed = folder.resolve("opaque.p7m");
    gpgsm("--sign", "-u", ALICE, "-o", signed.toString(), content.toString()).succeeds();
    Path encrypted = folder.resolve("encrypted.p7m");
    Path wrapped = mail("signed-data", signed);
    gpgsm("--encrypt", "-r", ALICE, "-o", encrypted.toString(), wrapped.toString()).succeeds();

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
                java.util.Base64.getMimeEncoder().encodeToString(Files.readAllBytes(blob)))
            .replace("\r\n", "\n")
            .replace("\n", "\r\n"));
  }
}
