package org.sealpost.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sealpost.harness.Authority;
import org.sealpost.harness.SealpostCommand;

/**
 * How fast a large mail is encrypted with each cipher, against openssl with the same cipher on the
 * same file, in a process with as little memory as the proxy.
 */
final class EncryptionTimes {
  private static final int SIZE = 25 << 20;

  private final Path folder;
  private final PrintStream out;

  EncryptionTimes(Path folder, PrintStream out) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("encryption"));
    this.out = out;
  }

  void run(int runs) throws Exception {
    Files.write(folder.resolve("plain.eml"), ManyMails.mail(SIZE));
    Authority.writePem(
        new Authority("Benchmark CA").person("Hua", "hua@example.test").encryption(),
        folder.resolve("recipient.pem"));
    out.printf(
        "%nA mail of %.1f MB encrypted to one RSA-2048 key, median of %d%n", SIZE / 1e6, runs);
    List<String> command = SealpostCommand.jvm(List.of("-Xmx64m", "-XX:+UseCompactObjectHeaders"));
    command.removeLast();
    command.add(EncryptionProcess.class.getName());
    command.addAll(List.of(folder.toString(), Integer.toString(runs)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      process.getInputStream().transferTo(out);
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("the encryption could not be measured");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
