package org.sealpost.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Person;

/**
 * openssl as a recipient: it opens mails with someone's own key and verifies what is inside.
 *
 * @param folder for keys and mails
 * @param authority the anchor
 */
record OpensslReader(Path folder, Authority authority) {
  /** What openssl decrypts with the encryption key of {@code reader}. */
  byte[] decrypt(byte[] mail, Person reader) throws IOException, InterruptedException {
    Path plain = Files.createTempFile(folder, "plain", ".eml");
    decryption(mail, reader, plain).succeeds();
    return Files.readAllBytes(plain);
  }

  /** Whether openssl can decrypt it with the encryption key of {@code reader}. */
  boolean opens(byte[] mail, Person reader) throws IOException, InterruptedException {
    return decryption(mail, reader, Files.createTempFile(folder, "plain", ".eml")).status() == 0;
  }

  private Programs.Run decryption(byte[] mail, Person reader, Path plain)
      throws IOException, InterruptedException {
    // With its certificate named, it fails at a mail that does not name the certificate.
    return Programs.run(
        "openssl",
        "cms",
        "-decrypt",
        "-in",
        file(mail).toString(),
        "-inkey",
        key(reader).toString(),
        "-recip",
        certificate(reader).toString(),
        "-out",
        plain.toString());
  }

  /** Verifies a signed mail; fails where openssl does not say that it holds. */
  void verify(byte[] mail) throws IOException, InterruptedException {
    Path anchor = folder.resolve("anchor.pem");
    Authority.writePem(authority.certificate(), anchor);
    Programs.run(
            "openssl",
            "cms",
            "-verify",
            "-in",
            file(mail).toString(),
            "-CAfile",
            anchor.toString(),
            "-purpose",
            "any",
            "-out",
            "/dev/null")
        .succeeds();
  }

  /** Verifies a signed mail, in either form, and says with whose certificate. */
  X509Certificate signer(byte[] mail)
      throws IOException, InterruptedException, CertificateException {
    verify(mail);
    Path found = Files.createTempFile(folder, "signer", ".pem");
    Programs.run(
            "openssl",
            "cms",
            "-verify",
            "-noverify",
            "-in",
            file(mail).toString(),
            "-signer",
            found.toString(),
            "-out",
            "/dev/null")
        .succeeds();
    try (InputStream in = Files.newInputStream(found)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** The structure of a mail's CMS object, as openssl tells it. */
  String structure(byte[] mail) throws IOException, InterruptedException {
    return Programs.run("openssl", "cms", "-cmsout", "-print", "-in", file(mail).toString())
        .succeeds()
        .output();
  }

  /** The certificates that a signed mail encloses, as PEM. */
  String certificates(byte[] mail) throws IOException, InterruptedException {
    Path found = Files.createTempFile(folder, "enclosed", ".pem");
    Programs.run(
            "openssl",
            "cms",
            "-verify",
            "-noverify",
            "-in",
            file(mail).toString(),
            "-certsout",
            found.toString(),
            "-out",
            "/dev/null")
        .succeeds();
    return Files.readString(found);
  }

  Path file(byte[] mail) throws IOException {
    return Files.write(Files.createTempFile(folder, "mail", ".eml"), mail);
  }

  Path certificate(Person person) throws IOException {
    Path file = folder.resolve(person.address() + ".pem");
    Authority.writePem(person.encryption(), file);
    return file;
  }

  Path key(Person person) throws IOException {
    return Files.writeString(
        folder.resolve(person.address() + ".key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(person.encryptionKey().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }
}
