package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each odd mail has its canonical form in a file beside it. */
class CanonicalEntityTest {
  static List<String> oddities() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(CanonicalEntityTest.class.getResource("canonical")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".eml"))
          .map(name -> name.substring(0, name.length() - ".eml".length()))
          .sorted()
          .toList();
    }
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = CanonicalEntityTest.class.getResourceAsStream("canonical/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void anOddMailBecomesCanonical(String name) throws Exception {
    byte[] canonical = Canonical.checked(file(name + ".eml"));

    assertThat(new String(canonical, ISO_8859_1))
        .isEqualTo(new String(file(name + ".canonical"), ISO_8859_1));
  }
}
