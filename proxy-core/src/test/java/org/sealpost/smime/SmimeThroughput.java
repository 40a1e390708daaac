package org.sealpost.smime;

import com.sun.management.ThreadMXBean;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testpki.SoftRecipientKeys;
import org.sealpost.testpki.SoftSigningKey;

/**
 * Measures signing, encrypting and opening 25 MB in this process against a pipe of two openssl
 * processes on the same file. Run with {@code -Xmx64m}; the first round is that of a cold process.
 */
final class SmimeThroughput {
  private static final int SIZE = 25 * 1024 * 1024;
  private static final int ROUNDS = 15;

  private SmimeThroughput() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("sealpost-throughput");
    Path plain = folder.resolve("plain.eml");
    writePlain(plain);
    Pki.MING.signing().writeCertificates(folder.resolve("signer.pem"));
    Pki.MING.signing().writeKey(folder.resolve("signer.key"));
    Pki.HUA.encryption().writeCertificates(folder.resolve("recipient.pem"));
    for (int round = 1; round <= ROUNDS; round++) {
      long before = allocated();
      long cpuBefore = threads().getCurrentThreadCpuTime();
      Duration ours = time(() -> sealed(plain, folder.resolve("ours.eml")));
      long bytes = allocated() - before;
      long cpu = threads().getCurrentThreadCpuTime() - cpuBefore;
      Duration theirs = time(() -> openssl(folder));
      Duration opening = time(() -> open(folder));
      System.out.printf(
          "%2d: sign and encrypt %d ms (%d ms of CPU), %.1f MB allocated; openssl %d ms, ratio %.2f; open %d ms%n",
          round,
          ours.toMillis(),
          cpu / 1_000_000,
          bytes / 1e6,
          theirs.toMillis(),
          (double) ours.toNanos() / theirs.toNanos(),
          opening.toMillis());
    }
    System.out.println(folder);
  }

  private interface Task {
    void run() throws Exception;
  }

  private static Duration time(Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static ThreadMXBean threads() {
    return (ThreadMXBean) ManagementFactory.getThreadMXBean();
  }

  private static long allocated() {
    return threads().getCurrentThreadAllocatedBytes();
  }

  private static void writePlain(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(Mails.bytes("Content-Type: text/plain\r\n\r\n"));
      byte[] line = new byte[78];
      Random random = new Random(1);
      for (int written = 0; written < SIZE; written += line.length) {
        for (int i = 0; i < 76; i++) {
          line[i] = (byte) ('A' + random.nextInt(26));
        }
        line[76] = '\r';
        line[77] = '\n';
        out.write(line);
      }
    }
  }

  private static void sealed(Path plain, Path target) throws IOException, Failure {
    EntityWriter file = out -> Files.copy(plain, out);
    SignedWriter signed = new SignedWriter(file, new SoftSigningKey(Pki.MING), Instant.now());
    EncryptedWriter encrypted =
        new EncryptedWriter(signed, List.of(Pki.HUA.encryption().certificate()));
    try (OutputStream out = Files.newOutputStream(target)) {
      encrypted.writeTo(out);
    }
  }

  private static void openssl(Path folder) throws IOException, InterruptedException {
    List<Process> pipeline =
        ProcessBuilder.startPipeline(
            List.of(
                new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-sign",
                        "-binary",
                        "-in",
                        "plain.eml",
                        "-signer",
                        "signer.pem",
                        "-inkey",
                        "signer.key")
                    .directory(folder.toFile()),
                new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-encrypt",
                        "-binary",
                        "-aes256",
                        "-out",
                        "theirs.eml",
                        "recipient.pem")
                    .directory(folder.toFile())
                    .redirectError(new File("/dev/null"))));
    for (Process process : pipeline) {
      process.waitFor();
    }
  }

  private static void open(Path folder) throws Exception {
    SpoolFactory spools = new SpoolFactory(folder.resolve("spool"), 256 * 1024);
    try (Spool mail = spools.create()) {
      try (OutputStream out = mail.out()) {
        Files.copy(folder.resolve("ours.eml"), out);
      }
      Decryption decryption =
          new Decryptor(spools, false)
              .decrypt(Entity.parse(mail), new SoftRecipientKeys(Pki.HUA.encryption()));
      try (Spool plaintext = ((Decryption.Decrypted) decryption).plaintext();
          Signed signed = new Verifier(spools).verify(Entity.parse(plaintext))) {
        if (!(signed.signatures().getFirst().outcome() instanceof SignatureCheck.Outcome.Holds)) {
          throw new IllegalStateException(signed.signatures().toString());
        }
      }
    }
  }
}
