package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.card.token.Pkcs12Tokens.assertError;
import static org.sealpost.card.token.Pkcs12Tokens.assertSigns;
import static org.sealpost.card.token.Pkcs12Tokens.certificate;
import static org.sealpost.card.token.Pkcs12Tokens.opened;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.card.api.CardError;

/** Files that other programs made. */
final class Pkcs12OfOthersTest {
  @TempDir Path folder;

  static Stream<List<String>> opensslOptions() {
    return Stream.of(
        List.of(),
        List.of("-legacy"),
        List.of("-certpbe", "NONE"),
        List.of("-nomac"),
        List.of("-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-RC2-128", "-legacy"),
        List.of("-keypbe", "AES-128-CBC", "-macalg", "sha512"));
  }

  private Path openssl(TestCards.Identity identity, String pin, List<String> options)
      throws Exception {
    Programs.assumePresent("openssl");
    Path key = TestCards.pem(folder.resolve("k.pem"), "PRIVATE KEY", identity.key().getEncoded());
    Path certificate =
        TestCards.pem(folder.resolve("c.pem"), "CERTIFICATE", identity.certificate().getEncoded());
    Path file = folder.resolve("made.p12");
    List<String> command =
        Stream.concat(
                Stream.of(
                    "openssl",
                    "pkcs12",
                    "-export",
                    "-inkey",
                    key.toString(),
                    "-in",
                    certificate.toString(),
                    "-passout",
                    "env:PIN",
                    "-out",
                    file.toString()),
                options.stream())
            .toList();
    String _ = Programs.run(List.of("PIN=" + pin), command.toArray(String[]::new));
    return file;
  }

  @ParameterizedTest
  @MethodSource("opensslOptions")
  void opensWhatOpensslMakes(List<String> options) throws Exception {
    Path file = openssl(TestCards.rsaSign(), "demo", options);
    assertError(CardError.PIN_WRONG, () -> new Pkcs12Token(file).login("wrong".toCharArray()));
    assertSigns(opened(file, "demo"), TestCards.rsaSign());
  }

  @ParameterizedTest
  @CsvSource({"密碼é,''", "密碼é,-legacy", "'',''", "'',-legacy", "a b%c,''"})
  void takesAnyPassword(String pin, String option) throws Exception {
    List<String> options = option.isEmpty() ? List.of() : List.of(option);
    assertSigns(opened(openssl(TestCards.rsaSign(), pin, options), pin), TestCards.rsaSign());
  }

  @Test
  void opensWhatTheJdkAndKeytoolMake() throws Exception {
    Path file = TestCards.writeWithKeyStore(folder.resolve("jdk.p12"), TestCards.rsaSign());
    Pkcs12Token token = opened(file, TestCards.PIN);
    assertSigns(token, TestCards.rsaSign());
    assertThat(certificate(token, TestCards.rsaSign()).chain()).hasSize(2);
  }

  @Test
  void opensWhatGpgsmMakes() throws Exception {
    Programs.assumePresent("gpgsm");
    Path home =
        Files.createDirectory(
            folder.resolve("gnupg"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FakePinentry pinentry = FakePinentry.in(folder);
    pinentry.answers("D demo");
    Files.writeString(home.resolve("gpg-agent.conf"), "pinentry-program " + pinentry.path());
    Path original = openssl(TestCards.rsaSign(), "demo", List.of("-legacy"));
    Path exported = folder.resolve("exported.p12");
    try {
      String _ = gpgsm(home, "--import", original.toString());
      String fingerprint =
          gpgsm(home, "--with-colons", "-K")
              .lines()
              .filter(line -> line.startsWith("fpr"))
              .findFirst()
              .orElseThrow()
              .replaceAll("^fpr:*|:*$", "");
      String _ =
          gpgsm(home, "-o", exported.toString(), "--export-secret-key-p12", "0x" + fingerprint);
    } finally {
      String _ = Programs.run("gpgconf", "--homedir", home.toString(), "--kill", "all");
    }
    assertSigns(opened(exported, "demo"), TestCards.rsaSign());
  }

  private static String gpgsm(Path home, String... arguments) throws Exception {
    return Programs.run(
        Stream.concat(
                Stream.of("gpgsm", "--homedir", home.toString(), "--batch"), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
