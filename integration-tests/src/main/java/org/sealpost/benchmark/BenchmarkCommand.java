package org.sealpost.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.server.cli.CommandExtension;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
  private static final String FRESH = "";

  @Spec private CommandSpec spec;

  @Option(
      names = "--mails",
      description = "mails to send, fetch and verify (default ${DEFAULT-VALUE})")
  private int mails = 1000;

  @Option(
      names = "--runs",
      description =
          "large mails to send and to encrypt, and lists to read (default ${DEFAULT-VALUE})")
  private int runs = 15;

  @Option(
      names = "--footprint",
      arity = "0..1",
      fallbackValue = FRESH,
      paramLabel = "LAUNCHER",
      description =
          "measure start, memory and size of this bin/sealpost of a package instead (default: of one"
              + " that is made for it), and DavMail's where it is installed")
  private Optional<Path> footprint = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("sealpost-benchmark-");
    try {
      if (footprint.isPresent()) {
        boolean named = !footprint.get().toString().equals(FRESH);
        Path launcher =
            named ? footprint.get() : FreshPackage.launcher(spec.root().commandLine(), folder);
        new Footprint(launcher, folder, System.out).run(runs, mails);
        return 0;
      }
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
