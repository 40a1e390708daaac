package org.sealpost.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyrightTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  /** The class path of the tests has more than the package, and all of the package. */
  private static List<Path> runtimeLibraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .filter(
            jar ->
                Stream.of("bcprov", "netty", "logback", "sqlite", "angus", "unboundid", "htmx")
                    .anyMatch(name -> jar.getFileName().toString().startsWith(name)))
        .toList();
  }

  @Test
  void eachEnclosedLibraryIsListedWithHoldersAndLicence() throws IOException {
    List<Path> libraries = runtimeLibraries();
    assertThat(libraries).hasSizeGreaterThan(10);
    String text = new Copyright(PROJECT, libraries).text();
    for (Path library : libraries) {
      assertThat(text)
          .containsPattern(
              "Files: usr/lib/sealpost/lib/"
                  + java.util.regex.Pattern.quote(library.getFileName().toString())
                  + "\nCopyright: .+\nLicense: .+\n");
    }
  }

  @Test
  void eachLicenceThatIsNamedIsSpelledOut() throws IOException {
    String text = new Copyright(PROJECT, runtimeLibraries()).text();
    text.lines()
        .filter(line -> line.startsWith("License: "))
        .flatMap(line -> Stream.of(line.substring("License: ".length()).split(" or ")))
        .forEach(licence -> assertThat(text).contains("\nLicense: " + licence + "\n "));
  }

  @Test
  void aLibraryWhoseLicenceIsNotKnownStopsThePackage() throws IOException {
    Path stranger = folder.resolve("stranger-1.0.jar");
    assertThatThrownBy(() -> new Copyright(PROJECT, List.of(stranger)).text())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stranger-1.0.jar");
  }

  @Test
  void theTextsThatLibrariesCarryComeAlong() throws IOException {
    new Copyright(PROJECT, runtimeLibraries()).writeTexts(folder.resolve("licences"));
    assertThat(folder.resolve("licences/bcprov-jdk18on/LICENSE.md")).isNotEmptyFile();
    assertThat(folder.resolve("licences/Apache-2.0.txt")).isNotEmptyFile();
  }
}
