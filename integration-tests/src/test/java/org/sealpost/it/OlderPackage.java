package org.sealpost.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A package to upgrade from: the one named by the system property {@code sealpost.older-package},
 * as of an earlier commit, or else one with what upgrades go wrong by: an older version, a library
 * under another name, and another text in the configuration file.
 */
final class OlderPackage {
  static final String VERSION = "0.0.1~older";

  private OlderPackage() {}

  /** Writes it to a file. */
  static void write(Path current, Path work, Path target) throws IOException, InterruptedException {
    Optional<String> named = Optional.ofNullable(System.getProperty("sealpost.older-package"));
    if (named.isPresent()) {
      Files.copy(Path.of(named.get()), target);
      return;
    }
    Path tree = work.resolve("older");
    Programs.run("dpkg-deb", "--raw-extract", current.toString(), tree.toString()).succeeds();
    Path control = tree.resolve("DEBIAN/control");
    Files.writeString(
        control,
        Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: " + VERSION));
    Path library = library(tree.resolve("usr/lib/sealpost/lib"));
    Path renamed = library.resolveSibling("renamed-" + library.getFileName());
    Files.move(library, renamed);
    Path classpath = tree.resolve("usr/lib/sealpost/classpath");
    String before = Files.readString(classpath);
    Files.writeString(
        classpath,
        before.replace(library.getFileName().toString(), renamed.getFileName().toString()));
    Path sums = tree.resolve("DEBIAN/md5sums");
    Files.writeString(
        sums,
        Files.readString(sums)
            .replace(library.getFileName().toString(), renamed.getFileName().toString())
            .replace(md5(before), md5(Files.readString(classpath))));
    Path configuration = tree.resolve("etc/sealpost/sealpost.conf");
    Files.writeString(configuration, "# as it was\n" + Files.readString(configuration));
    Programs.run(
            "dpkg-deb",
            "--root-owner-group",
            "-Znone",
            "--build",
            tree.toString(),
            target.toString())
        .succeeds();
  }

  /** As dpkg counts. */
  private static String md5(String text) {
    try {
      byte[] sum = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that a mail needs, and the start does not. */
  private static Path library(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("bcpkix"))
          .findFirst()
          .orElseThrow();
    }
  }
}
