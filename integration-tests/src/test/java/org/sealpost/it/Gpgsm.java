package org.sealpost.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.sealpost.harness.Authority;

/**
 * GnuPG's S/MIME program with a keyring of its own. Its version 2.2 knows RSA keys only.
 *
 * @param home its folder; its sockets need a short path
 */
record Gpgsm(Path home) implements AutoCloseable {
  private static final String PASSWORD = "demo";

  /** An empty keyring; skips the test where a program is missing. */
  static Gpgsm empty() throws IOException {
    Programs.need("gpgsm", "gpgconf", "openssl");
    Path home = Files.createTempDirectory(Path.of("/tmp"), "gpgsm");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(home.resolve("trustlist.txt"), "");
    Files.writeString(home.resolve("gpg-agent.conf"), "allow-loopback-pinentry\n");
    Files.writeString(home.resolve("gpgsm.conf"), "disable-crl-checks\n");
    Files.writeString(home.resolve("password"), PASSWORD);
    return new Gpgsm(home);
  }

  /** Makes a CA an anchor. */
  void trust(X509Certificate anchor)
      throws IOException, InterruptedException, GeneralSecurityException {
    String fingerprint =
        HexFormat.of()
            .withUpperCase()
            .withDelimiter(":")
            .formatHex(MessageDigest.getInstance("SHA-1").digest(anchor.getEncoded()));
    Files.writeString(
        home.resolve("trustlist.txt"), fingerprint + " S relax\n", StandardOpenOption.APPEND);
    Programs.run("gpgconf", "--homedir", home.toString(), "--reload", "gpg-agent");
    Path file = home.resolve("anchor.pem");
    Authority.writePem(anchor, file);
    run("--import", file.toString()).succeeds();
  }

  /** Adds a key with its certificate. */
  void add(X509Certificate certificate, PrivateKey key) throws IOException, InterruptedException {
    Path pem = home.resolve("own.pem");
    Authority.writePem(certificate, pem);
    Path secret = home.resolve("own.key");
    Files.writeString(
        secret,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Path both = home.resolve("own.p12");
    Programs.run(
            "openssl",
            "pkcs12",
            "-export",
            "-legacy",
            "-in",
            pem.toString(),
            "-inkey",
            secret.toString(),
            "-passout",
            "pass:" + PASSWORD,
            "-out",
            both.toString())
        .succeeds();
    run("--import", both.toString()).succeeds();
  }

  /** Runs it without anyone at the keyboard. */
  Programs.Run run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "exec gpgsm \"$@\" 3<\"$0\"",
                home.resolve("password").toString(),
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

  /**
   * What it decrypts.
   *
   * @param cms the decoded body of the mail
   */
  byte[] decrypt(byte[] cms) throws IOException, InterruptedException {
    Path encrypted = Files.write(home.resolve("mail.p7m"), cms);
    Path plain = home.resolve("plain");
    Files.deleteIfExists(plain);
    // Its exit status also complains of not knowing the other recipients.
    Programs.Run run = run("-o", plain.toString(), "--decrypt", encrypted.toString());
    if (!Files.exists(plain)) {
      throw new AssertionError(run.output());
    }
    return Files.readAllBytes(plain);
  }

  @Override
  public void close() {
    try {
      Programs.run("gpgconf", "--homedir", home.toString(), "--kill", "all");
      Programs.run("rm", "-rf", home.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
