package org.sealpost.trust.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.store.Store;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.Decision;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.Scope;
import org.sealpost.trust.decisions.CertificateFinder.Found;
import org.sealpost.trust.decisions.CertificateFinder.Naming;

class CertificateFinderTest {
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final X509Certificate MING = certificate("CN=Ming", "ming@example.tw");
  private static final X509Certificate MEI = certificate("CN=Mei", "mei@example.tw");
  private static final X509Certificate MEIS_NEW = certificate("CN=Mei", "mei@example.tw");
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path folder;
  private CertificateFinder finder;

  @BeforeEach
  void makeFinder() {
    finder =
        new CertificateFinder(
            KnownCertificates.of(
                List.of(
                    KnownCertificates.of(() -> List.of(MING, MEI)),
                    KnownCertificates.of(() -> List.of(MEI, MEIS_NEW)))),
            folder);
  }

  @ParameterizedTest
  @CsvSource({
    "64, plain, one",
    "64, colons, one",
    "64, capitals, one",
    "16, plain, one",
    "17, plain, one",
    "8, plain, one",
    "8, colons, one",
    "7, plain, none",
  })
  void aFingerprintIsReadInEveryWayInWhichItIsPrinted(int digits, String style, String found)
      throws IOException {
    String beginning = Fingerprint.of(MING).hex().substring(0, digits);
    String written =
        switch (style) {
          case "colons" -> beginning.replaceAll("(..)(?=.)", "$1:");
          case "capitals" -> beginning.toUpperCase(Locale.ROOT);
          default -> beginning;
        };
    assertThat(finder.find(written))
        .isEqualTo(
            found.equals("one")
                ? new Found.One(Naming.FINGERPRINT, MING)
                : new Found.None(Naming.FILE, false));
  }

  @Test
  void aFingerprintThatIsNotKnownFindsNone() throws IOException {
    assertThat(finder.find("0".repeat(64))).isEqualTo(new Found.None(Naming.FINGERPRINT, false));
  }

  @Test
  void aBeginningThatSeveralShareFindsThemAll() throws IOException {
    KnownCertificates alike =
        new KnownCertificates() {
          @Override
          public List<X509Certificate> byFingerprint(String prefix) {
            return prefix.equals("00112233") ? List.of(MING, MEI) : List.of();
          }

          @Override
          public List<X509Certificate> byAddress(String address) {
            return List.of();
          }
        };
    assertThat(new CertificateFinder(alike, folder).find("00:11:22:33"))
        .isEqualTo(new Found.Several(Naming.FINGERPRINT, List.of(MING, MEI)));
  }

  @ParameterizedTest
  @CsvSource({
    "ming@example.tw, 1",
    "Ming@Example.TW, 1",
    "<ming@example.tw>, 1",
    "mei@example.tw, 2",
    "nobody@example.tw, 0",
  })
  void anAddressFindsTheCertificatesKnownForIt(String written, int count) throws IOException {
    Found found = finder.find(written);
    assertThat(found.naming()).isEqualTo(Naming.ADDRESS);
    switch (count) {
      case 0 -> assertThat(found).isEqualTo(new Found.None(Naming.ADDRESS, false));
      case 1 -> assertThat(found).isEqualTo(new Found.One(Naming.ADDRESS, MING));
      default ->
          assertThat(found).isEqualTo(new Found.Several(Naming.ADDRESS, List.of(MEI, MEIS_NEW)));
    }
  }

  @Test
  void aFileFindsTheCertificateInIt() throws IOException {
    Path file = write("somebody.pem", MEI);
    assertThat(finder.find(file.toString())).isEqualTo(new Found.One(Naming.FILE, MEI));
  }

  @Test
  void aFileWithSeveralCertificatesFindsThemAll() throws IOException {
    Path file = write("several.pem", MEI, MING);
    assertThat(finder.find(file.toString()))
        .isEqualTo(new Found.Several(Naming.FILE, List.of(MEI, MING)));
  }

  @Test
  void aFileWithoutCertificatesIsRefusedWithWords() throws IOException {
    Path file = Files.writeString(folder.resolve("text.txt"), "no certificate");
    assertThatThrownBy(() -> finder.find(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.txt");
    assertThatThrownBy(() -> finder.find(folder.resolve("missing.pem").toString()))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void attackAFileNamedLikeAnAddressOrAFingerprintIsNotTakenForIt() throws IOException {
    write("nobody@example.tw", MING);
    write("mei@example.tw", MING);
    write("00112233", MING);
    assertThat(finder.find("nobody@example.tw")).isEqualTo(new Found.None(Naming.ADDRESS, true));
    assertThat(finder.find("mei@example.tw"))
        .isEqualTo(new Found.Several(Naming.ADDRESS, List.of(MEI, MEIS_NEW)));
    assertThat(finder.find("00112233")).isEqualTo(new Found.None(Naming.FINGERPRINT, true));
  }

  @Test
  void aFileNamedLikeNeitherNeedsNoFolder() throws IOException {
    write("ming.pem", MING);
    assertThat(finder.find("ming.pem")).isEqualTo(new Found.One(Naming.FILE, MING));
  }

  @Test
  void withItsFolderAFileMayHaveAnyName() throws IOException {
    write("mei@example.tw", MING);
    assertThat(finder.find("./mei@example.tw")).isEqualTo(new Found.One(Naming.FILE, MING));
    assertThat(finder.find(write("nobody@example.tw", MING).toString()))
        .isEqualTo(new Found.One(Naming.FILE, MING));
    assertThat(finder.find(write("00112233", MEI).toString()))
        .isEqualTo(new Found.One(Naming.FILE, MEI));
  }

  @ParameterizedTest
  @CsvSource({"Ming", "''", "ming@", "deadbee", "no-such-file.pem"})
  void whatIsNeitherFindsNone(String written) throws IOException {
    assertThat(finder.find(written)).isEqualTo(new Found.None(Naming.FILE, false));
  }

  @Test
  void theStoreKnowsWhatWasBoundDecidedOnOrImported() throws IOException {
    try (Store store = Store.open(folder.resolve("state/sealpost.db"))) {
      Decisions decisions = new Decisions(store);
      X509Certificate nameless = certificate("CN=Nameless");
      Holder root = new TestPki("CN=Own root", KeyKind.P256).root();
      decisions.decide(MING, new Decision(Decision.Kind.DENY, NOW, Optional.empty(), ""));
      decisions.bind(nameless, "mei@example.tw", NOW);
      new ImportedAnchors(store)
          .add(root.certificate(), new Anchor.Origin.Imported("x", NOW), Scope.all());
      CertificateFinder stored = new CertificateFinder(new StoredCertificates(store), folder);
      assertThat(stored.find("ming@example.tw")).isEqualTo(new Found.One(Naming.ADDRESS, MING));
      assertThat(stored.find("mei@example.tw")).isEqualTo(new Found.One(Naming.ADDRESS, nameless));
      for (X509Certificate each : List.of(MING, nameless, root.certificate())) {
        assertThat(stored.find(Fingerprint.of(each).hex().substring(0, 9)))
            .isEqualTo(new Found.One(Naming.FINGERPRINT, each));
      }
      assertThat(stored.find(Fingerprint.of(MEI).hex()))
          .isEqualTo(new Found.None(Naming.FINGERPRINT, false));
    }
  }

  private Path write(String name, X509Certificate... certificates) throws IOException {
    return Files.writeString(folder.resolve(name), Holder.pem(List.of(certificates)));
  }

  private static X509Certificate certificate(String subject, String... addresses) {
    TestPki.CertificateRequest request = PKI.certificate(subject).key(KeyKind.P256);
    for (String address : addresses) {
      request.address(address);
    }
    return request.issue().certificate();
  }
}
