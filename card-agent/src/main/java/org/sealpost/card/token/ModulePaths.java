package org.sealpost.card.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where PKCS#11 modules are installed: that of the citizen certificate's issuer first, then others
 * that know its card or cards in general, last the one without a card.
 */
final class ModulePaths {
  /** The systems that differ in where they put libraries. */
  enum OperatingSystem {
    LINUX,
    MACOS,
    WINDOWS;

    static OperatingSystem named(String name) {
      if (name.startsWith("Windows")) {
        return WINDOWS;
      }
      return name.startsWith("Mac") ? MACOS : LINUX;
    }
  }

  private static final List<String> LINUX_FOLDERS =
      List.of(
          "usr/local/lib",
          "usr/lib/x86_64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "usr/lib/arm-linux-gnueabihf",
          "usr/lib/i386-linux-gnu",
          "usr/lib64",
          "usr/lib");
  private static final List<String> MACOS_FOLDERS =
      List.of("usr/local/lib", "opt/homebrew/lib", "Library/OpenSC/lib");

  /** HiCOS's folder on Linux is known, the library's name in it is not quite. */
  private static final String HICOS_ON_LINUX = "usr/local/HiPKILocalSignServerApp";

  private static final Pattern HICOS_LIBRARY =
      Pattern.compile("(?i)lib.*(hicos|hipki).*p11.*\\.so.*");
  private static final int HICOS_DEPTH = 4;

  private final Path root;
  private final OperatingSystem system;
  private final UnaryOperator<String> environment;

  /**
   * @param root the folder that stands for the file system's root
   * @param environment empty for what is not set
   */
  ModulePaths(Path root, OperatingSystem system, UnaryOperator<String> environment) {
    this.root = root;
    this.system = system;
    this.environment = environment;
  }

  /** Those of this machine. */
  static ModulePaths ofThisMachine() {
    return new ModulePaths(
        Path.of("").toAbsolutePath().getRoot(),
        OperatingSystem.named(System.getProperty("os.name")),
        name -> Optional.ofNullable(System.getenv(name)).orElse(""));
  }

  /** The modules that are there, the preferred one first. */
  List<Path> installed() {
    Stream<Path> candidates =
        switch (system) {
          case LINUX -> linux();
          case MACOS -> macos();
          case WINDOWS -> windows();
        };
    return candidates.filter(Files::isRegularFile).distinct().toList();
  }

  private Stream<Path> linux() {
    List<Path> candidates = new ArrayList<>(hicosOnLinux());
    for (String name :
        List.of(
            "libHicos_p11v1.so",
            "libaetpkss.so.3",
            "libaetpkss.so",
            "opensc-pkcs11.so",
            "pkcs11/opensc-pkcs11.so",
            "p11-kit-proxy.so",
            "softhsm/libsofthsm2.so",
            "libsofthsm2.so")) {
      LINUX_FOLDERS.forEach(folder -> candidates.add(root.resolve(folder).resolve(name)));
    }
    return candidates.stream();
  }

  private Stream<Path> macos() {
    return Stream.of(
            "libHicos_p11v1.dylib",
            "libaetpkss.dylib",
            "opensc-pkcs11.so",
            "pkcs11/opensc-pkcs11.so",
            "p11-kit-proxy.dylib",
            "softhsm/libsofthsm2.so")
        .flatMap(name -> MACOS_FOLDERS.stream().map(folder -> root.resolve(folder).resolve(name)));
  }

  private Stream<Path> windows() {
    String windows = environment.apply("WINDIR");
    String programs = environment.apply("ProgramFiles");
    List<Path> candidates = new ArrayList<>();
    if (!windows.isEmpty()) {
      candidates.add(Path.of(windows, "System32", "HiCOSPKCS11.dll"));
      candidates.add(Path.of(windows, "System32", "aetpkss1.dll"));
    }
    if (!programs.isEmpty()) {
      candidates.add(Path.of(programs, "OpenSC Project", "OpenSC", "pkcs11", "opensc-pkcs11.dll"));
      candidates.add(Path.of(programs, "SoftHSM2", "lib", "softhsm2-x64.dll"));
    }
    return candidates.stream();
  }

  private List<Path> hicosOnLinux() {
    Path folder = root.resolve(HICOS_ON_LINUX);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, HICOS_DEPTH)) {
      return files
          .filter(file -> HICOS_LIBRARY.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
