package org.sealpost.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.ServerAddress;

/** 25 MB signed and encrypted on the way to a server, against openssl on the same file. */
final class LargeMail {
  private static final String ADDRESS = "ming@example.test";
  private static final int SIZE = 25 << 20;
  private static final int WARM_UP = 5;

  private final Path folder;
  private final PrintStream out;

  LargeMail(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  void run(int runs) throws Exception {
    Authority authority = new Authority("Benchmark CA");
    Person person = authority.person("Ming", ADDRESS);
    byte[] mail = ManyMails.mail(SIZE);
    Path file = Files.write(folder.resolve("large.eml"), mail);
    writeKeys(person);
    try (Sink sink = new Sink()) {
      ServerAddress upstream = new ServerAddress("127.0.0.1", sink.port(), "none");
      Setup setup =
          Setup.of(person, ADDRESS, upstream, upstream, "policy.encrypt = required").toMeasure();
      try (Installation side = Installation.create(folder.resolve("large"), setup)) {
        side.start();
        Path certificate = folder.resolve("large.pem");
        Authority.writePem(person.encryption(), certificate);
        side.run("book", "import", certificate.toString());
        double[] ours = new double[runs];
        double[] theirs = new double[runs];
        for (int i = -WARM_UP; i < runs; i++) {
          double proxied = sendThrough(side.smtpPort(), mail);
          double openssl = openssl(file);
          if (i >= 0) {
            ours[i] = proxied;
            theirs[i] = openssl;
          }
        }
        report(mail.length, ours, theirs, Memory.peakMebibytes(side.proxy().pid()));
      }
    }
  }

  private static double sendThrough(int port, byte[] mail) throws IOException {
    try (SmtpConnection connection = new SmtpConnection(port, "", "")) {
      long begin = System.nanoTime();
      connection.send(ADDRESS, ADDRESS, mail);
      return (System.nanoTime() - begin) / 1e6;
    }
  }

  private double openssl(Path file) throws IOException, InterruptedException {
    String pipeline =
        ("openssl cms -sign -in '%1$s' -signer '%2$s/sign.pem' -inkey '%2$s/sign.key'"
                + " | openssl cms -encrypt -aes-256-cbc '%2$s/encrypt.pem' > /dev/null")
            .formatted(file, folder);
    long begin = System.nanoTime();
    Process process = new ProcessBuilder("sh", "-c", pipeline).inheritIO().start();
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("openssl failed");
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private void writeKeys(Person person) throws IOException {
    Authority.writePem(person.signing(), folder.resolve("sign.pem"));
    Authority.writePem(person.encryption(), folder.resolve("encrypt.pem"));
    Files.writeString(
        folder.resolve("sign.key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(person.signingKey().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  private void report(int size, double[] ours, double[] theirs, long peak) {
    Arrays.sort(ours);
    Arrays.sort(theirs);
    double mine = ours[ours.length / 2];
    double other = theirs[theirs.length / 2];
    out.printf("A mail of %.1f MB, signed and encrypted, median of %d%n", size / 1e6, ours.length);
    out.printf("%-34s %9.0f ms  (fastest %.0f)%n", "client → Sealpost → server", mine, ours[0]);
    out.printf(
        "%-34s %9.0f ms  (fastest %.0f)%n", "openssl cms -sign | cms -encrypt", other, theirs[0]);
    out.printf("%-34s %9.2f%n", "ratio", mine / other);
    out.printf("proxy with a heap of 64 MB, peak resident: %d MiB%n", peak);
  }
}
