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
 * A revocation list of half a million entries: read, checked and indexed, against openssl on the
 * same file, and asked for single certificates, in a process with as little memory as the proxy.
 */
final class CrlTimes {
  private static final int ENTRIES = 500_000;

  private final Path folder;
  private final PrintStream out;

  CrlTimes(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  void run(int runs) throws Exception {
    ManyRevoked authority = new ManyRevoked();
    Path list = folder.resolve("list.crl");
    authority.writeList(list, ENTRIES);
    authority.writeList(folder.resolve("short.crl"), 10);
    Authority.writePem(authority.authority(), folder.resolve("ca.pem"));
    Authority.writePem(authority.holder(), folder.resolve("holder.pem"));
    out.printf(
        "%nA revocation list of %,d entries, %.1f MB, RSA-2048%n", ENTRIES, Files.size(list) / 1e6);
    List<String> command = SealpostCommand.jvm(List.of("-Xmx64m", "-XX:+UseCompactObjectHeaders"));
    command.removeLast();
    command.add(CrlProcess.class.getName());
    command.addAll(List.of(folder.toString(), Integer.toString(runs)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      process.getInputStream().transferTo(out);
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("the revocation list could not be measured");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
