package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.token.ModulePaths.OperatingSystem;

final class ModulePathsTest {
  @TempDir Path root;

  private Path install(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private List<Path> found(OperatingSystem system) {
    return new ModulePaths(
            root,
            system,
            name ->
                Map.of(
                        "WINDIR", root.resolve("Windows").toString(),
                        "ProgramFiles", root.resolve("Program Files").toString())
                    .getOrDefault(name, ""))
        .installed();
  }

  @ParameterizedTest
  @CsvSource({
    "LINUX, usr/local/HiPKILocalSignServerApp/lib/libHicos_p11v1.so",
    "LINUX, usr/lib/libaetpkss.so.3",
    "LINUX, usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
    "LINUX, usr/lib64/opensc-pkcs11.so",
    "LINUX, usr/lib64/pkcs11/opensc-pkcs11.so",
    "LINUX, usr/lib/aarch64-linux-gnu/p11-kit-proxy.so",
    "LINUX, usr/lib/softhsm/libsofthsm2.so",
    "MACOS, usr/local/lib/libHicos_p11v1.dylib",
    "MACOS, Library/OpenSC/lib/opensc-pkcs11.so",
    "MACOS, opt/homebrew/lib/p11-kit-proxy.dylib",
    "WINDOWS, Windows/System32/HiCOSPKCS11.dll",
    "WINDOWS, Windows/System32/aetpkss1.dll",
    "WINDOWS, Program Files/OpenSC Project/OpenSC/pkcs11/opensc-pkcs11.dll"
  })
  void aModuleIsFoundWhereItsSoftwarePutsIt(OperatingSystem system, String path)
      throws IOException {
    assertThat(found(system)).isEmpty();
    Path module = install(path);
    assertThat(found(system)).containsExactly(module);
  }

  @Test
  void theCardIssuersModuleComesFirstAndTheOneWithoutACardLast() throws IOException {
    Path softHsm = install("usr/lib/softhsm/libsofthsm2.so");
    Path openSc = install("usr/lib/x86_64-linux-gnu/opensc-pkcs11.so");
    Path proxy = install("usr/lib/x86_64-linux-gnu/p11-kit-proxy.so");
    Path hicos = install("usr/local/HiPKILocalSignServerApp/libHicos_p11v1.so");
    assertThat(found(OperatingSystem.LINUX)).containsExactly(hicos, openSc, proxy, softHsm);
  }

  @Test
  void otherFilesInTheIssuersFolderAreNotTakenForModules() throws IOException {
    Path unused = install("usr/local/HiPKILocalSignServerApp/libHicos_ui.so");
    assertThat(found(OperatingSystem.LINUX)).doesNotContain(unused).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Linux, LINUX", "Mac OS X, MACOS", "Windows 11, WINDOWS", "FreeBSD, LINUX"})
  void systemsAreKnownByJavasName(String name, OperatingSystem system) {
    assertThat(OperatingSystem.named(name)).isEqualTo(system);
  }
}
