package org.sealpost.book.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

/** What is read from files as the world's programs write them. */
class ExchangeFileTest {
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final String MING = "ming@example.tw";

  private static X509Certificate certificate;
  private static String base64;

  @TempDir Path folder;

  @BeforeAll
  static void issue() throws Exception {
    certificate =
        PKI.certificate("CN=Ming")
            .key(KeyKind.P256)
            .usage(KeyUsage.keyAgreement)
            .address(MING)
            .issue()
            .certificate();
    base64 = Base64.getEncoder().encodeToString(certificate.getEncoded());
  }

  /** The base64 in lines of their own, each begun with {@code indent}. */
  private static String folded(String lineEnd, String indent) {
    return String.join(lineEnd + indent, base64.split("(?<=\\G.{70})"));
  }

  static Stream<Arguments> files() throws Exception {
    issue();
    String crlf = "\r\n";
    return Stream.of(
        Arguments.of(
            "vCard 3.0, as macOS Contacts writes it",
            "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//macOS 14//EN\r\nN:Ming;;;;\r\n"
                + "FN:Ming\r\nitem1.EMAIL;type=INTERNET;type=pref:ming@example.tw\r\n"
                + "KEY;ENCODING=b;TYPE=X509:"
                + folded(crlf, " ")
                + "\r\nEND:VCARD\r\n"),
        Arguments.of(
            "vCard 4.0, as Thunderbird writes it",
            "BEGIN:VCARD\r\nVERSION:4.0\r\nEMAIL;PREF=1:ming@example.tw\r\nFN:Ming\r\n"
                + "KEY;MEDIATYPE=application/pkix-cert:data:application/pkix-cert;base64,"
                + folded(crlf, " ")
                + "\r\nUID:1\r\nEND:VCARD\r\n"),
        Arguments.of(
            "vCard 4.0 with escaped commas",
            "BEGIN:VCARD\nVERSION:4.0\nEMAIL:ming@example.tw\n"
                + "KEY:data:application/x-x509-user-cert\\;base64\\,"
                + base64
                + "\nEND:VCARD\n"),
        Arguments.of(
            "vCard 2.1, as Outlook writes it",
            "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Ming\r\nEMAIL;PREF;INTERNET:ming@example.tw\r\n"
                + "KEY;X509;ENCODING=BASE64:\r\n "
                + folded(crlf, " ")
                + "\r\n\r\nEND:VCARD\r\n"),
        Arguments.of(
            "LDIF, as ldapsearch writes it",
            "# extended LDIF\n#\n# LDAPv3\nversion: 1\n\n# Ming, example.tw\n"
                + "dn: cn=Ming,dc=example,dc=tw\nobjectClass: inetOrgPerson\ncn: Ming\n"
                + "mail: ming@example.tw\nuserCertificate;binary:: "
                + folded("\n", " ")
                + "\n\n# search result\nsearch: 2\nresult: 0 Success\n"),
        Arguments.of(
            "LDIF of an entry to be added, in other case",
            "\uFEFFdn:: Y249TWluZw==\r\nchangetype: add\r\nMAIL:: bWluZ0BleGFtcGxlLnR3\r\n"
                + "usercertificate:: "
                + folded(crlf, " ")
                + "\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void theCertificateIsReadWithTheAddressThatTheFileGives(String kind, String text)
      throws Exception {
    assertThat(read(text))
        .as(kind)
        .containsExactly(new ExchangeItem.Certificate(certificate, List.of(MING)));
  }

  @Test
  void aSignedDataInLdifIsReadAsWell() throws Exception {
    byte[] bundle =
        ExchangeFormat.P7C.write(List.of(new Contact("Ming", MING, List.of(certificate))));
    assertThat(
            read(
                "dn: cn=Ming\nuserSMIMECertificate;binary:: "
                    + Base64.getEncoder().encodeToString(bundle)
                    + "\n"))
        .containsExactly(new ExchangeItem.Certificate(certificate, List.of()));
  }

  @Test
  void eachCardAndEachEntryKeepsItsOwnAddresses() throws Exception {
    String card = "BEGIN:VCARD\nVERSION:3.0\nEMAIL:%s\nKEY;ENCODING=b:" + base64 + "\nEND:VCARD\n";
    assertThat(read(card.formatted("a@example.tw") + card.formatted("b@example.tw")))
        .extracting(item -> ((ExchangeItem.Certificate) item).said())
        .containsExactly(List.of("a@example.tw"), List.of("b@example.tw"));
  }

  @Test
  void oneThatIsDamagedIsNamedAndDoesNotHideTheOthers() throws Exception {
    String good = "KEY;ENCODING=b:" + base64;
    List<ExchangeItem> cards =
        read(
            "BEGIN:VCARD\nVERSION:3.0\nFN:Wang\nKEY;ENCODING=b:MIIB!!\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:3.0\nFN:Ming\nKEY;ENCODING=b:AAAA\n"
                + good
                + "\nEND:VCARD\n");
    assertThat(cards).hasSize(3).last().isInstanceOf(ExchangeItem.Certificate.class);
    assertThat(cards.getFirst())
        .isInstanceOfSatisfying(
            ExchangeItem.Unreadable.class,
            item -> {
              assertThat(item.where().english()).isEqualTo("card 1 Wang");
              assertThat(item.reason().english()).isEqualTo("It is damaged: ask for it again.");
              assertThat(item.where().in(Phrase.TAIWAN)).isEqualTo("第 1 張名片 Wang");
            });
    List<ExchangeItem> entries =
        read(
            "dn: cn=Wang\nuserCertificate;binary:: MIIB\n\ndn: cn=Ming\n"
                + "userCertificate;binary:: "
                + base64
                + "\n");
    assertThat(entries).hasSize(2).last().isInstanceOf(ExchangeItem.Certificate.class);
    assertThat(entries.getFirst())
        .isInstanceOfSatisfying(
            ExchangeItem.Unreadable.class,
            item -> assertThat(item.where().english()).isEqualTo("entry 1 cn=Wang"));
    List<ExchangeItem> blocks =
        read(
            "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n"
                + Holder.pem(List.of(certificate)));
    assertThat(blocks).hasSize(2).last().isInstanceOf(ExchangeItem.Certificate.class);
  }

  @Test
  void attackAFileThatAnLdifNamesIsNotOpened() throws Exception {
    Path secret = Files.write(folder.resolve("secret.der"), certificate.getEncoded());
    assertThat(
            read(
                "dn: cn=Ming\nuserCertificate;binary:< "
                    + secret.toUri()
                    + "\nuserCertificate;binary:<file:///dev/zero\n"))
        .hasSize(2)
        .allSatisfy(
            item ->
                assertThat(item)
                    .isInstanceOfSatisfying(
                        ExchangeItem.Unreadable.class,
                        it ->
                            assertThat(it.reason().english()).startsWith("It is not in the file")));
  }

  @Test
  void attackAPlaceThatAVCardNamesIsNotAskedFor() throws Exception {
    Path secret = Files.write(folder.resolve("secret.der"), certificate.getEncoded());
    assertThat(
            read(
                "BEGIN:VCARD\nVERSION:4.0\nKEY:"
                    + secret.toUri()
                    + "\nKEY;VALUE=uri:http://example.org/x.cer\nEND:VCARD\n"))
        .hasSize(2)
        .allMatch(ExchangeItem.Unreadable.class::isInstance);
  }

  @Test
  void attackOfAChangeThatTakesACertificateAwayNothingIsTakenIn() throws Exception {
    assertThat(
            read(
                "dn: cn=Ming\nchangetype: modify\ndelete: userCertificate;binary\n"
                    + "userCertificate;binary:: "
                    + base64
                    + "\n-\n"))
        .singleElement()
        .isInstanceOf(ExchangeItem.Unreadable.class);
  }

  @Test
  void attackNamesInAFileCannotWriteOnTheTerminal() throws Exception {
    assertThat(read("BEGIN:VCARD\nVERSION:3.0\nFN:\u001b[2JMing\nKEY;ENCODING=b:AAAA\nEND:VCARD\n"))
        .singleElement()
        .isInstanceOfSatisfying(
            ExchangeItem.Unreadable.class,
            item -> assertThat(item.where().english()).isEqualTo("card 1 [2JMing"));
  }

  @Test
  void attackCardsWithinCardsComeToAnEnd() throws Exception {
    assertThat(
            ExchangeFile.texts("BEGIN:VCARD\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII)))
        .contains(List.of());
  }

  @Test
  void attackCommentsWithoutEndOverflowNothing() throws Exception {
    assertThat(
            read(
                "#\n \n\n".repeat(100_000)
                    + "dn: cn=Ming\nuserCertificate;binary:: "
                    + base64
                    + "\n"))
        .hasSize(1);
  }

  @Test
  void attackALineWithoutEndIsCut() throws Exception {
    String endless = "dn: cn=Ming\nuserCertificate;binary:: " + "AAAA\n ".repeat(600_000);
    assertThat(read(endless)).singleElement().isInstanceOf(ExchangeItem.Unreadable.class);
  }

  @Test
  void anOpenPgpKeyIsCalledWhatItIs() throws Exception {
    assertThat(read("BEGIN:VCARD\nVERSION:3.0\nKEY;TYPE=PGP;ENCODING=b:AAAA\nEND:VCARD\n"))
        .singleElement()
        .isInstanceOfSatisfying(
            ExchangeItem.Unreadable.class,
            item -> assertThat(item.reason().english()).contains("OpenPGP"));
  }

  @Test
  void aFileWithoutCertificatesIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> read("BEGIN:VCARD\nVERSION:3.0\nFN:Ming\nEND:VCARD\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file.txt");
    assertThatThrownBy(() -> read("text")).isInstanceOf(IOException.class);
  }

  private List<ExchangeItem> read(String text) throws IOException {
    return ExchangeFile.read(Files.writeString(folder.resolve("file.txt"), text));
  }
}
