package org.sealpost.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalhostCertificateTest {
  @TempDir static Path made;

  @TempDir Path folder;

  private static X509Certificate certificate;

  @BeforeAll
  static void make() throws IOException {
    certificate = TlsServer.localhost(made).certificate();
  }

  @Test
  void namesThisMachineForManyYears() throws Exception {
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(certificate.getNotAfter().toInstant())
        .isAfter(Instant.now().plus(3650, ChronoUnit.DAYS));
  }

  @Test
  void isReadBackAtTheNextStart() throws Exception {
    assertThat(TlsServer.localhost(made).certificate()).isEqualTo(certificate);
  }

  @Test
  void onlyTheOwnerCanReadIt() throws Exception {
    Path kept = made.resolve("localhost-tls");
    assertThat(mode(kept)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(kept)) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
    try (Stream<Path> files = Files.list(made)) {
      assertThat(files).as("nothing is left over").containsExactly(kept);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"certificate.pem", "key.pem"})
  void damagedFileIsAnErrorThatNamesItAndIsNeverReplaced(String name) throws Exception {
    copyTo(folder);
    Path file = folder.resolve("localhost-tls").resolve(name);
    for (String damaged : List.of("", "rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> TlsServer.localhost(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("remove the folder");
      assertThat(file).hasContent(damaged);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"certificate.pem", "key.pem"})
  void missingFileIsAnErrorToo(String name) throws Exception {
    copyTo(folder);
    Path file = folder.resolve("localhost-tls").resolve(name);
    Files.delete(file);
    assertThatThrownBy(() -> TlsServer.localhost(folder)).hasMessageContaining(file.toString());
    assertThat(file).doesNotExist();
  }

  @Test
  void keyOfAnotherCertificateIsAnError() throws Exception {
    TlsServer.localhost(folder);
    Files.copy(
        made.resolve("localhost-tls/certificate.pem"),
        folder.resolve("localhost-tls/certificate.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> TlsServer.localhost(folder)).hasMessageContaining("not for the key");
  }

  @ParameterizedTest
  @EnumSource
  void keyWithOneWrongNumberIsAnError(CrtNumber wrong) throws Exception {
    copyTo(folder);
    Path file = folder.resolve("localhost-tls/key.pem");
    writeKey(file, keyWith(Optional.of(wrong)));
    assertThatThrownBy(() -> TlsServer.localhost(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("the numbers of the key do not belong together")
        .hasMessageContaining("remove the folder");
  }

  @Test
  void keyWithItsRightNumbersIsReadHoweverItWasWritten() throws Exception {
    copyTo(folder);
    writeKey(folder.resolve("localhost-tls/key.pem"), keyWith(Optional.empty()));
    assertThat(TlsServer.localhost(folder).certificate()).isEqualTo(certificate);
  }

  /** The numbers of an RSA key that a CRT signature is made with (RFC 8017 §3.2). */
  enum CrtNumber {
    P,
    Q,
    D_P,
    D_Q,
    Q_INV
  }

  private static PrivateKeyInfo keyWith(Optional<CrtNumber> wrong) throws IOException {
    String pem = Files.readString(made.resolve("localhost-tls/key.pem"), US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
    RSAPrivateKey key = RSAPrivateKey.getInstance(info.parsePrivateKey());
    return new PrivateKeyInfo(
        info.getPrivateKeyAlgorithm(),
        new RSAPrivateKey(
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            flippedIf(wrong, CrtNumber.P, key.getPrime1()),
            flippedIf(wrong, CrtNumber.Q, key.getPrime2()),
            flippedIf(wrong, CrtNumber.D_P, key.getExponent1()),
            flippedIf(wrong, CrtNumber.D_Q, key.getExponent2()),
            flippedIf(wrong, CrtNumber.Q_INV, key.getCoefficient())));
  }

  private static BigInteger flippedIf(
      Optional<CrtNumber> wrong, CrtNumber which, BigInteger number) {
    return wrong.filter(which::equals).isPresent() ? number.flipBit(7) : number;
  }

  private static void writeKey(Path file, PrivateKeyInfo key) throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    Files.writeString(
        file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n", US_ASCII);
  }

  private static void copyTo(Path target) throws IOException {
    Path from = made.resolve("localhost-tls");
    Path to = Files.createDirectory(target.resolve("localhost-tls"));
    for (String name : List.of("certificate.pem", "key.pem")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  @Test
  void thoseThatStartAtTheSameTimeAgreeOnOne() {
    List<CompletableFuture<X509Certificate>> starting =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(this::start, Thread::startVirtualThread))
            .toList();
    assertThat(starting.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  private X509Certificate start() {
    try {
      return TlsServer.localhost(folder).certificate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void opensslVerifiesItForEachName() throws Exception {
    assumeThat(Path.of("/usr/bin/openssl")).as("openssl is not installed").exists();
    String file = made.resolve("localhost-tls/certificate.pem").toString();
    for (List<String> name :
        List.of(
            List.of("-verify_hostname", "localhost"),
            List.of("-verify_ip", "127.0.0.1"),
            List.of("-verify_ip", "::1"))) {
      Process openssl =
          new ProcessBuilder(
                  Stream.of(
                          List.of("openssl", "verify", "-CAfile", file, "-purpose", "sslserver"),
                          name,
                          List.of(file))
                      .flatMap(List::stream)
                      .toList())
              .redirectErrorStream(true)
              .start();
      String said = new String(openssl.getInputStream().readAllBytes(), US_ASCII);
      assertThat(openssl.waitFor()).as(said).isZero();
    }
  }

  @Test
  void fileWithoutCertificatesIsNotTrusted() throws Exception {
    Path file = Files.writeString(folder.resolve("empty.pem"), "nothing here");
    assertThatThrownBy(() -> TlsClient.of("localhost", TlsTrust.of(List.of(file))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
