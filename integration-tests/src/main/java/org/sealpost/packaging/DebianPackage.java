package org.sealpost.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.sealpost.harness.Program;
import org.sealpost.packaging.PackageCommand.Plan;

/**
 * The Debian package.
 *
 * @see <a href="https://www.debian.org/doc/debian-policy/">Debian Policy Manual</a>
 */
final class DebianPackage {
  private static final String MAINTAINER = "The Sealpost authors <sealpost@example.org>";
  private static final List<String> SCRIPTS = List.of("postinst", "prerm", "postrm");

  private final Plan plan;
  private final Path root;

  /**
   * @param root the files as they are to lie on the machine
   */
  DebianPackage(Plan plan, Path root) {
    this.plan = plan;
    this.root = root;
  }

  /** Writes it into a folder and returns its file. */
  Path write(Path output) throws IOException, InterruptedException {
    Path changes = root.resolve("usr/share/doc/sealpost/changelog.gz");
    Files.write(changes, Gzip.of(changelog()));
    Path control = Files.createDirectories(root.resolve("DEBIAN"));
    Files.writeString(control.resolve("md5sums"), checksums());
    Files.writeString(control.resolve("conffiles"), "/etc/sealpost/sealpost.conf\n");
    Files.writeString(control.resolve("control"), control());
    for (String script : SCRIPTS) {
      Files.copy(plan.templates().resolve("debian/" + script), control.resolve(script));
    }
    Installed.modes(root);
    Installed.times(root, plan.time());
    Path file =
        output.resolve(plan.name() + "_" + plan.version() + "_" + plan.architecture() + ".deb");
    Program.run(
            Map.of("SOURCE_DATE_EPOCH", Long.toString(plan.time().getEpochSecond())),
            List.of(
                "dpkg-deb",
                "--root-owner-group",
                // Most of it is compressed already: xz takes minutes to save a twentieth.
                "-Zgzip",
                "--build",
                root.toString(),
                file.toString()))
        .succeeds();
    return file;
  }

  private String control() throws IOException {
    String desktop = "libx11-6, libxext6, libxi6, libxrender1, libxtst6, libfreetype6, ";
    return """
        Package: %s
        Version: %s
        Architecture: %s
        Maintainer: %s
        Installed-Size: %d
        %sDepends: %slibc6 (>= 2.31)
        Recommends: pcscd, libpcsclite1, pinentry-curses | pinentry
        Suggests: opensc-pkcs11
        Section: mail
        Priority: optional
        Description: mail proxy that signs and encrypts with your smart card
         Sealpost stands between a mail program that knows nothing of S/MIME and the
         mail server. What the program sends leaves signed and encrypted with the
         user's smart card; what it fetches arrives decrypted and verified.
         .
         %s
        """
        .formatted(
            plan.name(),
            plan.version(),
            plan.architecture(),
            MAINTAINER,
            Installed.size(root.resolve("usr")) / 1024 + 1,
            plan.withDesktop()
                ? "Provides: sealpost\nConflicts: sealpost\nReplaces: sealpost\n"
                : "",
            plan.withDesktop() ? desktop : "",
            plan.withDesktop()
                ? "This package asks for the PIN in a window of its own where there is no pinentry."
                : "The PIN is asked for by pinentry or on the terminal; Java is enclosed.");
  }

  private String changelog() {
    return "sealpost (%s) unstable; urgency=medium\n\n  * See the history of the project.\n\n -- %s  %s\n"
        .formatted(
            plan.version(),
            MAINTAINER,
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                .format(plan.time().atOffset(ZoneOffset.UTC)));
  }

  private String checksums() throws IOException {
    StringBuilder sums = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        Path name = root.relativize(file);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !name.startsWith("DEBIAN")
            && !name.startsWith("etc")) {
          sums.append(md5(file)).append("  ").append(name).append('\n');
        }
      }
    }
    return sums.toString();
  }

  /** The format of the file says which digest it is; it guards against damage only. */
  private static String md5(Path file) throws IOException {
    try (DigestOutputStream digest =
        new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("MD5"))) {
      Files.copy(file, digest);
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has MD5", e);
    }
  }
}
