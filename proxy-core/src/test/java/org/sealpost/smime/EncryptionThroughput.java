package org.sealpost.smime;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.sealpost.failure.Failure;
import org.sealpost.mime.EntityWriter;

/**
 * Measures how fast a mail of 26 MB is encrypted with each cipher in this process, against openssl
 * with the same cipher on the same file. Run with {@code -Xmx64m}.
 */
final class EncryptionThroughput {
  private static final int SIZE = 26_000_000;
  private static final int PART = 500_000;
  private static final int ROUNDS = 11;

  private final Path folder;

  private EncryptionThroughput(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("sealpost-encryption");
    byte[] part = Mails.attachment(PART);
    try (OutputStream out = Files.newOutputStream(folder.resolve("plain.eml"))) {
      for (int written = 0; written < SIZE; written += part.length) {
        out.write(part);
      }
    }
    Pki.HUA.encryption().writeCertificates(folder.resolve("recipient.pem"));
    EncryptionThroughput run = new EncryptionThroughput(folder);
    run.compare(Algorithms.Content.AES_256_GCM, "-aes-256-gcm");
    run.compare(Algorithms.Content.AES_256_CBC, "-aes256");
    System.out.println(folder);
  }

  private void compare(Algorithms.Content content, String option) throws Exception {
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      encrypt(content);
      long between = System.nanoTime();
      openssl(option);
      ours[round] = (between - start) / 1e6;
      theirs[round] = (System.nanoTime() - between) / 1e6;
    }
    double cold = ours[0];
    Arrays.sort(ours);
    Arrays.sort(theirs);
    System.out.printf(
        "%s: ours %.0f ms (first %.0f, fastest %.0f); openssl %.0f ms (fastest %.0f); ratio %.2f%n",
        content,
        ours[ROUNDS / 2],
        cold,
        ours[0],
        theirs[ROUNDS / 2],
        theirs[0],
        ours[ROUNDS / 2] / theirs[ROUNDS / 2]);
  }

  private void encrypt(Algorithms.Content content) throws IOException, Failure {
    Algorithms algorithms =
        new Algorithms(
            content,
            Algorithms.Transport.AUTO,
            Algorithms.Digest.AUTO,
            Algorithms.RsaSignature.PKCS1);
    EntityWriter file = out -> Files.copy(folder.resolve("plain.eml"), out);
    Reader reader = Reader.of(Pki.HUA.encryption().certificate());
    try (OutputStream out = Files.newOutputStream(folder.resolve("ours.eml"))) {
      new EncryptedWriter(file, List.of(reader), algorithms).writeTo(out);
    }
  }

  private void openssl(String option) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "openssl",
                "cms",
                "-encrypt",
                "-binary",
                option,
                "-in",
                "plain.eml",
                "-out",
                "theirs.eml",
                "recipient.pem")
            .directory(folder.toFile())
            .redirectError(new File("/dev/null"))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("openssl failed");
    }
  }
}
