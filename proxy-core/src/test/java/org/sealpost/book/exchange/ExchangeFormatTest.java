package org.sealpost.book.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

/** What is written is what was meant, by our own reading and by that of others. */
class ExchangeFormatTest {
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final String ODD = "o'brien,\"+\"@example.tw";

  private final X509Certificate ming = certificate("CN=Ming", "ming@example.tw");
  private final X509Certificate wang = certificate("CN=Wang", "wang@example.tw");
  private final List<Contact> contacts =
      List.of(
          new Contact("王小明, Ming; the \\ first", "ming@example.tw", List.of(ming)),
          new Contact("Wang", ODD, List.of(wang)));

  private static final KeyPair MANY = KeyKind.P256.generate();

  @TempDir Path folder;

  private static X509Certificate certificate(String subject, String address) {
    return PKI.certificate(subject)
        .key(KeyKind.P256)
        .usage(KeyUsage.keyAgreement)
        .address(address)
        .issue()
        .certificate();
  }

  private Path written(ExchangeFormat format, List<Contact> which) throws IOException {
    return Files.write(folder.resolve("export"), format.write(which));
  }

  @ParameterizedTest
  @EnumSource(names = "DER", mode = EnumSource.Mode.EXCLUDE)
  void whatIsWrittenIsReadAgain(ExchangeFormat format) throws Exception {
    assertThat(ExchangeFile.read(written(format, contacts)))
        .extracting(item -> ((ExchangeItem.Certificate) item).certificate())
        .containsExactlyInAnyOrder(ming, wang);
  }

  @ParameterizedTest
  @EnumSource(names = {"VCARD", "LDIF"})
  void whoseItIsIsWrittenBesideIt(ExchangeFormat format) throws Exception {
    assertThat(ExchangeFile.read(written(format, contacts)).getFirst())
        .isEqualTo(new ExchangeItem.Certificate(ming, List.of("ming@example.tw")));
  }

  @Test
  void derHoldsOneAlone() throws Exception {
    assertThat(ExchangeFormat.DER.write(contacts.subList(0, 1))).isEqualTo(ming.getEncoded());
    assertThatThrownBy(() -> ExchangeFormat.DER.write(contacts))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCertificateOfTwoAddressesIsWrittenOnceWhereNoAddressIs() throws Exception {
    List<Contact> twice =
        List.of(
            new Contact("A", "a@x.tw", List.of(ming)), new Contact("A", "b@x.tw", List.of(ming)));
    assertThat(new String(ExchangeFormat.PEM.write(twice), UTF_8))
        .containsOnlyOnce("BEGIN CERTIFICATE");
  }

  @ParameterizedTest
  @EnumSource(names = {"P7B", "P7C"})
  void opensslReadsTheBundle(ExchangeFormat format) throws Exception {
    String printed =
        run("openssl", "pkcs7", "-inform", "DER", "-print_certs", "-in", written(format, contacts));
    assertThat(printed).contains("CN = Ming", "CN = Wang");
  }

  /** It is not in memory as a whole, and so not in DER. */
  @Test
  void aLargeBundleIsReadByOpensslAndByOurselves() throws Exception {
    Holder holder = PKI.certificate("CN=Many").key(KeyKind.P256).issue();
    List<Contact> many = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      X509Certificate certificate =
          PKI.certificate(holder, "CN=Many " + i).key(KeyKind.P256, MANY).issue().certificate();
      many.add(new Contact("Many", i + "@example.tw", List.of(certificate)));
    }
    Path file = written(ExchangeFormat.P7B, many);
    assertThat(ExchangeFile.read(file)).hasSize(250);
    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))))
        .hasSize(250);
    String printed = run("openssl", "pkcs7", "-inform", "DER", "-print_certs", "-in", file);
    assertThat(printed.lines().filter(line -> line.startsWith("subject="))).hasSize(250);
  }

  @Test
  void opensslReadsPemAndDer() throws Exception {
    List<Contact> one = contacts.subList(0, 1);
    String subject = "subject=CN = Ming";
    assertThat(
            run(
                "openssl",
                "x509",
                "-noout",
                "-subject",
                "-inform",
                "DER",
                "-in",
                written(ExchangeFormat.DER, one)))
        .contains(subject);
    assertThat(
            run("openssl", "x509", "-noout", "-subject", "-in", written(ExchangeFormat.PEM, one)))
        .contains(subject);
  }

  @Test
  void ldapmodifyTakesTheEntries() throws Exception {
    String told =
        run("ldapmodify", "-n", "-v", "-a", "-x", "-f", written(ExchangeFormat.LDIF, contacts));
    assertThat(told)
        .contains("adding new entry \"mail=ming@example.tw\"", "userCertificate;binary")
        .contains("mail=o'brien");
  }

  @Test
  void whatOpensslPutTogetherIsRead() throws Exception {
    Path pem = written(ExchangeFormat.PEM, contacts);
    Path bundle = folder.resolve("openssl.p7b");
    run("openssl", "crl2pkcs7", "-nocrl", "-certfile", pem, "-out", bundle);
    assertThat(ExchangeFile.read(bundle)).hasSize(2);
    run("openssl", "crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", "DER", "-out", bundle);
    assertThat(ExchangeFile.read(bundle)).hasSize(2);
  }

  private String run(Object... words) throws Exception {
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      command.add(word.toString());
    }
    File output = folder.resolve("output").toFile();
    Process process;
    try {
      process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    } catch (IOException e) {
      assumeTrue(false, command.getFirst() + " is not installed");
      return "";
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String told = Files.readString(output.toPath());
    assertThat(process.exitValue()).as(told).isZero();
    return told;
  }
}
