package org.sealpost.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sealpost.failure.Failure;
import org.sealpost.harness.Program;
import org.sealpost.smime.Algorithms;
import org.sealpost.smime.EncryptedWriter;
import org.sealpost.smime.Reader;

/** The process of {@link EncryptionTimes}: its arguments are the folder and the number of runs. */
final class EncryptionProcess {
  private static final int WARM_UP = 3;

  private final Path folder;
  private final Reader recipient;
  private final int runs;

  private EncryptionProcess(Path folder, Reader recipient, int runs) {
    this.folder = folder;
    this.recipient = recipient;
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    X509Certificate certificate;
    try (InputStream in = Files.newInputStream(folder.resolve("recipient.pem"))) {
      certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    EncryptionProcess process =
        new EncryptionProcess(folder, Reader.of(certificate), Integer.parseInt(arguments[1]));
    System.out.printf("%-34s %9s %9s %9s %9s%n", "", "ours ms", "MB/s", "openssl", "ratio");
    process.compare("AES-256-GCM", Algorithms.Content.AES_256_GCM, "-aes-256-gcm");
    process.compare("AES-256-CBC", Algorithms.Content.AES_256_CBC, "-aes-256-cbc");
  }

  private void compare(String name, Algorithms.Content content, String option) throws Exception {
    double[] ours = new double[runs];
    double[] theirs = new double[runs];
    for (int i = -WARM_UP; i < runs; i++) {
      long begin = System.nanoTime();
      encrypt(content);
      long between = System.nanoTime();
      openssl(option);
      long end = System.nanoTime();
      if (i >= 0) {
        ours[i] = (between - begin) / 1e6;
        theirs[i] = (end - between) / 1e6;
      }
    }
    Arrays.sort(ours);
    Arrays.sort(theirs);
    double mine = ours[runs / 2];
    double other = theirs[runs / 2];
    double megabytes = Files.size(folder.resolve("plain.eml")) / 1e6;
    System.out.printf(
        "%-34s %9.0f %9.0f %9.0f %9.2f%n",
        name, mine, megabytes / (mine / 1e3), other, mine / other);
  }

  private void encrypt(Algorithms.Content content) throws IOException, Failure {
    Algorithms standard = Algorithms.standard();
    Algorithms pinned =
        new Algorithms(
            content, standard.keyTransport(), standard.digest(), standard.rsaSignature());
    try (OutputStream out = Files.newOutputStream(folder.resolve("ours.eml"))) {
      new EncryptedWriter(
              target -> Files.copy(folder.resolve("plain.eml"), target), List.of(recipient), pinned)
          .writeTo(out);
    }
  }

  /** It reads and writes files as well, and as binary, so that it does not convert line ends. */
  private void openssl(String option) throws IOException, InterruptedException {
    Program.run(
            Map.of(),
            List.of(
                "openssl",
                "cms",
                "-encrypt",
                "-binary",
                option,
                "-in",
                folder.resolve("plain.eml").toString(),
                "-out",
                folder.resolve("theirs.eml").toString(),
                folder.resolve("recipient.pem").toString()))
        .succeeds();
  }
}
