package org.sealpost.it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.sealpost.harness.BuildFolder;

/**
 * A Debian system in a folder, as debootstrap makes it of the release that this machine runs, from
 * where this machine's apt has it. It is made once for a build folder, and nobody writes to it.
 */
final class DebianRoot {
  /** What a machine with a card reader has, besides Debian's smallest. */
  private static final List<String> PACKAGES =
      List.of("systemd-sysv", "dbus", "libpam-systemd", "opensc-pkcs11", "libpcsclite1");

  private static final Pattern CODENAME = Pattern.compile("(?m)^VERSION_CODENAME=(\\S+)$");
  private static final Pattern PROXY = Pattern.compile("PROXY='(.+)'");

  private DebianRoot() {}

  /** The folder; skips the test where there can be none. */
  static Path get() throws IOException, InterruptedException {
    Programs.need("debootstrap");
    Optional<Path> kept = BuildFolder.get();
    Assumptions.assumeTrue(kept.isPresent(), "no build says where to keep a Debian system");
    String suite = suite();
    String mirror = mirror(suite);
    String key = suite + " " + mirror + " " + PACKAGES;
    Path folder =
        kept.get()
            .resolve("debian-" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)));
    Files.createDirectories(kept.get());
    try (FileChannel channel =
            FileChannel.open(
                kept.get().resolve("debian.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.isDirectory(folder)) {
        make(folder, suite, mirror);
      }
    }
    return folder;
  }

  private static String suite() throws IOException {
    Path release = Path.of("/etc/os-release");
    String text = Files.exists(release) ? Files.readString(release) : "";
    Matcher codename = CODENAME.matcher(text);
    Assumptions.assumeTrue(
        text.contains("\nID=debian\n") && codename.find(), "this is no release of Debian");
    return codename.group(1);
  }

  private static String mirror(String suite) throws IOException, InterruptedException {
    Programs.Run targets =
        Programs.run(
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI)",
            "Created-By: Packages",
            "Origin: Debian",
            "Component: main",
            "Codename: " + suite);
    Optional<String> mirror = targets.output().lines().filter(it -> it.contains("://")).findFirst();
    Assumptions.assumeTrue(mirror.isPresent(), "apt knows no mirror of Debian's (apt-get update)");
    return mirror.get();
  }

  private static void make(Path folder, String suite, String mirror)
      throws IOException, InterruptedException {
    Path work = folder.resolveSibling(folder.getFileName() + ".new");
    Programs.run("rm", "-rf", work.toString()).succeeds();
    // It is thrown away if the machine fails meanwhile: nothing has to be on disk before it goes
    // on.
    Files.writeString(
        Files.createDirectories(work.resolve("etc/dpkg/dpkg.cfg.d")).resolve("unsafe"),
        "force-unsafe-io\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                "debootstrap",
                "--variant=minbase",
                "--include=" + String.join(",", PACKAGES),
                suite,
                work.toString(),
                mirror));
    Path log = folder.resolveSibling("debootstrap.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Matcher proxy =
        PROXY.matcher(
            Programs.run("apt-config", "shell", "PROXY", "Acquire::http::Proxy").output());
    if (proxy.find()) {
      builder.environment().put("http_proxy", proxy.group(1));
    }
    Process process = builder.start();
    boolean ended = process.waitFor(15, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    Assumptions.assumeTrue(
        ended && process.exitValue() == 0, () -> "debootstrap could not make a system; see " + log);
    Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
  }
}
