package org.sealpost.server.setup.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.failure.Phrase;
import org.w3c.dom.Document;

class ClientFilesTest {
  /** A user name that would break a file that is put together without care. */
  private static final ClientSettings SETTINGS =
      new ClientSettings(
          "ming@example.tw",
          "ming<&\"'>王",
          Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1111)),
          Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2526)),
          Optional.empty());

  private static final String PLISTLIB =
      """
      import plistlib, sys
      profile = plistlib.load(open(sys.argv[1], "rb"))
      mail, = profile["PayloadContent"]
      for key in ("PayloadType", "PayloadVersion", "PayloadIdentifier", "PayloadUUID"):
          assert profile[key] and mail[key], key
      assert profile["PayloadType"] == "Configuration"
      assert mail["PayloadType"] == "com.apple.mail.managed"
      assert profile["PayloadUUID"] != mail["PayloadUUID"]
      assert mail["EmailAccountType"] == "EmailTypePOP"
      assert mail["EmailAddress"] == "ming@example.tw"
      for side, port in (("Incoming", 1111), ("Outgoing", 2526)):
          assert mail[side + "MailServerHostName"] == "127.0.0.1"
          assert mail[side + "MailServerPortNumber"] == port
          assert mail[side + "MailServerUseSSL"] is False
          assert mail[side + "MailServerAuthentication"] == "EmailAuthPassword"
          assert mail[side + "MailServerUsername"] == sys.argv[2], mail[side + "MailServerUsername"]
      """;

  @TempDir Path folder;

  @Test
  void thunderbirdIsLedToTheProxyAndNowhereElse() throws Exception {
    String file = MailClient.THUNDERBIRD.file(SETTINGS).orElseThrow();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(file.getBytes(UTF_8)));
    XPath path = XPathFactory.newInstance().newXPath();
    assertThat(path.evaluate("/clientConfig/@version", document)).isEqualTo("1.1");
    assertThat(path.evaluate("//emailProvider/domain", document)).isEqualTo("example.tw");
    for (List<String> expected :
        List.of(
            List.of("incomingServer", "pop3", "1111"), List.of("outgoingServer", "smtp", "2526"))) {
      String server = "//emailProvider/" + expected.get(0);
      assertThat(path.evaluate("count(" + server + ")", document)).isEqualTo("1");
      assertThat(path.evaluate(server + "/@type", document)).isEqualTo(expected.get(1));
      assertThat(path.evaluate(server + "/hostname", document)).isEqualTo("127.0.0.1");
      assertThat(path.evaluate(server + "/port", document)).isEqualTo(expected.get(2));
      assertThat(path.evaluate(server + "/socketType", document)).isEqualTo("plain");
      assertThat(path.evaluate(server + "/username", document)).isEqualTo(SETTINGS.userName());
      assertThat(path.evaluate(server + "/authentication", document))
          .isEqualTo("password-cleartext");
    }
  }

  @Test
  void thunderbirdsFileHasADomainOfAnyScriptAsTheDnsHasIt() {
    ClientSettings settings =
        new ClientSettings(
            "ming@例子.tw", "ming", Optional.empty(), SETTINGS.smtp(), Optional.empty());
    assertThat(MailClient.THUNDERBIRD.file(settings).orElseThrow())
        .contains("<domain>xn--fsqu00a.tw</domain>");
    assertThat(ClientSheet.useOfFile(MailClient.THUNDERBIRD, settings, "ming.xml").english())
        .contains("xn--fsqu00a.tw.xml");
  }

  @Test
  void whereAnyAddressIsListenedAtTheClientIsGivenThisMachine() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 2525);
    assertThat(ClientSettings.host(any)).isEqualTo("127.0.0.1");
  }

  @Test
  void pythonReadsTheProfileForAppleMail() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("ming.mobileconfig"),
            MailClient.APPLE_MAIL.file(SETTINGS).orElseThrow());
    Process python =
        new ProcessBuilder("sh", "-c", "command -v python3")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(python.waitFor() == 0, "python3 is not installed");
    Process judge =
        new ProcessBuilder(
                "python3", "-X", "utf8", "-c", PLISTLIB, file.toString(), SETTINGS.userName())
            .redirectErrorStream(true)
            .start();
    judge.getOutputStream().close();
    String said = new String(judge.getInputStream().readAllBytes(), UTF_8);
    assertThat(judge.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(judge.exitValue()).isZero();
  }

  @Test
  void aSecondProfileTakesThePlaceOfTheFirst() {
    ClientSettings otherPort =
        new ClientSettings(
            "Ming@Example.tw", "ming", Optional.empty(), SETTINGS.smtp(), Optional.empty());
    assertThat(identifiers(otherPort)).hasSize(4).isEqualTo(identifiers(SETTINGS));
  }

  private static List<String> identifiers(ClientSettings settings) {
    String file = MailClient.APPLE_MAIL.file(settings).orElseThrow();
    return Pattern.compile("<key>Payload(?:UUID|Identifier)</key>\\s*<string>([^<]+)")
        .matcher(file)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(MailClient.class)
  void everySheetHasAllThatIsToBeEnteredInBothLanguages(MailClient client) {
    for (Locale language : List.of(Locale.ENGLISH, Phrase.TAIWAN)) {
      String sheet = new Phrase.Sentences(ClientSheet.of(client, SETTINGS)).in(language);
      assertThat(sheet)
          .contains("ming@example.tw", SETTINGS.userName(), "127.0.0.1", "1111", "2526")
          .contains("STARTTLS")
          .doesNotContain("{", "1,111", "2,526");
    }
    assertThat(MailClient.named(client.written())).contains(client);
  }

  @Test
  void theCertificateToTrustIsShownAsClientsShowIt() {
    ClientSettings settings =
        new ClientSettings(
            "ming@example.tw",
            "ming",
            SETTINGS.pop3(),
            SETTINGS.smtp(),
            Optional.of(new LocalCertificate(Path.of("/state/certificate.pem"), "AB:CD")));
    assertThat(new Phrase.Sentences(ClientSheet.of(MailClient.GENERIC, settings)).english())
        .contains("/state/certificate.pem", "AB:CD");
  }
}
