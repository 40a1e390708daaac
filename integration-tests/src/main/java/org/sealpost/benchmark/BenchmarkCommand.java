package org.sealpost.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.sealpost.server.cli.CommandExtension;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost benchmark}. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description =
        "Measures the agent against the card itself, sending and receiving against the same server"
            + " without Sealpost, and a large mail, its encryption with each cipher, the"
            + " verification of a signed mail and a large revocation list against openssl, all in"
            + " one run.")
public final class BenchmarkCommand implements CommandExtension {
  @Option(
      names = "--mails",
      description = "mails to send, fetch and verify (default ${DEFAULT-VALUE})")
  private int mails = 1000;

  @Option(
      names = "--runs",
      description =
          "large mails to send and to encrypt, and lists to read (default ${DEFAULT-VALUE})")
  private int runs = 15;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("sealpost-benchmark-");
    try {
      new CardTimes(folder, System.out).run(mails);
      new ManyMails(folder, System.out).run(mails);
      new LargeMail(folder, System.out).run(runs);
      new EncryptionTimes(folder, System.out).run(runs);
      new VerifyTimes(folder, System.out).run(mails);
      new CrlTimes(folder, System.out).run(runs);
      return 0;
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
