package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.token.ModuleFile.Processor;

final class ModuleFileTest {
  @TempDir Path folder;

  private static byte[] head(String hex) {
    byte[] head = new byte[256];
    byte[] given = HexFormat.of().parseHex(hex.replace(" ", ""));
    System.arraycopy(given, 0, head, 0, given.length);
    return head;
  }

  @ParameterizedTest
  @CsvSource({
    "7f454c46 02 01 01 000000000000000000 0300 3e00, X86_64",
    "7f454c46 01 01 01 000000000000000000 0300 0300, X86",
    "7f454c46 02 01 01 000000000000000000 0300 b700, ARM_64",
    "7f454c46 01 01 01 000000000000000000 0300 2800, ARM",
    "7f454c46 02 02 01 000000000000000000 0003 0015, OTHER",
    "cffaedfe 07000001, X86_64",
    "cffaedfe 0c000001, ARM_64",
    "cefaedfe 07000000, X86"
  })
  void theProcessorIsReadFromTheHeader(String hex, Processor processor) {
    assertThat(ModuleFile.madeFor(ByteBuffer.wrap(head(hex)))).contains(processor);
  }

  @ParameterizedTest
  @CsvSource({"6486, X86_64", "4c01, X86", "64aa, ARM_64"})
  void theProcessorIsReadFromAWindowsLibraryToo(String machine, Processor processor) {
    byte[] head = head("4d5a");
    head[0x3c] = (byte) 0x80;
    byte[] type = HexFormat.of().parseHex(machine);
    head[0x84] = type[0];
    head[0x85] = type[1];
    assertThat(ModuleFile.madeFor(ByteBuffer.wrap(head))).contains(processor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4d", "4d5a", "7f454c46", "23212f62696e2f7368"})
  void whatIsNoLibraryIsNotTakenForOne(String hex) {
    assertThat(ModuleFile.madeFor(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))).isEmpty();
  }

  @Test
  void theProblemIsSaidForWhatItIs() throws Exception {
    Path script = Files.writeString(folder.resolve("module.so"), "#!/bin/sh\n");
    assertThat(ModuleFile.problem(script, "invalid ELF header").english())
        .contains("is no shared library");
    assertThat(ModuleFile.problem(folder.resolve("none.so"), "x").english())
        .contains("is not there");
    assertThat(ModuleFile.problem(folder, "x").english()).contains("no file that can be read");
    Path foreign =
        Files.write(
            folder.resolve("foreign.so"), head("7f454c46 02 02 01 000000000000000000 0003 0015"));
    assertThat(ModuleFile.problem(foreign, "x").english())
        .contains("is made for other and this Java for");
  }

  @Test
  void aLibraryThatIsNoModuleIsNamedWithTheSystemsWords() throws Exception {
    Path library;
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.home"), "lib"), 1)) {
      library =
          files
              .filter(file -> file.getFileName().toString().matches("lib(zip|net)\\.(so|dylib)"))
              .findFirst()
              .orElseThrow();
    }
    assertThat(ModuleFile.madeFor(library)).contains(Processor.own());
    try (Pkcs11Module module = new Pkcs11Module(library, new KnownCards(folder.resolve("cards")))) {
      module.look();
      assertThat(module.modules().getFirst().problem())
          .contains(library.toString())
          .contains("PKCS#11 module");
    }
  }
}
