package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The real CA certificates of the Taiwanese citizen card. They are not shipped: the folder that
 * holds GRCA2, GRCA-G3, MOICA2 and MOICA-G3 as {@code .cer} is named by the environment variable
 * SEALPOST_MOICA_DIR.
 */
class MoicaTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  private Path folder;

  @BeforeEach
  void needCertificates() {
    Optional<String> named = Optional.ofNullable(System.getenv("SEALPOST_MOICA_DIR"));
    assumeTrue(
        named.filter(each -> Files.isDirectory(Path.of(each))).isPresent(),
        "SEALPOST_MOICA_DIR names no folder with the CA certificates");
    folder = Path.of(named.orElseThrow());
  }

  @Test
  void bothGenerationsHaveOneNameAndEachLeadsToItsOwnRoot() throws IOException {
    X509Certificate second = certificate("MOICA2");
    X509Certificate third = certificate("MOICA-G3");
    assertThat(second.getSubjectX500Principal()).isEqualTo(third.getSubjectX500Principal());
    assertThat(CertificateNames.displayName(second)).isEqualTo("內政部憑證管理中心");
    List<X509Certificate> roots = List.of(certificate("GRCA2"), certificate("GRCA-G3"));
    for (X509Certificate ca : List.of(second, third)) {
      CertificatePath path = PathSearch.find(ca, roots, List.of(second, third)).paths().getFirst();
      assertThat(path.anchor().getSubjectX500Principal()).isEqualTo(ca.getIssuerX500Principal());
      // A CA's certificate is not for signing mail, which is the last thing that is looked at.
      assertThat(PathValidator.check(path, CertificateUsage.ENCRYPTION, AT))
          .contains(new PathProblem.WrongUsage(ca, CertificateUsage.ENCRYPTION));
    }
  }

  @Test
  void theFilesAreReadAsAnchors() throws IOException {
    List<Path> files =
        Stream.of("GRCA2", "GRCA-G3", "MOICA2", "MOICA-G3")
            .map(name -> folder.resolve(name + ".cer"))
            .toList();
    assertThat(TrustAnchors.load(files).anchors()).hasSize(4);
  }

  @Test
  void theFourAreThePinnedOnes() throws IOException {
    for (String name : List.of("GRCA2", "GRCA-G3", "MOICA2", "MOICA-G3")) {
      assertThat(PinnedAnchors.moica().contains(certificate(name))).as(name).isTrue();
    }
  }

  private X509Certificate certificate(String name) throws IOException {
    return CertificateFile.read(folder.resolve(name + ".cer")).getFirst();
  }
}
