package org.sealpost.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sealpost.harness.Program;
import picocli.CommandLine;

/** A package of this program, made and unpacked for one run. */
final class FreshPackage {
  private FreshPackage() {}

  /**
   * Makes it.
   *
   * @param sealpost the command, which knows how to make packages
   * @param folder to make it in
   * @return the packaged command
   */
  static Path launcher(CommandLine sealpost, Path folder) throws IOException, InterruptedException {
    Path packages = Files.createDirectories(folder.resolve("packages"));
    Path program = Files.createDirectories(folder.resolve("program"));
    if (sealpost.execute("package", "--output", packages.toString()) != 0) {
      throw new IOException("the package could not be made");
    }
    try (Stream<Path> made = Files.list(packages)) {
      for (Path file : made.sorted().toList()) {
        if (file.toString().endsWith(".tar.gz")) {
          run("tar", "-xf", file.toString(), "-C", program.toString(), "--strip-components=1");
        }
      }
    }
    // As the Debian package does when it is installed.
    run(program.resolve("bin/sealpost-cache").toString());
    return program.resolve("bin/sealpost");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Program.run(Map.of(), List.of(command)).succeeds();
  }
}
