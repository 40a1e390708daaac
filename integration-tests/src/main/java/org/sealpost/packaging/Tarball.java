package org.sealpost.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sealpost.harness.Program;
import org.sealpost.packaging.PackageCommand.Plan;

/** The same files for systems without Debian's packages, in one folder that runs where it lies. */
final class Tarball {
  /** Folders of the package, and what they are called here. */
  private static final Map<String, String> FOLDERS =
      Map.of(
          "usr/lib/sealpost", "",
          "etc/sealpost", "etc/sealpost",
          "usr/share/doc/sealpost", "doc",
          "usr/share/man", "man",
          "usr/share/bash-completion/completions", "completions/bash",
          "usr/share/zsh/vendor-completions", "completions/zsh",
          "usr/lib/systemd", "services/systemd",
          "usr/lib/sysusers.d", "services/sysusers.d");

  private final Plan plan;
  private final Path root;

  /**
   * @param root the files as they lie on a Debian machine
   */
  Tarball(Plan plan, Path root) {
    this.plan = plan;
    this.root = root;
  }

  /** Writes it into a folder and returns its file. */
  Path write(Path output, Path work) throws IOException, InterruptedException {
    String name = plan.name() + "-" + plan.version() + "-" + plan.architecture();
    Path folder = Files.createDirectories(work.resolve(name));
    for (Map.Entry<String, String> entry : FOLDERS.entrySet()) {
      Path from = root.resolve(entry.getKey());
      if (Files.isDirectory(from)) {
        copy(from, folder.resolve(entry.getValue()));
      }
    }
    Files.copy(plan.templates().resolve("README"), folder.resolve("README"));
    Installed.modes(folder);
    Installed.times(folder, plan.time());
    Path file = output.resolve(name + ".tar.gz");
    Program.run(
            Map.of("LC_ALL", "C"),
            List.of(
                "tar",
                "--create",
                "--sort=name",
                "--owner=0",
                "--group=0",
                "--numeric-owner",
                "--format=gnu",
                "--mtime=@" + plan.time().getEpochSecond(),
                "--use-compress-program=gzip -9n",
                "--file=" + file,
                "--directory=" + work,
                name))
        .succeeds();
    return file;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
